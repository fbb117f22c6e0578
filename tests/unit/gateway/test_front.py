"""Viewers at the front and behind it: whatever connections do, each sees every event once, in order."""

import asyncio
from typing import TypeAlias

from hypothesis import example, given
from hypothesis import strategies as st

from tests.golden.script import JOB
from tests.support.front_world import FrontWorld

Step: TypeAlias = tuple[str, int]

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["event", "flush", "view", "block", "unblock", "beat", "drain", "leave"]), st.integers(0, 20)
    ),
    max_size=60,
)
FILLER = '{"type":"filler","timestamp":"2026-11-22T20:00:00Z","id":"acme-%d","job_id":"%s","data":{"x":"%s"}}'


async def settled() -> None:
    """Let everything run that is ready, and what the pace put off."""
    for _ in range(5):
        await asyncio.sleep(0.0005)


async def play(steps: list[Step]) -> None:
    """Play steps, and compare."""
    world, events = FrontWorld(), 0
    for step, n in steps:
        some = [number for number, (_, pipe) in enumerate(world.pipes) if not pipe.closed]
        match step:
            case "event":
                events += 1
                world.bring((FILLER % (events, JOB, "y" * 50 * n)).encode())
            case "flush":
                await settled()
            case "beat":
                world.beat()
            case "view":
                world.view(10 * min(n, events))
            case _ if not some:
                pass
            case "block" | "unblock":
                getattr(world.pipes[some[n % len(some)]][1], step)()
            case _:
                getattr(world, step)(some[n % len(some)])
    await compare(world, events)
    world.close()


async def compare(world: FrontWorld, events: int) -> None:
    """Let everybody take everything, and hold what each saw against the log."""
    for _, pipe in world.pipes:
        if not pipe.closed:
            pipe.unblock()
    await settled()
    assert world.log.flushed == events
    for cursor, pipe in world.pipes:
        seen = [int(frame.id) for frame in pipe.frames if frame.event == "message" and frame.json["type"] == "filler"]
        everything = list(range(cursor + 10, 10 * events + 1, 10))
        assert seen == (everything[: len(seen)] if pipe.closed else everything)
        caught_up = [frame for frame in pipe.frames if frame.event == "control" and frame.json["type"] == "caught_up"]
        assert len(caught_up) == 1 or (pipe.closed and not caught_up)


@given(STEPS)
@example([("view", 0), ("flush", 0), ("block", 0), *[("event", 20), ("flush", 0)] * 4, ("unblock", 0), ("event", 1)])
@example([("event", 1), ("view", 1), ("event", 1), ("flush", 0)])
def test_each_viewer_sees_each_event_once(steps: list[Step]) -> None:
    """Who joins, stalls, catches up or leaves at any moment: no hole, no double, no disorder, one `caught_up`."""
    asyncio.run(play(steps))


async def test_at_the_front_an_event_costs_one_write_each() -> None:
    """Ten viewers who have everything share the bytes of ten events that came together."""
    world = FrontWorld()
    for _ in range(10):
        world.view(0)
    await settled()
    written, pieces = world.counts.events, world.counts.writes
    for n in range(10):
        world.bring((FILLER % (n, JOB, "")).encode())
    await settled()
    assert (world.counts.events - written, world.counts.writes - pieces) == (100, 10)
    world.close()


async def test_a_slow_viewer_leaves_the_front_and_comes_back() -> None:
    """While its connection takes nothing it gets no more than fits; then the rest, and is with the others again."""
    world = FrontWorld()
    for _ in range(2):
        world.view(0)
    await settled()
    slow = world.pipes[0][1]
    slow.block()
    for n in range(100):
        world.bring((FILLER % (n, JOB, "y" * 500)).encode())
        await settled()
    assert world.counts.slow == {"paused": 1}
    slow.unblock()
    await settled()
    assert world.counts.slow == {"paused": 1, "resumed": 1}
    assert slow.frames == world.pipes[1][1].frames
    before = world.counts.writes
    world.bring((FILLER % (100, JOB, "")).encode())
    await settled()
    assert world.counts.writes - before == 2
    world.close()


async def test_who_has_left_is_written_to_no_more() -> None:
    """A call that was due when the connection broke, as of a viewer's own pace, writes nothing."""
    world = FrontWorld()
    world.view(0)
    await settled()
    pipe = world.pipes[0][1]
    assert pipe.protocol is not None
    world.leave(0)
    world.bring((FILLER % (1, JOB, "")).encode())
    await settled()
    before = pipe.taken
    pipe.protocol.pump()
    assert pipe.taken == before
