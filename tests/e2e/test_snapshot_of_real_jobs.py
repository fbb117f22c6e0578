"""The snapshot of real jobs: the fold of exactly what the stream showed."""

import msgspec
import pytest

from contracts.events import decode_event
from contracts.state import JobState
from tests.support.system import System

RESUME = """Mara Lindqvist
mara.lindqvist@example.org | 555-0142 | Leeds

EXPERIENCE
Staff Nurse, Harbour Ward Hospital, Leeds
March 2019 - Present
- Responsible for managing medication administration for 24 patients on a surgical ward
- Trained 6 newly qualified nurses in wound care
Health Care Assistant, Oakfield Care Home, York
June 2015 - February 2019
- Assisted residents with daily living and recorded vital signs

EDUCATION
BSc Nursing, University of York, 2018

SKILLS
Wound care, medication administration, patient assessment
"""
POSTING = """Registered Nurse

We are looking for a Registered Nurse for our surgical unit.

Requirements
- Registered nurse licence (RN) required
- At least 2 years of experience in acute care
- Experience with medication administration and wound care
- Basic Life Support certification

Preferred
- Experience mentoring junior staff
"""


@pytest.mark.timeout(60)
def test_the_snapshot_is_the_fold_of_the_stream(system: System) -> None:
    """Whatever the stream showed folds to the snapshot's state, and the snapshot's history is the stream's."""
    job = system.start(RESUME, POSTING)
    frames = job.stream()
    state = JobState()
    for frame in frames:
        state.apply(int(frame.id), decode_event(frame.data.encode()))

    snapshot = job.snapshot()

    assert snapshot["state"] == msgspec.json.decode(msgspec.json.encode(state.view()))
    assert [entry["seq"] for entry in snapshot["events"]] == [int(frame.id) for frame in frames]
    assert [entry["event"] for entry in snapshot["events"]] == [frame.json for frame in frames]
    assert (snapshot["status"], snapshot["seq"]) == ("completed", int(frames[-1].id))


@pytest.mark.timeout(60)
def test_the_result_reads_like_a_resume(system: System) -> None:
    """The tailored résumé carries who it is about and every role of the source, as Markdown."""
    job = system.start(RESUME, POSTING)
    job.stream()
    text = job.artifact("resume.md").decode()
    for said in ("Mara Lindqvist", "Harbour Ward Hospital", "Oakfield Care Home", "University of York", "24 patients"):
        assert said in text
    assert "Basic Life Support" not in text
