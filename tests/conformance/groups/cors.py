"""Which pages may call: the deployment's own, those of its list, and no others."""

import uuid

import httpx

from tests.conformance.answers import expect_problem
from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.texts import POSTING, RESUME
from tests.conformance.world import World

CORS = Group("cors", "Which pages may call: the deployment's own, those on its list, and no others.")

_EVIL = "https://evil.example"
_ALLOW = "access-control-allow-origin"
_PREFLIGHT = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization,last-event-id"}


def _is_refused(answer: httpx.Response, what: str) -> None:
    expect_problem(answer, 403, "origin_refused", what)
    expect(_ALLOW not in answer.headers, f"{what}: it is allowed all the same")


def _friend(world: World) -> str:
    if world.knobs.allowed_origin is None:
        raise RuntimeError("a case about allowed origins needs `allowed_origin`")
    return world.knobs.allowed_origin


@CORS.case()
async def no_origin_no_header(world: World) -> None:
    """Who is no page, and sends no `Origin`, is answered without a word of CORS."""
    job = await world.jobs.finished()
    for path in (job.stream_url, job.snapshot_url):
        answer = await world.get(path, job)
        expect_same([name for name in answer.headers if name.startswith("access-control")], [], f"headers of {path}")


@CORS.case()
async def a_foreign_origin_is_refused(world: World) -> None:
    """A page of another origin is refused with 403 `origin_refused`, whatever token it holds."""
    job = await world.jobs.finished()
    for path in (job.stream_url, job.snapshot_url, job.path("/artifacts")):
        _is_refused(await world.get(path, job, headers={"Origin": _EVIL}), path)


@CORS.case()
async def a_foreign_start_starts_nothing(world: World) -> None:
    """A start from a page of another origin is refused, and leaves its key unused."""
    key = {"Idempotency-Key": str(uuid.uuid4())}
    body = {"resume_text": RESUME, "job_text": POSTING}
    answer = await world.call("POST", "/api/pipeline/start", json=body, headers={**key, "Origin": _EVIL})
    _is_refused(answer, "start")
    other = {**body, "job_text": "Cook for a village school"}
    again = await world.call("POST", "/api/pipeline/start", json=other, headers=key)
    expect_same(again.status_code, 202, "the key for another body")


@CORS.case()
async def a_foreign_preflight_is_refused(world: World) -> None:
    """So is its preflight."""
    job = await world.jobs.finished()
    answer = await world.call("OPTIONS", job.stream_url, headers={**_PREFLIGHT, "Origin": _EVIL})
    _is_refused(answer, "preflight")


@CORS.case()
async def the_null_origin_is_refused(world: World) -> None:
    """`Origin: null`, of a sandboxed frame or a file, is a foreign one."""
    job = await world.jobs.finished()
    _is_refused(await world.get(job.stream_url, job, headers={"Origin": "null"}), "null")


@CORS.case()
async def rubbish_is_no_origin(world: World) -> None:
    """What is no origin is a foreign one."""
    job = await world.jobs.finished()
    for origin in (
        "x",
        "*",
        "http://",
        f"{world.url}/",
        f"{world.url}.evil.example",
        f"{world.url} {_EVIL}",
        "file://",
    ):
        _is_refused(await world.get(job.snapshot_url, job, headers={"Origin": origin}), origin)


@CORS.case()
async def the_own_origin_is_let_through(world: World) -> None:
    """The deployment's own page may call."""
    job = await world.jobs.finished()
    for path in (job.stream_url, job.snapshot_url):
        answer = await world.get(path, job, headers={"Origin": world.url})
        expect_same((path, answer.status_code), (path, 200), "the status")


@CORS.case()
async def nobody_is_everybody(world: World) -> None:
    """`Access-Control-Allow-Origin` is never `*`."""
    job = await world.jobs.finished()
    for origin in (world.url, _EVIL):
        for path in (job.stream_url, job.snapshot_url, "/health/live"):
            answer = await world.get(path, job, headers={"Origin": origin})
            expect(answer.headers.get(_ALLOW) != "*", f"{path} is for everybody")


