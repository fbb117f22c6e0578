"""Starting a job: what is answered, what is refused, and that it is started once."""

import asyncio
import json
import re
import uuid
from typing import Any

from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.jobs import Job
from tests.conformance.texts import POSTING, RESUME
from tests.conformance.world import World

START = Group("start", "Starting a job: what is answered, what is refused, and that it is started once.")

_PATH = "/api/pipeline/start"
_GOOD = {"resume_text": RESUME, "job_text": POSTING}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


async def _refused(world: World, status: int, code: str, **request: Any) -> dict[str, Any]:  # noqa: ANN401
    answer = await world.call("POST", _PATH, **request)
    body = dict(answer.json())
    expect_same((answer.status_code, body.get("code")), (status, code), "the answer")
    return body


@START.case()
async def it_answers_where_the_job_is(world: World) -> None:
    """A start is answered 202 with job id, stream, snapshot and token; `Location` is the snapshot."""
    answer = await world.call("POST", _PATH, json=_GOOD)
    expect_same(answer.status_code, 202, "the status")
    told = answer.json()
    expect({"job_id", "stream_url", "snapshot_url", "access_token"} <= set(told), f"{sorted(told)}")
    expect(_UUID.fullmatch(told["job_id"]), f"{told['job_id']} is no UUID")
    expect_same(answer.headers["location"], told["snapshot_url"], "Location")


@START.case()
async def addresses_are_paths(world: World) -> None:
    """The addresses are absolute paths: they hold behind any proxy and any name."""
    told = (await world.call("POST", _PATH, json=_GOOD)).json()
    path = f"/api/jobs/{told['job_id']}"
    expect_same((told["stream_url"], told["snapshot_url"]), (f"{path}/stream", f"{path}/snapshot"), "the addresses")


@START.case()
async def the_answer_is_not_kept(world: World) -> None:
    """No cache keeps the answer: it holds a token."""
    answer = await world.call("POST", _PATH, json=_GOOD)
    expect("no-store" in answer.headers["cache-control"], answer.headers["cache-control"])


@START.case()
async def two_starts_are_two_jobs(world: World) -> None:
    """Without a key the same body twice is two jobs."""
    one, other = await world.jobs.start(), await world.jobs.start()
    expect(one.job_id != other.job_id, "it is one job")


@START.case()
async def the_same_key_is_the_same_job(world: World) -> None:
    """Repeated with its `Idempotency-Key` a start gives the same job and the same token again."""
    key = {"Idempotency-Key": str(uuid.uuid4())}
    one = await world.call("POST", _PATH, json=_GOOD, headers=key)
    other = await world.call("POST", _PATH, json=_GOOD, headers=key)
    expect_same((other.status_code, other.json()), (202, one.json()), "the second answer")


@START.case()
async def the_same_key_at_once_is_one_job(world: World) -> None:
    """Ten starts with one key, at once, are one job, which runs once."""
    key = {"Idempotency-Key": str(uuid.uuid4())}
    answers = await asyncio.gather(*(world.call("POST", _PATH, json=_GOOD, headers=key) for _ in range(10)))
    expect_same({answer.status_code for answer in answers}, {202}, "the statuses")
    [told] = {json.dumps(answer.json()) for answer in answers}
    body = json.loads(told)
    job = Job(body["job_id"], body["access_token"], body["stream_url"], body["snapshot_url"])
    started = [one for one in (await world.read(job)).shown if one.json["data"].get("status") == "started"]
    expect_same(len(started), 1, "how often it was started")


@START.case()
async def a_used_key_for_another_body_is_409(world: World) -> None:
    """A key that stands for another body is 409 `idempotency_conflict`."""
    key = {"Idempotency-Key": str(uuid.uuid4())}
    await world.call("POST", _PATH, json=_GOOD, headers=key)
    await _refused(world, 409, "idempotency_conflict", json={**_GOOD, "job_text": "Cook"}, headers=key)


@START.case()
async def a_malformed_key_is_400(world: World) -> None:
    """A key is 1 to 200 visible ASCII characters: else 400 `malformed_idempotency_key`."""
    for key in ("", "a b", "x" * 201):
        await _refused(world, 400, "malformed_idempotency_key", json=_GOOD, headers={"Idempotency-Key": key})


@START.case()
async def a_resume_is_needed(world: World) -> None:
    """Without a résumé a start is 422 `no_resume`, and names the field."""
    body = await _refused(world, 422, "no_resume", json={"job_text": POSTING})
    expect_same(body["field"], "resume_text", "the field")


