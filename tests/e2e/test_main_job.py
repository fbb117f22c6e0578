"""The main job through the whole system, on real résumés and postings: seven agents, JetStream, HTTP, SSE."""

import re
import statistics
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import msgspec
import pytest
from docx import Document
from pypdf import PdfReader

from contracts.documents import JobDoc, MatchReport, OptimisedDoc, Plan, ResumeDoc
from tests.support.corpus import all_different_pairs, postings, resumes
from tests.support.sse import Frame
from tests.support.system import Job, System

pytestmark = [pytest.mark.data, pytest.mark.timeout(600)]

STEPS = {"ingesting", "analyzing", "profiling", "planning", "writing", "validating", "polishing"}
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
PHONE = re.compile(r"(?:\+?\d[\s().-]{0,2}){9,15}")
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Finished:
    """A job that ran to its end, and what went in."""

    resume: str
    posting: str
    job: Job
    frames: list[Frame]

    @property
    def events(self) -> list[dict[str, Any]]:
        """All events, in the order of the stream."""
        return [frame.json for frame in self.frames]

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        """The data of all events of a type."""
        return [event["data"] for event in self.events if event["type"] == kind]

    def plan(self) -> Plan:
        """The planned changes."""
        return msgspec.json.decode(self.job.artifact("patches"), type=Plan)


@pytest.fixture(scope="module")
def finished(system: System) -> list[Finished]:
    """Run twenty pairs in which no résumé and no posting occurs twice."""
    done: list[Finished] = []
    for resume, posting in all_different_pairs():
        job = system.start(resumes()[resume], postings()[posting])
        done.append(Finished(resume, posting, job, job.stream()))
    return done


def test_every_job_starts_and_ends_as_it_should(finished: list[Finished]) -> None:
    """Each stream begins with `job_status: started`, ends with `done`, and every job is completed."""
    for one in finished:
        first, last = one.events[0], one.events[-1]
        assert (first["type"], first["data"]["status"]) == ("job_status", "started"), one.resume
        assert (last["type"], last["data"]["status"]) == ("done", "completed"), (one.resume, one.of_type("error"))
        ended = {data["step"] for data in one.of_type("step_progress") if data["state"] == "completed"}
        assert ended == STEPS


def test_each_step_reports_what_it_did(finished: list[Finished]) -> None:
    """Every step of every job names at least three different milestones."""
    for one in finished:
        told: dict[str, set[str]] = {step: set() for step in STEPS}
        for data in one.of_type("step_progress"):
            if data.get("milestone"):
                told[data["step"]].add(data["milestone"])
        assert {step: len(names) for step, names in told.items() if len(names) < 3} == {}, one.resume


def test_insights_name_requirements_and_gaps(finished: list[Finished]) -> None:
    """A job has at least five insights, and three of them name a requirement of this posting or a gap."""
    for one in finished:
        insights = one.of_type("insight_emitted")
        assert len(insights) >= 5, one.resume
        requirements = msgspec.json.decode(one.job.artifact("requirements"), type=JobDoc).requirements
        named = {
            term.lower() for wanted in requirements for term in [*wanted.terms, *wanted.any_of, wanted.text] if term
        }
        naming = [
            data
            for data in insights
            if data["category"] == "gap" or any(term in data["message"].lower() for term in named)
        ]
        assert len(naming) >= 3, (one.posting, [data["message"] for data in insights])


def test_two_postings_give_two_different_jobs(system: System) -> None:
    """The same résumé for two postings gets other insights, another score and other patches."""
    resume = resumes()["rm_barry_allen_fe"]
    results = []
    for posting in ("rm_front_end_engineer", "la_accountant"):
        job = system.start(resume, postings()[posting])
        one = Finished("rm_barry_allen_fe", posting, job, job.stream())
        score = msgspec.json.decode(job.artifact("match"), type=MatchReport).score.value
        patches = [(patch.op, patch.path, patch.after, tuple(patch.serves)) for patch in one.plan().patches]
        results.append(({data["message"] for data in one.of_type("insight_emitted")}, score, patches))
    (first_insights, first_score, first_patches), (second_insights, second_score, second_patches) = results
    assert first_insights != second_insights
    assert first_score > second_score
    assert first_patches != second_patches


def test_patches_are_many_of_many_kinds_and_serve_requirements(finished: list[Finished]) -> None:
    """Over twenty pairs: at least sixty patches of four kinds, some in eighteen, each serving a requirement."""
    kinds: Counter[str] = Counter()
    with_patches = 0
    for one in finished:
        patches = one.plan().patches
        ids = {wanted.id for wanted in msgspec.json.decode(one.job.artifact("requirements"), type=JobDoc).requirements}
        assert all(patch.serves and set(patch.serves) <= ids for patch in patches), one.resume
        kinds.update(patch.op for patch in patches)
        with_patches += bool(patches)
    assert kinds.total() >= 60, kinds
    assert len(kinds) >= 4, kinds
    assert with_patches >= 18, with_patches