@CORS.case(needs=["allowed_origin"])
async def an_allowed_origin_is_named(world: World) -> None:
    """A page on the list may call: it is named, credentials are allowed, and caches are told by `Vary`."""
    job = await world.jobs.finished()
    answer = await world.get(job.snapshot_url, job, headers={"Origin": _friend(world)})
    expect_same(answer.status_code, 200, "the status")
    expect_same(answer.headers.get(_ALLOW), _friend(world), "Access-Control-Allow-Origin")
    expect_same(answer.headers.get("access-control-allow-credentials"), "true", "Access-Control-Allow-Credentials")
    expect("origin" in answer.headers.get("vary", "").lower(), f"Vary: {answer.headers.get('vary')}")


@CORS.case(needs=["allowed_origin"])
async def an_allowed_stream_is_named_too(world: World) -> None:
    """So on the stream itself, and on the 204 at its end, each header once."""
    job = await world.jobs.finished()
    for cursor in ("0", (await world.whole(job)).ids[-1]):
        async with world.stream(job, cursor=cursor, headers=[("Origin", _friend(world))]) as stream:
            await stream.to_end()
        expect_same((cursor, stream.head.all(_ALLOW)), (cursor, [_friend(world)]), "Access-Control-Allow-Origin")
        expect_same(stream.head.all("access-control-allow-credentials"), ["true"], "credentials")


@CORS.case(needs=["allowed_origin"])
async def an_allowed_page_can_read_refusals(world: World) -> None:
    """A refusal names the page too, so that its scripts can read why."""
    job = await world.jobs.finished()
    for path in (job.stream_url, f"{job.stream_url}?after=x", "/api/jobs/x/stream"):
        answer = await world.get(path, headers={"Origin": _friend(world)})
        expect(answer.status_code >= 400, f"{path}: {answer.status_code}")
        expect_same((path, answer.headers.get(_ALLOW)), (path, _friend(world)), "Access-Control-Allow-Origin")


@CORS.case(needs=["allowed_origin"])
async def an_allowed_preflight_is_answered(world: World) -> None:
    """Its preflight is 204 and allows the methods and headers of this API, `Last-Event-ID` among them."""
    job = await world.jobs.finished()
    answer = await world.call("OPTIONS", job.stream_url, headers={**_PREFLIGHT, "Origin": _friend(world)})
    expect_same((answer.status_code, answer.headers.get(_ALLOW)), (204, _friend(world)), "the answer")
    methods = {word.strip().upper() for word in answer.headers["access-control-allow-methods"].split(",")}
    headers = {word.strip().lower() for word in answer.headers["access-control-allow-headers"].split(",")}
    expect_same({"GET", "POST", "DELETE"} - methods, set(), "methods that are missing")
    expect_same({"authorization", "content-type", "idempotency-key", "last-event-id"} - headers, set(), "headers")


@CORS.case(needs=["allowed_origin"])
async def an_allowed_page_can_read_retry_after(world: World) -> None:
    """`Retry-After` is exposed: a page that is told to come back later can read when."""
    job = await world.jobs.finished()
    answer = await world.get(job.snapshot_url, job, headers={"Origin": _friend(world)})
    exposed = {word.strip().lower() for word in answer.headers["access-control-expose-headers"].split(",")}
    expect("retry-after" in exposed, f"exposed: {exposed}")


@CORS.case(needs=["allowed_origin"])
async def lookalikes_are_refused(world: World) -> None:
    """Another scheme, another port, a longer name: what only looks like an allowed origin is none."""
    job, friend = await world.jobs.finished(), _friend(world)
    scheme, _, host = friend.partition("://")
    other = "http" if scheme == "https" else "https"
    for origin in (
        f"{other}://{host}",
        f"{friend}:8443",
        f"{friend}.evil.example",
        f"{scheme}://evil{host}",
        friend.upper(),
    ):
        _is_refused(await world.get(job.snapshot_url, job, headers={"Origin": origin}), origin)
