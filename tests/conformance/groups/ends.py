"""How streams end, and what a reader finds who comes back."""

from tests.conformance.cases import Group, expect, expect_same, within
from tests.conformance.jobs import Job
from tests.conformance.stream import Stream
from tests.conformance.world import World

ENDS = Group("ends", "How a stream ends, and what is behind the end.")


@ENDS.case()
async def the_last_event_is_done(world: World) -> None:
    """The last event of a job's stream is `done`."""
    stream = await world.whole(await world.jobs.finished())
    expect_same(stream.shown[-1].json["type"], "done", "the last event")


@ENDS.case()
async def the_response_ends_behind_done(world: World) -> None:
    """Behind `done` the response ends by itself, as HTTP says it."""
    stream = await world.whole(await world.jobs.finished())
    expect(stream.ended_well, "the connection was closed without the last chunk")


@ENDS.case()
async def a_live_stream_ends_behind_done(world: World) -> None:
    """A stream that was open while its job ran ends behind `done` too, without waiting for anything."""
    async with world.stream(await world.jobs.start()) as stream:
        await stream.until(lambda so_far: so_far.shown and so_far.shown[-1].json["type"] == "done")
        await within(5, stream.to_end(), "5 s behind `done` it is still open")
    expect_same(stream.shown[-1].json["type"], "done", "the last event")
    expect(stream.ended_well, "the connection was closed without the last chunk")


async def _back_at_the_end(world: World, job: Job) -> list[tuple[str, Stream]]:
    end = (await world.whole(job)).ids[-1]
    found = []
    for way, cursor, after in (("header", end, None), ("after", None, end)):
        async with world.stream(job, cursor=cursor, after=after) as stream:
            await stream.to_end()
        found.append((way, stream))
    return found


@ENDS.case()
async def back_at_the_end_is_204(world: World) -> None:
    """Who comes back with the position of `done`, either way, is answered 204, which stops `EventSource`."""
    for way, stream in await _back_at_the_end(world, await world.jobs.finished()):
        expect_same((way, stream.status), (way, 204), "the status")


@ENDS.case()
async def a_204_has_no_body(world: World) -> None:
    """That 204 has neither a body nor a media type."""
    for _, stream in await _back_at_the_end(world, await world.jobs.finished()):
        expect_same(stream.raw, b"", "the body")
        expect_same(stream.head.get("content-type"), "", "Content-Type")


@ENDS.case()
async def a_204_is_not_kept(world: World) -> None:
    """That 204 is kept by no cache: a retry may open the job again."""
    for _, stream in await _back_at_the_end(world, await world.jobs.finished()):
        expect("no-store" in stream.head.get("cache-control"), f"Cache-Control: {stream.head.get('cache-control')!r}")


@ENDS.case()
async def a_204_again_and_again(world: World) -> None:
    """It stays 204, however often somebody asks, also on one connection."""
    job = await world.jobs.finished()
    end = (await world.whole(job)).ids[-1]
    for _ in range(5):
        answer = await world.get(job.stream_url, job, headers={"Last-Event-ID": end})
        expect_same(answer.status_code, 204, "the status")


@ENDS.case()
async def the_snapshots_stream_is_over_too(world: World) -> None:
    """`stream_url` of the snapshot of a job that has ended is answered 204."""
    job = await world.jobs.finished()
    answer = await world.get((await world.snapshot(job))["stream_url"], job)
    expect_same(answer.status_code, 204, "the status")


@ENDS.case()
async def an_end_without_a_cursor_is_told_again(world: World) -> None:
    """Who comes to an ended job without a cursor gets its whole history, not a 204."""
    stream = await world.read(await world.jobs.finished())
    expect_same(stream.status, 200, "the status")
    expect(len(stream.shown) > 1, "there is no history")


@ENDS.case()
async def a_failed_job_ends(world: World) -> None:
    """A job that fails says so: `job_status: failed`, then `done` with that status, then the end."""
    stream = await world.whole(await world.jobs.failed())
    status, done = stream.shown[-2].json, stream.shown[-1].json
    expect_same((status["type"], status["data"]["status"]), ("job_status", "failed"), "the last event but one")
    expect_same((done["type"], done["data"]["status"]), ("done", "failed"), "the last event")
    expect(stream.ended_well, "the stream did not end")


