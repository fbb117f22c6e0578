"""Where a reader says that it stands, and what it gets from there."""

import asyncio
from itertools import pairwise

from tests.conformance.answers import expect_problem
from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.world import World

CURSORS = Group("cursors", "A reader says where it stands, by header or query, and gets what is behind it.")

_MALFORMED = ("x", "-1", "+1", "1.5", "007", "9" * 20, "1 2", "0x1", "1e3", "\u0661", "1;2", "null")


async def _middle(world: World) -> tuple[list[tuple[str, str]], int]:
    pairs = (await world.whole(await world.jobs.finished())).pairs
    return pairs, len(pairs) // 2


@CURSORS.case()
async def the_header_resumes_behind(world: World) -> None:
    """`Last-Event-ID` gives what is behind that id: nothing of it, nothing missing."""
    pairs, at = await _middle(world)
    stream = await world.read(await world.jobs.finished(), cursor=pairs[at][0])
    expect_same(stream.pairs, pairs[at + 1 :], "the events")


@CURSORS.case()
async def after_resumes_behind(world: World) -> None:
    """`?after=` gives the same as the header."""
    pairs, at = await _middle(world)
    stream = await world.read(await world.jobs.finished(), after=pairs[at][0])
    expect_same(stream.pairs, pairs[at + 1 :], "the events")


@CURSORS.case()
async def the_header_wins(world: World) -> None:
    """Where both are given the header counts: a browser that comes back sends both, and only the header has moved."""
    pairs, at = await _middle(world)
    stream = await world.read(await world.jobs.finished(), cursor=pairs[at][0], after=pairs[3][0])
    expect_same(stream.pairs, pairs[at + 1 :], "the events")
    stream = await world.read(await world.jobs.finished(), cursor=pairs[3][0], after=pairs[at][0])
    expect_same(stream.pairs, pairs[4:], "the events, with the header further back")


@CURSORS.case()
async def the_headers_name_may_be_written_anyhow(world: World) -> None:
    """`last-event-id` and `LAST-EVENT-ID` are the same header."""
    pairs, at = await _middle(world)
    for name in ("last-event-id", "LAST-EVENT-ID"):
        async with world.stream(await world.jobs.finished(), headers=[(name, pairs[at][0])]) as stream:
            await stream.to_end()
        expect_same(stream.pairs, pairs[at + 1 :], f"the events by {name}")


@CURSORS.case()
async def no_cursor_is_the_beginning(world: World) -> None:
    """Without a cursor the stream begins with the first event, which says that the job has started."""
    stream = await world.read(await world.jobs.finished())
    first = stream.shown[0].json
    expect_same((first["type"], first["data"]["status"]), ("job_status", "started"), "the first event")


@CURSORS.case()
async def zero_is_the_beginning(world: World) -> None:
    """The cursor 0, either way, gives everything, and is no reason for a `reset`."""
    pairs, _ = await _middle(world)
    job = await world.jobs.finished()
    for stream in (await world.read(job, cursor="0"), await world.read(job, after="0")):
        expect_same(stream.pairs, pairs, "the events")
        expect_same(stream.control("reset"), {}, "a reset")


@CURSORS.case()
async def an_empty_header_is_none(world: World) -> None:
    """A reader that has seen nothing may send an empty `Last-Event-ID`: `?after=` counts then."""
    pairs, at = await _middle(world)
    job = await world.jobs.finished()
    expect_same((await world.read(job, cursor="")).pairs, pairs, "the events")
    expect_same((await world.read(job, cursor="", after=pairs[at][0])).pairs, pairs[at + 1 :], "with ?after=")


@CURSORS.case()
async def after_may_be_escaped(world: World) -> None:
    """`?after=` is decoded as any query is: `%31` is a 1."""
    pairs, at = await _middle(world)
    job = await world.jobs.finished()
    escaped = "".join(f"%{ord(digit):02x}" for digit in pairs[at][0])
    other = type(job)(job.job_id, job.token, f"{job.stream_url}?after={escaped}", job.snapshot_url)
    expect_same((await world.read(other)).pairs, pairs[at + 1 :], "the events")


@CURSORS.case()
async def the_opening_repeats_the_cursor(world: World) -> None:
    """A reader that is cut before any event still stands where it stood: the opening `id:` is its cursor."""
    pairs, at = await _middle(world)
    job = await world.jobs.finished()
    for given in ("0", pairs[0][0], pairs[at][0], pairs[-2][0]):
        async with world.stream(job, cursor=given) as stream:
            await stream.until(lambda so_far: so_far.blocks)
        expect_same(stream.blocks[0].values(b"id"), [f" {given}".encode()], "the opening id")


@CURSORS.case()
async def behind_the_last_but_one_is_the_last(world: World) -> None:
    """A cursor at the last event but one gives exactly the last, `done`, and then the end."""
    pairs, _ = await _middle(world)
    stream = await world.read(await world.jobs.finished(), cursor=pairs[-2][0])
    expect_same(stream.pairs, pairs[-1:], "the events")
    expect(stream.ended_well, "the stream did not end")


