"""PDF and Word files through the whole system: honest ones are tailored, hostile ones fail their job and no other."""

from pathlib import Path

import msgspec
import pytest

from contracts.documents import ResumeDoc, SourceText
from tests.support import fictional
from tests.support.corpus import DATA
from tests.support.hostile_files import HOSTILE
from tests.support.made_files import pdf_of, two_columns, word_file
from tests.support.system import Job, System

pytestmark = pytest.mark.timeout(300)

POSTING = fictional.text("posting_nurse")


def start(system: System, resume: bytes, posting: bytes | None = None) -> Job:
    """Start a job with files."""
    files = {"resume_file": ("cv", resume, "application/octet-stream")}
    if posting is not None:
        return system.start_with(files={**files, "job_file": ("posting", posting, "application/octet-stream")})
    return system.start_with(files=files, data={"job_text": POSTING})


@pytest.fixture(scope="module")
def hostile(system: System) -> dict[str, Job]:
    """Start all jobs with hostile files at once."""
    return {name: start(system, content) for name, (content, _) in HOSTILE.items()}


@pytest.mark.parametrize(("kind", "resume"), [("pdf", pdf_of(fictional.text("nurse"))), ("docx", word_file())])
def test_a_file_becomes_a_tailored_resume(system: System, kind: str, resume: bytes) -> None:
    """From the upload to `done`: both sides as files, read word for word, with what was seen of their form."""
    job = start(system, resume, word_file(POSTING) if kind == "pdf" else pdf_of(POSTING))
    events = [frame.json for frame in job.stream()]
    assert events[-1]["data"]["status"] == "completed", [event for event in events if event["type"] == "error"]
    source = msgspec.json.decode(job.artifact("source"), type=SourceText)
    assert (source.origin, source.layout.pages) == (kind, 1)
    assert msgspec.json.decode(job.artifact("profile"), type=ResumeDoc).contact == fictional.resume("nurse")[1].contact
    rules = {event["data"]["rule_id"]: event["data"] for event in events if event["type"] == "validation_update"}
    assert rules["FMT-02"]["status"] in {"pass", "n/a"}
    keys = {event["data"]["key"] for event in events if event["type"] == "metric_update"}
    assert {"extraction_ms", "parse_quality"} <= keys


def test_columns_are_told(system: System) -> None:
    """The rule on the source fails, and the person reads why."""
    events = [frame.json for frame in start(system, two_columns()).stream()]
    verdicts = [event["data"] for event in events if event["type"] == "validation_update"]
    (before,) = [one for one in verdicts if (one["rule_id"], one["phase"]) == ("FMT-02", "before")]
    assert before["status"] == "fail"
    insights = [event["data"]["message"] for event in events if event["type"] == "insight_emitted"]
    assert any("2 columns" in message for message in insights)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_fails_its_job_and_says_why(name: str, hostile: dict[str, Job]) -> None:
    """An error of `ingesting` that is not tried again, then `done`."""
    _, code = HOSTILE[name]
    events = [frame.json for frame in hostile[name].stream()]
    assert (events[-1]["type"], events[-1]["data"]["status"]) == ("done", "failed")
    errors = [event["data"] for event in events if event["type"] == "error"]
    assert [error["step"] for error in errors] == ["ingesting"]
    assert errors[0]["code"] == code or (code is None and errors[0]["code"] in {"file_too_heavy", "corrupt_file"})
    assert errors[0]["message"].startswith("the résumé cannot be taken: the ")


def test_the_next_file_is_read_as_if_nothing_had_been(system: System, hostile: dict[str, Job]) -> None:
    """The same agent, after all of these, without having been started again."""
    for job in hostile.values():
        job.stream()
    assert start(system, word_file()).stream()[-1].json["data"]["status"] == "completed"
    logs = "".join(log.read_text(errors="replace") for log in system.data_dir.rglob("*ingesting*.log"))
    assert logs.count("agents_ready") == 1


@pytest.mark.data
@pytest.mark.parametrize("name", ["sb_accountant.docx", "sb_accountant.pdf", "rm_barry_allen_fe.pdf"])
def test_a_real_file_is_tailored(system: System, name: str) -> None:
    """As people wrote them, with Word and LaTeX."""
    content = (Path(DATA) / "files" / name).read_bytes()
    job = start(system, content)
    assert job.stream()[-1].json["data"]["status"] == "completed"
    contact = msgspec.json.decode(job.artifact("profile"), type=ResumeDoc).contact
    assert None not in {contact.name, contact.email, contact.phone}
