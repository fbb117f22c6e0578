"""Who may see a job: whoever holds its token, and nobody else."""

from dataclasses import replace
from http.cookies import Morsel, SimpleCookie

from tests.conformance.answers import expect_problem
from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.texts import POSTING, RESUME
from tests.conformance.tokens import keys_of, token_for
from tests.conformance.world import World

AUTH = Group("auth", "Who may see a job: whoever holds its token, given as a header, a cookie, or in the query.")

_OPENS = ("/stream", "/snapshot", "/artifacts", "/artifacts/resume.md")
_CHANGES = (("POST", "/cancel"), ("POST", "/retry"), ("DELETE", ""))
_START = {"resume_text": RESUME, "job_text": POSTING}


async def _cookie(world: World) -> tuple[str, "Morsel[str]"]:
    answer = await world.call("POST", "/api/pipeline/start", json=_START)
    cookies = SimpleCookie(answer.headers["set-cookie"])
    [(_, morsel)] = cookies.items()
    return answer.json()["job_id"], morsel


@AUTH.case()
async def no_token_is_401(world: World) -> None:
    """Without a token every look at a job is 401 `token_missing`."""
    job = await world.jobs.finished()
    await world.read(job)  # that somebody else was let in opens nothing for who has no token
    for rest in _OPENS:
        answer = await world.get(job.path(rest))
        expect_problem(answer, 401, "token_missing", rest)


@AUTH.case()
async def no_token_changes_nothing(world: World) -> None:
    """Without a token nothing can be canceled, tried again or erased: 401."""
    job = await world.jobs.finished()
    for method, rest in _CHANGES:
        answer = await world.call(method, job.path(rest))
        expect_problem(answer, 401, "token_missing", rest)
    expect_same((await world.snapshot(job))["status"], "completed", "the job's status afterwards")


@AUTH.case()
async def rubbish_is_401(world: World) -> None:
    """What is no token of ours is 401 `token_invalid`."""
    job = await world.jobs.finished()
    for token in ("x", "a.b.c.d", "null", "undefined", "." * 3, "x" * 4000, job.job_id):
        answer = await world.get(job.stream_url, headers={"Authorization": f"Bearer {token}"})
        expect_same((token[:20], answer.status_code), (token[:20], 401), "the status")
        expect_same(answer.json()["code"], "token_invalid", "the code")


@AUTH.case()
async def a_401_names_the_scheme(world: World) -> None:
    """Every 401 says by `WWW-Authenticate` that a bearer token is wanted."""
    job = await world.jobs.finished()
    for headers in ({}, {"Authorization": "Bearer x"}):
        answer = await world.get(job.snapshot_url, headers=headers)
        expect_same(answer.status_code, 401, "the status")
        expect(answer.headers.get("www-authenticate", "").lower().startswith("bearer"), f"{answer.headers}")


@AUTH.case()
async def a_changed_token_is_401(world: World) -> None:
    """A token of which any part was changed opens nothing: key id, expiry, job or signature."""
    job, other = await world.jobs.finished(), await world.jobs.other()
    key_id, expiry, _, signature = job.token.split(".")
    changed = signature[:-2] + ("A" if signature[-2] != "A" else "B") + signature[-1]
    for token in (
        f"{key_id}x.{expiry}.{job.job_id}.{signature}",
        f"{key_id}.{int(expiry) + 1}.{job.job_id}.{signature}",
        f"{key_id}.{expiry}.{other.job_id}.{signature}",
        f"{key_id}.{expiry}.{job.job_id}.{changed}",
        job.token[:-1],
        job.token + "A",
    ):
        opened = other if other.job_id in token else job
        answer = await world.get(opened.stream_url, headers={"Authorization": f"Bearer {token}"})
        expect_same((token, answer.status_code), (token, 401), "the status")


@AUTH.case()
async def another_jobs_token_is_403(world: World) -> None:
    """A good token of another job is 403 `token_of_another_job`, for every look and every change."""
    job, other = await world.jobs.finished(), await world.jobs.other()
    for method, rest in [*(("GET", rest) for rest in _OPENS), *_CHANGES]:
        answer = await world.call(method, job.path(rest), other)
        expect_problem(answer, 403, "token_of_another_job", rest)