@CURSORS.case()
async def caught_up_comes_behind_a_cursor_too(world: World) -> None:
    """Who resumes is told `caught_up` as well, once, behind what it had missed."""
    pairs, at = await _middle(world)
    stream = await world.read(await world.jobs.finished(), cursor=pairs[at][0])
    expect_same([said["type"] for said in stream.controls], ["caught_up"], "the control frames")
    expect_same(str(stream.controls[0]["seq"]), pairs[-1][0], "what it names")


async def _is_reset(world: World, cursor: str) -> None:
    job = await world.jobs.finished()
    whole = (await world.whole(job)).pairs
    for stream in (await world.read(job, cursor=cursor), await world.read(job, after=cursor)):
        expect_same([said.get("type") for said in stream.controls], ["reset", "caught_up"], f"{cursor}: what was said")
        reset = stream.control("reset")
        expect_same((reset["reason"], str(reset["first"])), ("unknown", whole[0][0]), "the reset")
        expect_same(stream.messages[0].json, reset, "the first message")
        expect_same(stream.pairs, whole, "the events behind the reset")


@CURSORS.case()
async def a_cursor_beyond_the_end_is_reset(world: World) -> None:
    """A position that never was is met with `reset`, and behind it comes the whole history."""
    pairs, _ = await _middle(world)
    await _is_reset(world, str(int(pairs[-1][0]) + 1_000_000))


@CURSORS.case()
async def another_jobs_cursor_is_reset(world: World) -> None:
    """An id of another job's event is unknown to this one."""
    other = await world.whole(await world.jobs.other())
    await _is_reset(world, other.ids[len(other.ids) // 2])


@CURSORS.case()
async def a_position_in_between_is_reset(world: World) -> None:
    """A position before this job's first event is none of its own."""
    pairs, _ = await _middle(world)
    await _is_reset(world, str(int(pairs[0][0]) - 1 or int(pairs[-1][0]) + 7))


@CURSORS.case()
async def ids_rise(world: World) -> None:
    """Positions of one job rise: the later event has the greater one."""
    ids = [int(one) for one in (await world.whole(await world.jobs.finished())).ids]
    expect_same([two for two in pairwise(ids) if two[0] >= two[1]], [], "neighbours that do not rise")


@CURSORS.case()
async def a_malformed_after_is_refused(world: World) -> None:
    """What cannot be a position is 400 `malformed_cursor` in the query, before anything is streamed."""
    job = await world.jobs.finished()
    for cursor in (*_MALFORMED, ""):
        answer = await world.get(job.stream_url, job, params={"after": cursor})
        expect_problem(answer, 400, "malformed_cursor", cursor)


@CURSORS.case()
async def a_malformed_header_is_refused(world: World) -> None:
    """The same in the header."""
    job = await world.jobs.finished()
    for cursor in (one for one in _MALFORMED if one.isascii()):
        answer = await world.get(job.stream_url, job, headers={"Last-Event-ID": cursor})
        expect_problem(answer, 400, "malformed_cursor", cursor)


@CURSORS.case()
async def a_good_cursor_excuses_no_bad_one(world: World) -> None:
    """Where both are given and one is malformed, the request is refused, whichever it is."""
    pairs, at = await _middle(world)
    job = await world.jobs.finished()
    good = pairs[at][0]
    for header, after in ((good, "x"), ("x", good)):
        answer = await world.get(job.stream_url, job, headers={"Last-Event-ID": header}, params={"after": after})
        expect_problem(answer, 400, "malformed_cursor", "the answer")


@CURSORS.case()
async def the_snapshots_position_is_a_cursor(world: World) -> None:
    """`seq` of a snapshot, given as a cursor, gives what is behind the snapshot."""
    pairs, _ = await _middle(world)
    job = await world.jobs.finished()
    snapshot = await world.snapshot(job)
    expect_same(str(snapshot["seq"]), pairs[-1][0], "the snapshot's position")
    async with world.stream(job, cursor=str(snapshot["seq"])) as stream:
        expect_same(stream.status, 204, "the status behind the end")


@CURSORS.case()
async def a_cursor_works_with_a_token_in_the_query(world: World) -> None:
    """`?access_token=` and `?after=` go together, in either order."""
    pairs, at = await _middle(world)
    job = await world.jobs.finished()
    for query in (
        {"access_token": job.token, "after": pairs[at][0]},
        {"after": pairs[at][0], "access_token": job.token},
    ):
        async with world.stream(job, query=query) as stream:
            await stream.to_end()
        expect_same(stream.pairs, pairs[at + 1 :], "the events")


@CURSORS.case()
async def cursors_of_many_readers_do_not_mix(world: World) -> None:
    """Readers at different cursors, all at once, each get what is behind their own."""
    pairs, _ = await _middle(world)
    job = await world.jobs.finished()
    cuts = range(0, len(pairs) - 1, max(1, len(pairs) // 20))
    streams = await asyncio.gather(*(world.read(job, cursor=pairs[cut][0]) for cut in cuts))
    for cut, stream in zip(cuts, streams, strict=True):
        expect_same(stream.pairs, pairs[cut + 1 :], f"the events behind {cut}")
