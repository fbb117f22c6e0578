"""What can be known before a start: how much it takes, and what is read of a file."""

from typing import Any

import httpx

from tests.conformance.answers import expect_problem
from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.texts import POSTING, RESUME
from tests.conformance.world import World

BEFORE = Group("before", "What can be known before a start: how much it takes, and what is read of a file.")

_LIMITS = "/api/limits"
_PREVIEW = "/api/preview"
_READER = "reader"
"""Who reads files takes few at a time: these cases are no crowd."""
_IMAGE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


async def _limits(world: World) -> dict[str, Any]:
    answer = await world.get(_LIMITS)
    expect_same(answer.status_code, 200, "the status of the limits")
    return dict(answer.json())


async def _preview(world: World, **files: bytes) -> httpx.Response:
    return await world.call("POST", _PREVIEW, files=files)


async def _shown(world: World, **files: bytes) -> dict[str, Any]:
    answer = await _preview(world, **files)
    expect_same(answer.status_code, 200, "the status of a preview")
    return dict(answer.json())


@BEFORE.case()
async def limits_are_told(world: World) -> None:
    """`GET /api/limits` tells characters, bytes and seconds as positive numbers, to anybody."""
    told = await _limits(world)
    for name in ("resume_characters", "posting_characters", "url_characters", "file_bytes", "retention_sec"):
        expect(isinstance(told.get(name), int | float) and told[name] > 0, f"{name} is {told.get(name)!r}")


@BEFORE.case()
async def limits_are_those_of_a_start(world: World) -> None:
    """A text with one character more than was told is 413 `too_large`, and names the same limit."""
    told, good = await _limits(world), {"resume_text": RESUME, "job_text": POSTING}
    for field, limit in (("resume_text", told["resume_characters"]), ("job_text", told["posting_characters"])):
        answer = await world.call("POST", "/api/pipeline/start", json={**good, field: "x" * (limit + 1)})
        expect_problem(answer, 413, "too_large", field)
        body = answer.json()
        expect_same((body.get("limit"), body.get("unit")), (limit, "characters"), f"the limit of {field}")


@BEFORE.case(alone=_READER)
async def a_preview_is_what_a_job_reads(world: World) -> None:
    """`POST /api/preview` shows of a text file, in UTF-8 or Windows-1252, the text that a job with it reads."""
    job = await world.jobs.finished()
    insights = (await world.snapshot(job))["state"]["insights"]
    [ref] = [one["ref"] for one in insights if one["id"] == "source-resume"]
    read = (await world.get(job.path("/artifacts"), job, params={"ref": ref})).json()["text"]
    for encoding in ("utf-8", "cp1252"):
        shown = await _shown(world, resume_file=RESUME.encode(encoding))
        expect_same((shown["side"], shown["text"]), ("resume", read), f"what is shown of {encoding}")
    again = await _shown(world, resume_file="Zoë – naïve café".encode("cp1252"))
    expect_same(again["text"], "Zoë – naïve café", "what is shown of Windows-1252")


@BEFORE.case(alone=_READER)
async def a_preview_says_how_it_was_read(world: World) -> None:
    """A preview tells side, origin, words, pages where there are some, language and warnings; no cache keeps it."""
    answer = await _preview(world, job_file=POSTING.encode())
    expect_same(answer.status_code, 200, "the status")
    shown = answer.json()
    known = {name: shown.get(name) for name in ("side", "origin", "pages", "language")}
    expect_same(known, {"side": "posting", "origin": "txt", "pages": None, "language": "en"}, "what is told")
    expect(shown["words"] > 20 and isinstance(shown["warnings"], list), f"{shown['words']}, {shown['warnings']}")
    expect("no-store" in answer.headers["cache-control"], answer.headers["cache-control"])


@BEFORE.case()
async def a_preview_that_is_refused_says_why(world: World) -> None:
    """What no start takes is refused with a code, and names the field: another kind of file, or no word in it."""
    for content, status, code in ((_IMAGE, 415, "unsupported_file"), (b"--- ---", 422, "empty_text")):
        for field in ("resume_file", "job_file"):
            answer = await _preview(world, **{field: content})
            expect_problem(answer, status, code, field)
            expect_same(answer.json().get("field"), field, "the field")


@BEFORE.case()
async def a_preview_is_of_one_file(world: World) -> None:
    """No file, or two, is 422 `one_file`; what is no form is 415 `unsupported_type`, another part 400 `unfit_body`."""
    expect_problem(await _preview(world, resume_file=b""), 422, "one_file", "no file")
    expect_problem(await _preview(world, resume_file=b"Jane", job_file=b"Cook"), 422, "one_file", "two files")
    expect_problem(await _preview(world, photo=b"Jane"), 400, "unfit_body", "another part")
    answer = await world.call("POST", _PREVIEW, json={"resume_file": "Jane"})
    expect_problem(answer, 415, "unsupported_type", "JSON")


@BEFORE.case()
async def a_file_that_is_too_big_is_413(world: World) -> None:
    """A file with one byte more than was told is 413 `too_large`, and names field, limit and unit."""
    limit = (await _limits(world))["file_bytes"]
    answer = await _preview(world, resume_file=b"a" * (limit + 1))
    expect_problem(answer, 413, "too_large", "the answer")
    told = {name: answer.json().get(name) for name in ("field", "limit", "unit")}
    expect_same(told, {"field": "resume_file", "limit": limit, "unit": "bytes"}, "what is told")


@BEFORE.case()
async def a_preview_is_for_no_foreign_page(world: World) -> None:
    """A page of another origin has no file read: 403 `origin_refused`."""
    headers = {"Origin": "https://evil.example"}
    answer = await world.call("POST", _PREVIEW, files={"resume_file": b"Jane"}, headers=headers)
    expect_problem(answer, 403, "origin_refused", "the answer")