@AUTH.case()
async def a_header_opens_everything(world: World) -> None:
    """`Authorization: Bearer` opens stream, snapshot and documents."""
    job = await world.jobs.finished()
    for rest in _OPENS:
        expect_same((rest, (await world.get(job.path(rest), job)).status_code), (rest, 200), "the status")


@AUTH.case()
async def the_schemes_name_may_be_written_anyhow(world: World) -> None:
    """`bearer` and `BEARER` are the same scheme; another one is no token."""
    job = await world.jobs.finished()
    for scheme, status in (("bearer", 200), ("BEARER", 200), ("Basic", 401), ("Token", 401)):
        answer = await world.get(job.snapshot_url, headers={"Authorization": f"{scheme} {job.token}"})
        expect_same((scheme, answer.status_code), (scheme, status), "the status")


@AUTH.case()
async def the_query_opens_a_stream(world: World) -> None:
    """`?access_token=` opens the stream: `EventSource` can send no header."""
    job = await world.jobs.finished()
    answer = await world.get(job.stream_url, params={"access_token": job.token})
    expect_same(answer.status_code, 200, "the status")


@AUTH.case()
async def the_query_opens_documents(world: World) -> None:
    """`?access_token=` opens documents: links can send no header."""
    job = await world.jobs.finished()
    for rest in ("/artifacts", "/artifacts/resume.md"):
        answer = await world.get(job.path(rest), params={"access_token": job.token})
        expect_same((rest, answer.status_code), (rest, 200), "the status")


@AUTH.case()
async def the_query_opens_nothing_else(world: World) -> None:
    """`?access_token=` counts neither for a snapshot nor for a change: what can send a header has to."""
    job = await world.jobs.finished()
    for method, rest in [("GET", "/snapshot"), *_CHANGES]:
        answer = await world.call(method, job.path(rest), params={"access_token": job.token})
        expect_same((rest, answer.status_code), (rest, 401), "the status")


@AUTH.case()
async def a_wrong_query_is_not_excused(world: World) -> None:
    """A token in the query that is none is 401, also beside a good cookie: what was given on purpose counts."""
    job = await world.jobs.finished()
    headers = {"Cookie": f"job_token={job.token}"}
    answer = await world.get(job.stream_url, params={"access_token": "x"}, headers=headers)
    expect_same(answer.status_code, 401, "the status")


@AUTH.case()
async def the_cookie_is_for_one_jobs_path(world: World) -> None:
    """`start` sets the token as a cookie for the job's own path: HttpOnly, SameSite=Strict, with a life."""
    job_id, morsel = await _cookie(world)
    expect_same(morsel["path"], f"/api/jobs/{job_id}", "Path")
    expect_same(morsel["samesite"].lower(), "strict", "SameSite")
    expect(morsel["httponly"], "scripts can read it")
    expect(int(morsel["max-age"]) > 3600, f"Max-Age={morsel['max-age']}")


@AUTH.case()
async def the_cookie_opens_a_job(world: World) -> None:
    """The cookie opens stream and snapshot."""
    job_id, morsel = await _cookie(world)
    for rest in ("/stream", "/snapshot"):
        answer = await world.get(f"/api/jobs/{job_id}{rest}", headers={"Cookie": f"{morsel.key}={morsel.value}"})
        expect_same((rest, answer.status_code), (rest, 200), "the status")


@AUTH.case()
async def a_header_goes_before_the_cookie(world: World) -> None:
    """A wrong header beside a good cookie is 401: a browser adds the cookie by itself."""
    job = await world.jobs.finished()
    headers = {"Cookie": f"job_token={job.token}", "Authorization": "Bearer x"}
    expect_same((await world.get(job.snapshot_url, headers=headers)).status_code, 401, "the status")


