"""Several jobs on one connection: what is refused as a whole, and what ends for one job only."""

import asyncio
import uuid
from dataclasses import replace

import httpx

from tests.conformance.answers import expect_problem
from tests.conformance.cases import Group, expect, expect_same, within
from tests.conformance.jobs import Job
from tests.conformance.manyjobs import Asked, controls_of, data_of, path_of, path_with, read_many, watching
from tests.conformance.texts import REFUSED_URL
from tests.conformance.tokens import keys_of, token_for
from tests.conformance.world import World

MANY_REFUSALS = Group("many-refusals", "Several jobs on one connection: what is refused, and what ends for one only.")

_MOST = 50


async def _ask(world: World, *parts: str) -> httpx.Response:
    return await world.get(path_with(parts))


async def _part(world: World) -> str:
    job = await world.jobs.finished()
    return f"{job.job_id}~0~{job.token}"


@MANY_REFUSALS.case()
async def no_job_is_400(world: World) -> None:
    """A list of no job is 400."""
    expect_same((await world.get("/api/stream")).status_code, 400, "the status")


@MANY_REFUSALS.case()
async def a_malformed_part_is_400(world: World) -> None:
    """A part that is not `ID~CURSOR~TOKEN`, or whose id or cursor is none, is 400, whatever the others are."""
    good, job = await _part(world), await world.jobs.failed()
    for part in ("", "x", "~~", f"*~0~{job.token}", f"{job.job_id}~x~{job.token}", f"{job.job_id}~-1~{job.token}"):
        answer = await _ask(world, good, part)
        expect_same((part[:40], answer.status_code), (part[:40], 400), "the status")


@MANY_REFUSALS.case()
async def the_same_job_twice_is_400(world: World) -> None:
    """The same job twice is 400: which cursor would count?"""
    part = await _part(world)
    expect_same((await _ask(world, part, part)).status_code, 400, "the status")


@MANY_REFUSALS.case()
async def too_many_jobs_are_400(world: World) -> None:
    """More than fifty jobs are 400."""
    parts = [f"{uuid.uuid4()}~0~x" for _ in range(_MOST + 1)]
    expect_same((await _ask(world, *parts)).status_code, 400, "the status")


@MANY_REFUSALS.case()
async def fifty_jobs_are_not_too_many(world: World) -> None:
    """Fifty are: each is shown from its first event to its last."""
    jobs = await asyncio.gather(*(world.jobs.start(job_text=None, job_url=REFUSED_URL) for _ in range(_MOST)))
    stream = await read_many(world, [Asked(job) for job in jobs])
    expect_same(stream.status, 200, "the status")
    ends = {one.json["job_id"] for one in stream.shown if one.json["type"] == "done"}
    expect_same(ends, {job.job_id for job in jobs}, "the jobs that ended")
    again = await read_many(world, [Asked(job) for job in jobs], cursor=stream.last_event_id)
    expect_same(again.status, 204, "the status at the end of all")


@MANY_REFUSALS.case()
async def a_malformed_id_of_a_list_is_400(world: World) -> None:
    """A `Last-Event-ID` that no list ever gave is 400, before anything is streamed."""
    for given in ("x", "1", "~", "%%%"):
        answer = await world.get(path_with([await _part(world)]), headers={"Last-Event-ID": given})
        expect_same((given, answer.status_code), (given, 400), "the status")


@MANY_REFUSALS.case()
async def a_missing_token_is_401(world: World) -> None:
    """A job without its token refuses the whole list with 401, and the body names the job."""
    other = await world.jobs.failed()
    answer = await _ask(world, await _part(world), f"{other.job_id}~0~")
    expect_same((answer.status_code, answer.json().get("job_id")), (401, other.job_id), "the answer")


@MANY_REFUSALS.case()
async def a_wrong_token_is_401(world: World) -> None:
    """So does one with a token that is none."""
    other = await world.jobs.failed()
    answer = await _ask(world, await _part(world), f"{other.job_id}~0~rubbish")
    expect_same((answer.status_code, answer.json().get("job_id")), (401, other.job_id), "the answer")


@MANY_REFUSALS.case()
async def anothers_token_is_403(world: World) -> None:
    """A token of another job of the list is 403 `token_of_another_job`, and the body names the job."""
    job, other = await world.jobs.finished(), await world.jobs.failed()
    answer = await _ask(world, await _part(world), f"{other.job_id}~0~{job.token}")
    expect_problem(answer, 403, "token_of_another_job", "the answer")
    expect_same(answer.json().get("job_id"), other.job_id, "the job that it names")


