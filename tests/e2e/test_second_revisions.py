"""What a user says to a job that has ended, through the whole system: answers, choices, and what comes of them."""

import asyncio
import json
from typing import Any, Final

import httpx
import msgspec
import nats

from contracts.documents import OptimisedDoc, Plan, Question, SourceText, Validation
from tests.support.sse import Frame
from tests.support.system import Job, System
from tests.support.tailored import RESUME

POSTING: Final = """\
Operations Analyst

Requirements
- 5 years of experience
- JavaScript and SQL for dashboards
- Experience with Terraform and Kubernetes is required
- capacity reporting
- Fluent German
"""
WORDS: Final = "I wrote the Terraform modules of the Quillfeather depot since 2021."


def say(job: Job, method: str, path: str, body: dict[str, Any]) -> httpx.Response:
    """Say something to a job."""
    return job.system.client.request(
        method, f"/api/jobs/{job.job_id}/{path}", json=body, headers={"Authorization": f"Bearer {job.token}"}
    )


def follow(job: Job, answer: httpx.Response) -> list[Frame]:
    """Follow the revision that was answered with, to its end."""
    assert answer.status_code == 202, answer.text
    cursor = answer.json()["stream_url"].partition("after=")[2]
    frames = job.stream(cursor=cursor)
    last = frames[-1].json
    assert (last["type"], last["data"]["status"], last["data"]["revision"]) == (
        "done",
        "completed",
        answer.json()["revision"],
    ), [frame.json for frame in frames if frame.json["type"] == "error"]
    return frames


def ended(system: System) -> Job:
    """Run a job to its end."""
    job = system.start(RESUME, POSTING)
    assert job.stream()[-1].json["data"]["status"] == "completed"
    return job


def questions(job: Job) -> dict[str, Question]:
    """Give the newest questions by the name that they ask for."""
    listed = msgspec.json.decode(job.artifact("questions"), type=list[Question])
    return {question.term or question.id: question for question in listed}


def result(job: Job) -> OptimisedDoc:
    """Give the newest result."""
    return msgspec.json.decode(job.artifact("result"), type=OptimisedDoc)


def test_an_answer_becomes_a_line_with_provenance(system: System) -> None:
    """The second revision runs from planning on, lists what was answered out of the user's words, and scores higher."""
    job = ended(system)
    first_match, first_validation = job.artifact("match"), _validation(job)
    asked = questions(job)
    given: list[dict[str, Any]] = [
        {"question_id": asked["Terraform"].id, "answer": WORDS},
        {"question_id": asked["German"].id, "declined": True},
    ]
    frames = follow(job, say(job, "POST", "answers", {"answers": given}))

    steps = [frame.json["data"] for frame in frames if frame.json["type"] == "step_progress"]
    ends = {data["step"]: data for data in steps if data["state"] == "completed"}
    assert [data["step"] for data in steps[:3]] == ["ingesting", "analyzing", "profiling"]
    assert {step: ends[step]["attempt"] for step in ends} == {
        "ingesting": 1, "analyzing": 1, "profiling": 1, "planning": 2, "writing": 2, "validating": 2, "polishing": 2,
    }  # fmt: skip
    assert [data["state"] for data in steps if data["step"] in {"ingesting", "analyzing", "profiling"}] == [
        "completed"
    ] * 3

    source = msgspec.json.decode(job.artifact("answers_source"), type=SourceText)
    lines = [line for section in result(job).sections for line in section.lines if "Terraform" in line.text]
    assert lines
    for line in lines:
        cited = [source.text[span.start : span.end] for span in line.spans if span.source == "user"]
        assert cited == [WORDS]
    assert "Terraform" in job.artifact("resume.md").decode()
    assert "German" not in job.artifact("resume.md").decode()
    assert job.artifact("match") == first_match  # the first text is what everything is measured against
    second = _validation(job)
    assert second.match_before == first_validation.match_before
    assert second.match_after.value > first_validation.match_after.value
    assert set(questions(job)) == set(asked) - {"Terraform", "German"}
    told = json.dumps([frame.json for frame in frames])
    assert "Quillfeather" not in told