@AUTH.case()
async def the_cookie_alone_changes_nothing(world: World) -> None:
    """A change by the cookie needs an `Origin`, which only a page's own scripts and forms send: else 401."""
    job = await world.jobs.finished()
    for method, rest in _CHANGES:
        answer = await world.call(method, job.path(rest), headers={"Cookie": f"job_token={job.token}"})
        expect_same((rest, answer.status_code), (rest, 401), "the status")


@AUTH.case()
async def the_cookie_changes_from_our_page(world: World) -> None:
    """With the deployment's own `Origin` the cookie is enough: the change is answered by what it is."""
    job = await world.jobs.finished()
    headers = {"Cookie": f"job_token={job.token}", "Origin": world.url}
    answer = await world.call("POST", job.path("/cancel"), headers=headers)
    expect_problem(answer, 409, "too_late", "the answer")


@AUTH.case()
async def the_cookie_changes_from_no_other_page(world: World) -> None:
    """With a foreign `Origin` it is 403 `origin_refused`: another page cannot use the browser's cookie."""
    job = await world.jobs.finished()
    headers = {"Cookie": f"job_token={job.token}", "Origin": "https://evil.example"}
    answer = await world.call("POST", job.path("/cancel"), headers=headers)
    expect_problem(answer, 403, "origin_refused", "the answer")


@AUTH.case()
async def addresses_carry_no_token(world: World) -> None:
    """The token stands in no address that `start` or a snapshot gives."""
    answer = await world.call("POST", "/api/pipeline/start", json=_START)
    told = answer.json()
    addresses = [told["stream_url"], told["snapshot_url"], answer.headers["location"]]
    addresses.append((await world.snapshot(await world.jobs.finished()))["stream_url"])
    expect_same([one for one in addresses if told["access_token"] in one or "token" in one], [], "addresses with one")


@AUTH.case()
async def the_stream_tells_no_token(world: World) -> None:
    """The token stands nowhere in what the stream says."""
    job = await world.jobs.finished()
    expect(job.token.encode() not in (await world.whole(job)).raw, "it does")


@AUTH.case(needs=["token_keys"])
async def an_expired_token_is_401(world: World) -> None:
    """A token that has expired is 401 `token_expired`, for every look and every change."""
    job = await world.jobs.finished()
    expired = replace(job, token=token_for(keys_of(world), job.job_id, lives_sec=-10))
    for method, rest in [*(("GET", rest) for rest in _OPENS), *_CHANGES]:
        answer = await world.call(method, job.path(rest), expired)
        expect_problem(answer, 401, "token_expired", rest)


@AUTH.case(needs=["token_keys"])
async def a_made_token_opens(world: World) -> None:
    """A token that was signed with the deployment's key, and has not expired, opens: no look-up is needed."""
    job = await world.jobs.finished()
    made = replace(job, token=token_for(keys_of(world), job.job_id, lives_sec=60))
    expect_same((await world.read(made)).pairs, (await world.whole(job)).pairs, "the events")


@AUTH.case(needs=["token_keys"])
async def an_expired_token_of_another_job_is_401(world: World) -> None:
    """An expired token of another job is 401, not 403: it opens nothing any more."""
    job, other = await world.jobs.finished(), await world.jobs.other()
    expired = replace(job, token=token_for(keys_of(world), other.job_id, lives_sec=-10))
    expect_same((await world.get(job.stream_url, expired)).status_code, 401, "the status")


@AUTH.case(needs=["token_keys", "hold_port"])
async def a_token_that_expires_ends_the_stream(world: World) -> None:
    """A stream whose token expires meanwhile says `expired` and ends; who comes back with it is told 401."""
    async with world.jobs.held() as held:
        short = replace(held.job, token=token_for(keys_of(world), held.job.job_id, lives_sec=1))
        async with world.stream(short) as stream:
            await stream.to_end()
        expect_same(stream.messages[-1].json, {"type": "expired"}, "the last word")
        expect(stream.ended_well, "the stream was broken off")
        answer = await world.get(short.stream_url, short)
    expect_problem(answer, 401, "token_expired", "the answer on coming back")
