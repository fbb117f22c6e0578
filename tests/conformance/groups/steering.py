"""Canceling, trying again, erasing."""

import time

from tests.conformance.answers import expect_problem
from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.texts import REFUSED_URL
from tests.conformance.world import World

STEERING = Group("steering", "Canceling a job, trying it again, erasing it.")

_CANCEL_SEC = 10.0


@STEERING.case(needs=["hold_port"])
async def a_cancel_is_accepted(world: World) -> None:
    """A cancel of a running job is 202 with the revision and the stream to watch, and is told within seconds."""
    async with world.jobs.held() as held, world.stream(held.job) as stream:
        await stream.until_control("caught_up")
        began = time.monotonic()
        answer = await world.call("POST", held.job.path("/cancel"), held.job)
        expect_same((answer.status_code, answer.json()["revision"]), (202, 1), "the answer")
        expect(answer.json()["stream_url"].startswith(held.job.stream_url), answer.json()["stream_url"])
        await stream.to_end()
    expect(time.monotonic() - began < _CANCEL_SEC, f"it took {time.monotonic() - began:.1f} s")


@STEERING.case(needs=["hold_port"])
async def canceled_twice_is_canceled_once(world: World) -> None:
    """Two cancels are as one: both are accepted, and the job ends once."""
    async with world.jobs.held() as held:
        answers = [await world.call("POST", held.job.path("/cancel"), held.job) for _ in range(2)]
        stream = await world.read(held.job)
    expect_same(answers[0].status_code, 202, "the first answer")
    expect(answers[1].status_code in {202, 409}, f"the second answer: {answers[1].status_code}")
    expect_same(sum(one.json["type"] == "done" for one in stream.shown), 1, "how often it ended")


@STEERING.case()
async def a_cancel_too_late_is_409(world: World) -> None:
    """A job that has ended cannot be canceled: 409 `too_late`."""
    job = await world.jobs.finished()
    answer = await world.call("POST", job.path("/cancel"), job)
    expect_problem(answer, 409, "too_late", "the answer")


@STEERING.case()
async def a_retry_of_what_went_well_is_409(world: World) -> None:
    """A job that completed cannot be tried again: 409 `nothing_to_retry`."""
    job = await world.jobs.finished()
    answer = await world.call("POST", job.path("/retry"), job)
    expect_problem(answer, 409, "nothing_to_retry", "the answer")


@STEERING.case(needs=["hold_port"])
async def a_retry_while_it_runs_is_409(world: World) -> None:
    """Nor can one that still runs."""
    async with world.jobs.held() as held:
        answer = await world.call("POST", held.job.path("/retry"), held.job)
        expect_problem(answer, 409, "nothing_to_retry", "the answer")


@STEERING.case()
async def a_retry_names_what_comes(world: World) -> None:
    """A retry is 202 with the next revision, and its `stream_url` begins with that revision's first event."""
    job = await world.jobs.start(job_text=None, job_url=REFUSED_URL)
    await world.read(job)
    answer = await world.call("POST", job.path("/retry"), job)
    expect_same((answer.status_code, answer.json()["revision"]), (202, 2), "the answer")
    after = answer.json()["stream_url"].partition("after=")[2]
    stream = await world.read(job, after=after)
    first = stream.shown[0].json
    expect_same((first["type"], first["data"].get("revision")), ("job_status", 2), "the first event")
    expect_same(stream.control("reset"), {}, "a reset")


@STEERING.case()
async def erasing_is_204(world: World) -> None:
    """A `DELETE` is 204 without a body."""
    job = await world.jobs.start()
    await world.read(job)
    answer = await world.call("DELETE", job.path(), job)
    expect_same((answer.status_code, answer.content), (204, b""), "the answer")


@STEERING.case()
async def erasing_takes_the_stream_at_once(world: World) -> None:
    """Behind a `DELETE` nothing of the job is streamed any more, not a moment later, also where it was just watched."""
    job = await world.jobs.start()
    await world.read(job)
    await world.call("DELETE", job.path(), job)
    for _ in range(3):
        expect_problem(await world.get(job.stream_url, job), 410, "erased", "the stream")


@STEERING.case(needs=["hold_port"])
async def erasing_takes_a_watched_stream_at_once(world: World) -> None:
    """The same where the job still runs and somebody watches: who comes a moment later is told 410."""
    async with world.jobs.held() as held, world.stream(held.job) as stream:
        await stream.until_control("caught_up")
        await world.call("DELETE", held.job.path(), held.job)
        async with world.stream(held.job) as late:
            expect_same(late.status, 410, "the status of who comes behind the DELETE")


@STEERING.case()
async def erasing_takes_the_documents(world: World) -> None:
    """Behind a `DELETE` no document can be had, by name or by ref."""
    job = await world.jobs.start()
    await world.read(job)
    refs = [one["ref"] for one in (await world.get(job.path("/artifacts"), job)).json()["artifacts"]]
    expect(refs, "there was none before")
    await world.call("DELETE", job.path(), job)
    for ref in refs:
        answer = await world.get(job.path("/artifacts"), job, params={"ref": ref})
        expect_same(answer.status_code, 410, f"the answer to {ref}")