def test_two_rounds_of_answers_add_up(system: System) -> None:
    """What was answered first is still there, and an answer can be taken back."""
    job = ended(system)
    asked = questions(job)
    for term in ("Terraform", "German"):
        body = {"answers": [{"question_id": asked[term].id, "answer": f"Yes, {term} for six years."}]}
        follow(job, say(job, "POST", "answers", body))
    assert all(term in job.artifact("resume.md").decode() for term in ("Terraform", "German"))
    taken_back = {"answers": [{"question_id": asked["Terraform"].id, "declined": True}]}
    follow(job, say(job, "POST", "answers", taken_back))
    made = job.artifact("resume.md").decode()
    assert "Terraform" not in made
    assert "German" in made


def test_a_change_is_rejected_and_restored(system: System) -> None:
    """Without it the result lacks it, and lists it as rejected; with it again every document is what it was."""
    job = ended(system)
    names = ("resume.md", "resume.txt", "result", "validation", "patches")
    before = {name: job.artifact(name) for name in names}
    patch = next(patch for patch in result(job).patches if patch.op == "weak_opening" and patch.status == "applied")

    frames = follow(job, say(job, "PUT", f"patches/{patch.id}", {"state": "rejected"}))
    steps = [frame.json["data"] for frame in frames if frame.json["type"] == "step_progress"]
    assert [data["state"] for data in steps if data["step"] == "planning"] == ["completed"]
    without = job.artifact("resume.md").decode()
    assert patch.before in without
    assert patch.after not in without
    refused = next(one for one in result(job).patches if one.id == patch.id)
    assert (refused.status, refused.reject_reason) == ("rejected", "rejected by you")
    assert patch.id not in {f.json["data"]["patch_id"] for f in frames if f.json["type"] == "diff_chunk"}
    assert patch.id not in {one["patch_id"] for one in job.snapshot()["state"]["diffs"]}

    follow(job, say(job, "PUT", f"patches/{patch.id}", {"state": "restored"}))
    assert {name: job.artifact(name) for name in names} == before
    assert patch.id in {one["patch_id"] for one in job.snapshot()["state"]["diffs"]}


def test_while_it_runs_a_job_is_not_answered(system: System) -> None:
    """409, whether its first revision runs or another; a change outlives answers that come later."""
    job = system.start(RESUME, POSTING)
    early = say(job, "POST", "answers", {"answers": [{"question_id": "q-r1", "answer": "Yes"}]})
    assert (early.status_code, early.json()["code"]) == (409, "still_running")
    job.stream()
    patch = msgspec.json.decode(job.artifact("patches"), type=Plan).patches[0]
    opened = say(job, "PUT", f"patches/{patch.id}", {"state": "rejected"})
    term = questions(job)["Terraform"]
    late = say(job, "POST", "answers", {"answers": [{"question_id": term.id, "answer": WORDS}]})
    assert (late.status_code, late.json()["code"]) == (409, "still_running")
    follow(job, opened)
    follow(job, say(job, "POST", "answers", {"answers": [{"question_id": term.id, "answer": WORDS}]}))
    same = [one for one in result(job).patches if (one.op, one.path, one.after) == (patch.op, patch.path, patch.after)]
    assert [one.reject_reason for one in same] == ["rejected by you"]


def test_the_same_is_asked_for_over_nats(system: System) -> None:
    """`pipeline.answers` and `pipeline.patches` open revisions as HTTP does; a refusal says why in its headers."""
    job = ended(system)
    term = questions(job)["Terraform"]

    async def ask(command: str, body: dict[str, Any]) -> tuple[dict[str, str], bytes]:
        client = await nats.connect(system.nats_url)
        try:
            answer = await client.request(command, json.dumps({"job_id": job.job_id, **body}).encode(), timeout=10)
            return dict(answer.headers or {}), answer.data
        finally:
            await client.close()

    headers, _ = asyncio.run(ask("pipeline.patches", {"patches": {"p999": "rejected"}}))
    assert headers["Nats-Service-Error-Code"] == "404"
    _, data = asyncio.run(ask("pipeline.answers", {"answers": [{"question_id": term.id, "answer": WORDS}]}))
    assert json.loads(data) == {"job_id": job.job_id, "revision": 2}


def _validation(job: Job) -> Validation:
    return msgspec.json.decode(job.artifact("validation"), type=Validation)