def test_files_can_be_taken_away_and_say_the_same(finished: list[Finished]) -> None:
    """Word file and PDF of every job are served under their types, are whole, and have every line of the result."""
    for one in finished:
        assert [data["value"] for data in one.of_type("metric_update") if data["key"] == "round_trip_ok"] == [1.0]
        word, portable = one.job.get("artifacts/resume.docx"), one.job.get("artifacts/resume.pdf")
        assert portable.headers["content-type"] == "application/pdf"
        assert word.headers["content-type"].endswith("wordprocessingml.document")
        assert portable.headers["content-disposition"] == 'attachment; filename="resume.pdf"'
        said = [paragraph.text for paragraph in Document(BytesIO(word.content)).paragraphs]
        pages = "".join(page.extract_text() for page in PdfReader(BytesIO(portable.content)).pages)
        told = "".join(pages.split())
        result = msgspec.json.decode(one.job.artifact("result"), type=OptimisedDoc)
        for line in (line for section in result.sections for entry in section.entries for line in entry.lines):
            assert line.text in said, one.resume
            assert "".join(line.text.split()) in told, one.resume


def test_every_patch_that_was_applied_is_shown(finished: list[Finished]) -> None:
    """What changed the résumé is told as a diff, by its id; nothing is told that did not happen."""
    for one in finished:
        result = msgspec.json.decode(one.job.artifact("result"), type=OptimisedDoc)
        applied = {patch.id for patch in result.patches if patch.status == "applied"}
        assert {data["patch_id"] for data in one.of_type("diff_chunk")} == applied, one.resume


def test_validations_cover_both_phases(finished: list[Finished]) -> None:
    """At least ten rules are judged before and after, each once a phase; those about files again when these exist."""
    of_files = {(f"FMT-{number}", "after") for number in ("01", "02", "03", "09")}
    for one in finished:
        verdicts = Counter((data["rule_id"], data["phase"]) for data in one.of_type("validation_update"))
        assert {judged for judged, times in verdicts.items() if times == 2} == of_files, one.resume
        assert max(verdicts.values()) == 2, verdicts
        for phase in ("before", "after"):
            assert sum(1 for _, told in verdicts if told == phase) >= 10, one.resume


def test_no_event_tells_who_it_is_about(finished: list[Finished]) -> None:
    """Privacy: no e-mail, no telephone number, not the name, nor eight words in a row of the résumé, in any event."""
    for one in finished:
        source = resumes()[one.resume]
        contact = msgspec.json.decode(one.job.artifact("profile"), type=ResumeDoc).contact
        words = [word.lower() for word in WORD.findall(source)]
        runs = {tuple(words[n : n + 8]) for n in range(len(words) - 7)}
        digits = {re.sub(r"\D", "", number) for number in PHONE.findall(source)}
        for event in one.events:
            text = " ".join(_strings(event["data"]))
            assert EMAIL.search(text) is None, (one.resume, text)
            assert not any(re.sub(r"\D", "", number) in digits for number in PHONE.findall(text)), (one.resume, text)
            if contact.name:
                assert contact.name.lower() not in text.lower(), (one.resume, text)
            said = [word.lower() for word in WORD.findall(text)]
            shared = [run for n in range(len(said) - 7) if (run := tuple(said[n : n + 8])) in runs]
            assert shared == [], one.resume


def _strings(value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return [] if re.fullmatch(r"[0-9a-f-]{36}\..+", value) else [value]  # a ref is no sentence
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in _strings(part)]
    return []


def test_every_cut_of_a_job_resumes_exactly(finished: list[Finished]) -> None:
    """Interrupted behind any event and resumed with `Last-Event-ID`, the whole equals the uninterrupted stream."""
    one = max(finished, key=lambda job: len(job.frames))
    whole = [(frame.id, frame.data) for frame in one.frames]
    for cut in range(len(whole) - 1):
        rest = one.job.stream(cursor=whole[cut][0])
        assert [(frame.id, frame.data) for frame in rest] == whole[cut + 1 :], cut


def test_a_viewer_who_is_cut_off_all_the_time_misses_nothing(system: System) -> None:
    """A viewer of a running job who reconnects after every third event ends with the same stream as a late one."""
    resume, posting = all_different_pairs()[3]
    job = system.start(resumes()[resume], postings()[posting])
    seen: list[Frame] = []
    while not seen or seen[-1].json["type"] != "done":
        seen += job.stream(cursor=seen[-1].id if seen else None, limit=3)
    assert [(frame.id, frame.data) for frame in seen] == [(frame.id, frame.data) for frame in job.stream()]


def test_median_length_of_a_job_is_worth_watching(finished: list[Finished]) -> None:
    """A job tells enough to be watched: dozens of events, every one of the public types that agents tell."""
    assert statistics.median(len(one.frames) for one in finished) >= 60
    for one in finished:
        kinds = {event["type"] for event in one.events}
        assert {"job_status", "step_progress", "insight_emitted", "metric_update", "validation_update", "done"} <= kinds