@ENDS.case()
async def a_failed_job_says_why(world: World) -> None:
    """Before it fails, a job tells an `error` with a code, a sentence, and whether another try would help."""
    events = [one.json for one in (await world.whole(await world.jobs.failed())).shown]
    errors = [event["data"] for event in events if event["type"] == "error"]
    expect(errors, "there is no error")
    for error in errors:
        expect(error["code"] and error["message"], f"{error} says too little")
        expect(isinstance(error["retryable"], bool), f"{error} does not say whether to try again")


@ENDS.case(needs=["hold_port"])
async def a_canceled_job_ends(world: World) -> None:
    """A job that is canceled while somebody watches ends for them: `job_status: canceled`, `done`, the end."""
    async with world.jobs.held() as held, world.stream(held.job) as stream:
        await stream.until_control("caught_up")
        answer = await world.call("POST", held.job.path("/cancel"), held.job)
        expect_same(answer.status_code, 202, "the answer to the cancel")
        await stream.to_end()
    kinds = [(one.json["type"], one.json["data"].get("status")) for one in stream.shown[-2:]]
    expect_same(kinds, [("job_status", "canceled"), ("done", "canceled")], "the last two events")
    expect(stream.ended_well, "the stream did not end")


@ENDS.case()
async def a_retry_opens_the_end(world: World) -> None:
    """Once another revision was opened, the position of the first `done` is no end: the stream goes on there."""
    stream = await world.whole(await world.jobs.retried())
    ends = [n for n, one in enumerate(stream.shown) if one.json["type"] == "done"]
    expect_same(len(ends), 2, "how many revisions have ended")
    job = await world.jobs.retried()
    rest = await world.read(job, cursor=stream.ids[ends[0]])
    expect_same((rest.status, rest.pairs), (200, stream.pairs[ends[0] + 1 :]), "the stream behind the first end")


@ENDS.case()
async def a_revision_opens_with_running(world: World) -> None:
    """The first event behind a `done` is `job_status: running` of the next revision, and its `done` counts on."""
    events = [one.json for one in (await world.whole(await world.jobs.retried())).shown]
    end = next(n for n, event in enumerate(events) if event["type"] == "done")
    opening = events[end + 1]
    expect_same((opening["type"], opening["data"]["status"]), ("job_status", "running"), "the first event behind it")
    expect_same(opening["data"]["revision"], 2, "its revision")
    expect_same(events[-1]["data"]["revision"], 2, "the revision of the last `done`")


@ENDS.case()
async def one_done_a_revision(world: World) -> None:
    """Every revision ends exactly once."""
    for job in (await world.jobs.finished(), await world.jobs.failed(), await world.jobs.retried()):
        events = [one.json for one in (await world.whole(job)).shown]
        ends = [event["data"]["revision"] for event in events if event["type"] == "done"]
        expect_same(ends, list(range(1, len(ends) + 1)), "the revisions that ended")


@ENDS.case(needs=["hold_port"])
async def a_stream_waits_for_a_retry(world: World) -> None:
    """Who asks behind the end of a job that was just opened again gets what follows, as it happens."""
    async with world.jobs.held() as held:
        await world.call("POST", held.job.path("/cancel"), held.job)
        first = await world.read(held.job)
        answer = await world.call("POST", held.job.path("/retry"), held.job)
        expect_same(answer.status_code, 202, "the answer to the retry")
        async with world.stream(held.job, cursor=first.ids[-1]) as stream:
            expect_same(stream.status, 200, "the status")
            await stream.until(lambda so_far: so_far.shown)
            held.let_go.set()
            await stream.to_end()
    expect_same(stream.shown[0].json["data"]["revision"], 2, "the revision of the first event")
    expect_same(stream.shown[-1].json["data"]["status"], "completed", "the end")


@ENDS.case(needs=["hold_port"])
async def erasing_ends_open_streams(world: World) -> None:
    """A job that is erased while somebody watches: the stream ends, and who comes back is told 410."""
    async with world.jobs.held() as held, world.stream(held.job) as stream:
        await stream.until_control("caught_up")
        answer = await world.call("DELETE", held.job.path(), held.job)
        expect_same(answer.status_code, 204, "the answer to the DELETE")
        await stream.to_end()
        async with world.stream(held.job, cursor=stream.last_event_id) as again:
            expect_same(again.status, 410, "the status on coming back")
    expect(stream.ended_well, "the stream was broken off")
