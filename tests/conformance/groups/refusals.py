"""What is refused: unknown, malformed and erased jobs, wrong paths and methods; and how a refusal looks."""

import uuid

from tests.conformance.answers import expect_problem
from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.jobs import Job
from tests.conformance.texts import POSTING, RESUME
from tests.conformance.world import World

REFUSALS = Group("refusals", "Unknown, malformed, erased: what is refused, and how a refusal is written.")

_READS = ("/stream", "/snapshot", "/artifacts", "/artifacts/resume.md")
_CHANGES = (("POST", "/cancel"), ("POST", "/retry"), ("DELETE", ""))
_NO_IDS = (
    "x",
    "*",
    ">",
    "..",
    "00000000",
    "11111111-2222-4333-8444-55555555555",
    "11111111-2222-4333-8444-5555555555555",
    "AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE",
    "11111111-2222-4333-8444-55555555555*",
    "11111111222243338444555555555555",
    "1" * 3000,
)


def _nobody() -> Job:
    job_id = str(uuid.uuid4())
    return Job(job_id, "k1.1.x.y", f"/api/jobs/{job_id}/stream", f"/api/jobs/{job_id}/snapshot")


@REFUSALS.case()
async def an_unknown_job_is_404(world: World) -> None:
    """A job that never was is 404 `no_such_job` for its stream, snapshot and documents."""
    job = _nobody()
    for rest in _READS:
        answer = await world.get(job.path(rest), job)
        expect_problem(answer, 404, "no_such_job", rest)


@REFUSALS.case()
async def an_unknown_job_cannot_be_changed(world: World) -> None:
    """Nor can it be canceled, tried again or erased: 404."""
    job = _nobody()
    for method, rest in _CHANGES:
        answer = await world.call(method, job.path(rest), job)
        expect_problem(answer, 404, "no_such_job", rest)


@REFUSALS.case()
async def unknown_comes_before_the_token(world: World) -> None:
    """An unknown job is 404 with a good token of another job, with rubbish and with none."""
    job, other = _nobody(), await world.jobs.finished()
    for headers in ({}, other.bearer, job.bearer):
        answer = await world.get(job.stream_url, headers=headers)
        expect_same(answer.status_code, 404, "the status")


@REFUSALS.case()
async def a_malformed_id_is_400(world: World) -> None:
    """What is no job id, wildcards included, is 400 `malformed_id` and reads nobody's job."""
    job = await world.jobs.finished()
    for text in (one for one in _NO_IDS if one != ".."):
        answer = await world.get(f"/api/jobs/{text.replace('*', '%2a').replace('>', '%3e')}/stream", job)
        expect_same((text[:40], answer.status_code), (text[:40], 400), "the status")
        expect_same(answer.json()["code"], "malformed_id", "the code")


@REFUSALS.case()
async def strange_paths_break_nothing(world: World) -> None:
    """Escapes, NUL, dots and very long names in a path are refused with a 4xx, never with a 5xx."""
    job = await world.jobs.finished()
    for path in (
        "/api/jobs/%00/stream",
        "/api/jobs/%ff%fe/stream",
        "/api/jobs/%2e%2e/stream",
        f"/api/jobs/{'%41' * 900}",
    ):
        answer = await world.get(path, job)
        expect(400 <= answer.status_code < 500, f"{path[:40]}: {answer.status_code}")


@REFUSALS.case()
async def an_erased_job_is_410(world: World) -> None:
    """An erased job is 410 `erased` for its stream, snapshot and documents."""
    job = await world.jobs.erased()
    for rest in _READS:
        answer = await world.get(job.path(rest), job)
        expect_problem(answer, 410, "erased", rest)


@REFUSALS.case()
async def an_erased_job_cannot_be_changed(world: World) -> None:
    """It can be neither canceled, nor tried again, nor erased twice: 410."""
    job = await world.jobs.erased()
    for method, rest in _CHANGES:
        answer = await world.call(method, job.path(rest), job)
        expect_problem(answer, 410, "erased", rest)


@REFUSALS.case()
async def erased_is_erased_at_any_cursor(world: World) -> None:
    """No cursor brings anything of an erased job back."""
    job = await world.jobs.erased()
    for cursor in ("0", "1", "999999"):
        answer = await world.get(job.stream_url, job, headers={"Last-Event-ID": cursor})
        expect_same((cursor, answer.status_code), (cursor, 410), "the status")