@START.case()
async def a_posting_is_needed(world: World) -> None:
    """Without a posting it is 422 `no_posting`."""
    await _refused(world, 422, "no_posting", json={"resume_text": RESUME})


@START.case()
async def one_posting_is_enough(world: World) -> None:
    """Two forms of the posting at once are 422 `two_postings`: nobody guesses which one counts."""
    await _refused(world, 422, "two_postings", json={**_GOOD, "job_url": "https://example.org/job"})


@START.case()
async def texts_hold_words(world: World) -> None:
    """A text without a word is 422 `empty_text`, one that is something else 422 `not_text`."""
    await _refused(world, 422, "empty_text", json={**_GOOD, "job_text": " \n\t--- "})
    await _refused(world, 422, "not_text", json={**_GOOD, "resume_text": "PK\x03\x04\x00\x00\x08"})


@START.case()
async def addresses_of_postings_are_checked(world: World) -> None:
    """What is no address of a page is 422 `malformed_url`, before anything is stored."""
    for url in (
        "x",
        "ftp://example.org/x",
        "javascript:alert(1)",
        "http://",
        "https://a:b@example.org/",
        "http://a b/",
    ):
        await _refused(world, 422, "malformed_url", json={"resume_text": RESUME, "job_url": url})


@START.case()
async def what_is_no_json_is_400(world: World) -> None:
    """A body that is empty, no JSON, no UTF-8 or no object is 400."""
    headers = {"Content-Type": "application/json"}
    for content in (b"", b"{", b"[]", b'"x"', b'{"resume_text": "\xff"}', b"{'a': 1}", b"null"):
        answer = await world.call("POST", _PATH, content=content, headers=headers)
        expect_same((content, answer.status_code), (content, 400), "the status")


@START.case()
async def unknown_fields_are_400(world: World) -> None:
    """A field that nobody knows, or of another type, is 400 `unfit_body`: a typo is not ignored."""
    await _refused(world, 400, "unfit_body", json={**_GOOD, "resume_txt": "x"})
    await _refused(world, 400, "unfit_body", json={**_GOOD, "job_text": 7})


@START.case()
async def another_type_is_415(world: World) -> None:
    """A body of another media type, or of none, is 415 `unsupported_type`."""
    for kind in ("text/plain", "application/xml", "application/x-www-form-urlencoded"):
        await _refused(world, 415, "unsupported_type", content=b"x", headers={"Content-Type": kind})


@START.case()
async def too_long_is_413(world: World) -> None:
    """A résumé beyond 100,000 characters, a posting beyond 60,000: 413 `too_large`, and the limit in the body."""
    for field, limit in (("resume_text", 100_000), ("job_text", 60_000)):
        body = await _refused(world, 413, "too_large", json={**_GOOD, field: "a" * (limit + 1)})
        expect_same((body["field"], body["limit"], body["unit"]), (field, limit, "characters"), "the limit")


@START.case()
async def a_body_too_large_is_413(world: World) -> None:
    """A body beyond every limit is 413 before it is read."""
    body = await _refused(world, 413, "too_large", json={**_GOOD, "profile_text": "a" * 6_000_000})
    expect_same(body["unit"], "bytes", "the unit")


@START.case()
async def a_form_is_the_same(world: World) -> None:
    """The same texts as files of a form, with the same key, are the same job as by JSON."""
    key = {"Idempotency-Key": str(uuid.uuid4())}
    by_json = await world.call("POST", _PATH, json=_GOOD, headers=key)
    files = {"resume_file": ("cv.txt", RESUME.encode(), "text/plain"), "job_text": (None, POSTING)}
    by_form = await world.call("POST", _PATH, files=files, headers=key)
    expect_same((by_form.status_code, by_form.json()), (202, by_json.json()), "the answer to the form")


@START.case()
async def a_file_too_large_is_413(world: World) -> None:
    """A file beyond 5 MB is 413 `too_large`, and the limit in the body."""
    files = {"resume_file": ("cv.txt", b"a" * (5 * 1024 * 1024 + 1), "text/plain"), "job_text": (None, POSTING)}
    body = await _refused(world, 413, "too_large", files=files)
    expect_same(body["unit"], "bytes", "the unit")


@START.case()
async def run_waits_for_the_end(world: World) -> None:
    """`POST /api/pipeline/run` answers the final snapshot, or 202 where that takes too long."""
    answer = await world.call("POST", "/api/pipeline/run", json=_GOOD)
    expect_same((answer.status_code, answer.json().get("status")), (200, "completed"), "the answer")
    expect_same(answer.json()["events"][-1]["event"]["type"], "done", "its last event")
