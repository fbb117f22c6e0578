"""A posting by its address through the whole system: honest pages are read, hostile ones get nowhere."""

from dataclasses import dataclass

import msgspec
import pytest

from contracts.documents import JobDoc, SourceText
from tests.support import fictional
from tests.support.posting_server import POSTING, PostingServer
from tests.support.system import Job, System

pytestmark = pytest.mark.timeout(300)

RESUME = fictional.text("nurse")
SECRET = "ticket=hush-4711"  # noqa: S105 - in an address that no event and no log line may hold
HOSTILE = {
    "a redirect to an address of ours": ("/redirect", "url_refused", "not an address of the public internet"),
    "a decimal spelling": ("http://2130706433:{forbidden}/decimal", "url_refused", "not an address of the public"),
    "an octal spelling": ("http://0177.0.0.1:{forbidden}/octal", "url_refused", "not an address of the public"),
    "a mapped address": ("http://[::ffff:127.0.0.1]:{forbidden}/mapped", "url_refused", "not an address of the public"),
    "an endless body": ("/endless", "url_too_large", "larger than 2048 KB: paste the posting's text instead"),
    "a slow body": ("/slow", "url_timeout", "did not answer within 3 s"),
    "a gzip bomb": ("/bomb", "url_unsuitable", "comes compressed although we asked for none"),
    "a page that is not there": ("/missing", "url_unsuitable", "answers 404: paste the posting's text instead"),
    "a log-in": ("/login", "no_posting_found", "it may need a log-in"),
}
"""What is at the address → where, the error's code, and what its sentence says."""


@dataclass(frozen=True, slots=True)
class Started:
    """Jobs that run beside each other."""

    honest: dict[str, Job]
    hostile: dict[str, Job]


@pytest.fixture(scope="module")
def started(system: System, pages: PostingServer) -> Started:
    """Start all jobs at once: what one address does is no other job's business."""

    def start(url: str) -> Job:
        body = {"resume_text": RESUME, "job_url": f"{url}?{SECRET}"}
        return system.start_with(json=body)

    hostile = {
        name: start(pages.url(place) if place.startswith("/") else place.format(forbidden=pages.forbidden_port))
        for name, (place, _, _) in HOSTILE.items()
    }
    return Started({path: start(pages.url(path)) for path in ("/structured", "/main", "/busy")}, hostile)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_address_fails_its_job_and_says_why(name: str, started: Started) -> None:
    """The job ends as failed; an error of `ingesting` has a stable code and a sentence."""
    _, code, sentence = HOSTILE[name]
    events = [frame.json for frame in started.hostile[name].stream()]
    assert events[-1]["type"] == "done"
    assert events[-1]["data"]["status"] == "failed"
    errors = [event["data"] for event in events if event["type"] == "error"]
    assert errors[-1]["step"] == "ingesting"
    assert errors[-1]["code"] == code
    assert sentence in errors[-1]["message"]
    tried = max(data["attempt"] for data in errors)
    assert tried == (4 if code == "url_timeout" else 1)


def test_nothing_was_asked_that_may_not_be(started: Started, pages: PostingServer) -> None:
    """By no redirect and in no spelling: the forbidden port never got a request."""
    for job in started.hostile.values():
        job.stream()
    assert pages.asked == []


@pytest.mark.parametrize("path", ["/structured", "/main", "/busy"])
def test_an_honest_page_becomes_a_posting(path: str, started: Started) -> None:
    """By its structured data or its main text, also where the server was busy at first: its requirements are found."""
    job = started.honest[path]
    events = [frame.json for frame in job.stream()]
    assert events[-1]["data"]["status"] == "completed", [event for event in events if event["type"] == "error"]
    source = msgspec.json.decode(job.artifact("posting"), type=SourceText)
    assert source.origin == "url"
    found = msgspec.json.decode(job.artifact("requirements"), type=JobDoc)
    assert found.title == POSTING["title"]
    assert {term for wanted in found.requirements for term in wanted.terms} >= {"Registered Nurse", "Epic"}


def test_no_event_and_no_log_line_holds_an_address(started: Started, system: System) -> None:
    """A posting's address may hold a ticket: it lies in a document, and nowhere else."""
    for job in [*started.honest.values(), *started.hostile.values()]:
        assert SECRET not in "".join(frame.data for frame in job.stream())
    logs = list(system.data_dir.rglob("*.log"))
    assert len(logs) >= 9
    assert not [log.name for log in logs if SECRET in log.read_text(errors="replace")]


def test_files_become_a_tailored_resume(system: System) -> None:
    """A résumé from Notepad and a JobPosting as JSON run through all steps as texts do."""
    job = system.start_with(
        files={
            "resume_file": ("cv.txt", RESUME.replace("\n", "\r\n").encode("utf-16")),
            "job_file": ("posting.json", msgspec.json.encode(POSTING)),
        }
    )
    assert job.stream()[-1].json["data"]["status"] == "completed"
    assert msgspec.json.decode(job.artifact("posting"), type=SourceText).origin == "json"
    found = msgspec.json.decode(job.artifact("requirements"), type=JobDoc)
    assert {term for wanted in found.requirements for term in wanted.terms} >= {"Registered Nurse", "Epic"}