@REFUSALS.case()
async def an_erased_id_does_not_start_again(world: World) -> None:
    """A start that is repeated with the key of an erased job is 410, not a new job."""
    key = {"Idempotency-Key": str(uuid.uuid4())}
    body = {"resume_text": RESUME, "job_text": POSTING}
    told = (await world.call("POST", "/api/pipeline/start", json=body, headers=key)).json()
    job = Job(told["job_id"], told["access_token"], told["stream_url"], told["snapshot_url"])
    await world.read(job)
    expect_same((await world.call("DELETE", job.path(), job)).status_code, 204, "the DELETE")
    answer = await world.call("POST", "/api/pipeline/start", json=body, headers=key)
    expect_problem(answer, 410, "erased", "the answer")


@REFUSALS.case()
async def a_refusal_is_a_problem(world: World) -> None:
    """Every refusal is `application/problem+json` with type, title, status, code and detail; status and code agree."""
    finished, nobody, erased = await world.jobs.finished(), _nobody(), await world.jobs.erased()
    for path, headers in (
        (finished.stream_url, {}),
        (finished.stream_url + "?after=x", finished.bearer),
        (nobody.stream_url, {}),
        (erased.snapshot_url, {}),
        ("/api/jobs/x/snapshot", {}),
    ):
        answer = await world.get(path, headers=headers)
        expect_same(answer.headers["content-type"].partition(";")[0], "application/problem+json", f"the type of {path}")
        body = answer.json()
        expect_same(sorted({"type", "title", "status", "code", "detail"} - set(body)), [], f"missing in {path}")
        expect_same(body["status"], answer.status_code, "the status in the body")


@REFUSALS.case()
async def a_refusal_is_no_stream(world: World) -> None:
    """A refused stream is never `text/event-stream`: `EventSource` gives up instead of reading on."""
    finished, nobody, erased = await world.jobs.finished(), _nobody(), await world.jobs.erased()
    for path in (finished.stream_url, nobody.stream_url, erased.stream_url, "/api/jobs/x/stream"):
        answer = await world.get(path, headers={"Accept": "text/event-stream"})
        expect(answer.status_code >= 400, f"{path}: {answer.status_code}")
        expect("event-stream" not in answer.headers["content-type"], f"{path}: {answer.headers['content-type']}")


@REFUSALS.case()
async def a_refusal_is_not_kept(world: World) -> None:
    """No cache keeps a refusal: a job that is unknown now may be known in a moment."""
    for path in (_nobody().stream_url, (await world.jobs.finished()).snapshot_url):
        cache = (await world.get(path)).headers.get("cache-control", "")
        expect("no-store" in cache, f"Cache-Control: {cache!r}")


@REFUSALS.case()
async def a_refusal_repeats_no_token(world: World) -> None:
    """What was given as a token stands nowhere in the answer."""
    secret = "k1.4711.hush-hush"  # noqa: S105 - this is what must not come back
    job = await world.jobs.finished()
    for headers, params in (({"Authorization": f"Bearer {secret}"}, {}), ({}, {"access_token": secret})):
        answer = await world.get(job.stream_url, headers=headers, params=params)
        expect_same(answer.status_code, 401, "the status")
        expect(secret not in answer.text + str(answer.headers), "the token came back")


@REFUSALS.case()
async def an_unknown_path_is_404(world: World) -> None:
    """A path of the API that there is not is a 404 problem, not a page."""
    for path in ("/api", "/api/nothing", "/api/jobs", f"{(await world.jobs.finished()).path()}/nothing"):
        answer = await world.get(path)
        expect_same((path, answer.status_code), (path, 404), "the status")
        expect("problem+json" in answer.headers["content-type"], f"{path}: {answer.headers['content-type']}")


@REFUSALS.case()
async def a_wrong_method_is_405(world: World) -> None:
    """A method that a path does not take is a 405 problem, and `Allow` names those that it takes."""
    job = await world.jobs.finished()
    for method, path, allowed in (
        ("GET", "/api/pipeline/start", "POST"),
        ("POST", job.snapshot_url, "GET"),
        ("GET", job.path("/cancel"), "POST"),
        ("PUT", job.stream_url, "GET"),
    ):
        answer = await world.call(method, path, job)
        expect_same((method, path, answer.status_code), (method, path, 405), "the status")
        expect(allowed in answer.headers.get("allow", ""), f"{method} {path}: Allow: {answer.headers.get('allow')!r}")


@REFUSALS.case()
async def unknown_parameters_are_ignored(world: World) -> None:
    """What the query holds besides does no harm: proxies and trackers add to it."""
    job = await world.jobs.finished()
    async with world.stream(job, query={"utm_source": "x", "_": "1", "x[]": "y"}) as stream:
        await stream.to_end()
    expect_same(stream.pairs, (await world.whole(job)).pairs, "the events")