@MANY_REFUSALS.case()
async def an_unknown_job_of_a_list_is_404(world: World) -> None:
    """An unknown job refuses the whole list with 404 `no_such_job`, and the body names it."""
    nobody = str(uuid.uuid4())
    answer = await _ask(world, await _part(world), f"{nobody}~0~{(await world.jobs.finished()).token}")
    expect_problem(answer, 404, "no_such_job", "the answer")
    expect_same(answer.json().get("job_id"), nobody, "the job that it names")


@MANY_REFUSALS.case(needs=["token_keys"])
async def an_expired_token_of_a_list_is_401(world: World) -> None:
    """A token that has expired refuses the whole list with 401 `token_expired`."""
    job = await world.jobs.failed()
    expired = token_for(keys_of(world), job.job_id, lives_sec=-9)
    answer = await _ask(world, await _part(world), f"{job.job_id}~0~{expired}")
    expect_problem(answer, 401, "token_expired", "the answer")


@MANY_REFUSALS.case()
async def only_erased_jobs_are_410(world: World) -> None:
    """A list of which every job was erased is 410."""
    answer = await world.get(path_of([Asked(await world.jobs.erased())]))
    expect_problem(answer, 410, "erased", "the answer")


@MANY_REFUSALS.case()
async def an_erased_job_among_others_is_said(world: World) -> None:
    """One erased job among others is told `erased` by its id; the others are shown."""
    gone, job = await world.jobs.erased(), await world.jobs.finished()
    stream = await read_many(world, [Asked(gone), Asked(job)])
    expect_same([said["type"] for said in controls_of(stream, gone)], ["erased"], "what is said of the erased one")
    expect_same(data_of(stream, gone), [], "its events")
    expect_same(data_of(stream, job), [one.data for one in (await world.whole(job)).shown], "the other's events")


@MANY_REFUSALS.case()
async def refusals_of_lists_are_no_streams(world: World) -> None:
    """Every refusal is a problem and no stream, so that `EventSource` gives up."""
    for path in ("/api/stream", path_with(["x"]), path_with([f"{uuid.uuid4()}~0~x"])):
        answer = await world.get(path, headers={"Accept": "text/event-stream"})
        expect_same(answer.headers["content-type"].partition(";")[0], "application/problem+json", "the type")


@MANY_REFUSALS.case()
async def a_foreign_page_gets_no_list(world: World) -> None:
    """A page of another origin is refused here as everywhere."""
    answer = await world.get(path_with([await _part(world)]), headers={"Origin": "https://evil.example"})
    expect_problem(answer, 403, "origin_refused", "the answer")


@MANY_REFUSALS.case(needs=["token_keys", "hold_port"])
async def an_expiry_ends_one_part(world: World) -> None:
    """A token that expires meanwhile ends its job's part with `expired`; the others go on to their ends."""
    async with world.jobs.held() as short, world.jobs.held() as long:
        token = token_for(keys_of(world), short.job.job_id, lives_sec=1)
        async with watching(world, [Asked(replace(short.job, token=token)), Asked(long.job)]) as stream:
            await within(10, stream.until_control("expired"), "nothing expired")
            expect_same(stream.control("expired").get("job_id"), short.job.job_id, "the job that expired")
            expect(not stream.over, "the stream ended for the other too")
            long.let_go.set()
            await stream.to_end()
    _ended(data_of(stream, long.job), await _told(world, long.job))


@MANY_REFUSALS.case(needs=["hold_port"])
async def an_erasing_ends_one_part(world: World) -> None:
    """A job that is erased meanwhile is told `erased`; the others go on to their ends."""
    async with (
        world.jobs.held() as gone,
        world.jobs.held() as stays,
        watching(world, [Asked(gone.job), Asked(stays.job)]) as stream,
    ):
        await stream.until(lambda so_far: len(so_far.controls) == 2)
        await world.call("DELETE", gone.job.path(), gone.job)
        await within(20, stream.until_control("erased"), "nothing was said of the erased job")
        expect_same(stream.control("erased").get("job_id"), gone.job.job_id, "the job that was erased")
        stays.let_go.set()
        await stream.to_end()
    _ended(data_of(stream, stays.job), await _told(world, stays.job))


async def _told(world: World, job: Job) -> list[str]:
    return [one.data for one in (await world.read(job)).shown]


def _ended(seen: list[str], whole: list[str]) -> None:
    expect_same(seen, whole, "the events of the other job")
    expect('"done"' in seen[-1], "the other did not end")
