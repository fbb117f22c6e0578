"""What breaks a stream really does, and does nothing else."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.conformance.mutants import answers, streams, writing
from tests.conformance.mutants.catalogue import mutants
from tests.conformance.mutants.proxy import Asked, BrokenOff, Frames, Mutant
from tests.conformance.wire import Head

OPENING = b"id: 0\nretry: 1234\n\n"
EVENTS = [b'id: %d\ndata: {"type":"insight_emitted","id":"e%d","job_id":"j"}\n\n' % (n, n) for n in range(3, 30, 3)]
CAUGHT_UP = b'event: control\ndata: {"type":"caught_up","seq":27,"job_id":"j"}\n\n'
RESET = b'event: control\ndata: {"type":"reset","reason":"unknown","first":3}\n\n'
HEARTBEAT = b'data: {"type":"heartbeat","job_id":"j","data":{"last_seq":27}}\n\n'
DONE = b'id: 30\ndata: {"type":"done","id":"e30","job_id":"j"}\n\n'
STREAM = [OPENING, RESET, *EVENTS, CAUGHT_UP, *[HEARTBEAT] * 3, DONE]
JOB = "11111111-2222-4333-8444-555555555555"
ASKED = Asked("GET", f"/api/jobs/{JOB}/stream?after=7&at=3&hz=2&job=x", [("Last-Event-ID", "9")])
LIST = Asked("GET", f"/api/stream?job={JOB}~0~t", [("Last-Event-ID", "9")])
OK = Head(
    "HTTP/1.1", 200, [("Content-Type", "text/event-stream"), ("Cache-Control", "no-cache"), ("X-Accel-Buffering", "no")]
)


async def through(change: Callable[[Frames], Frames], frames: list[bytes]) -> list[bytes]:
    """Give what a change makes of frames."""

    async def given() -> Frames:
        for frame in frames:
            yield frame

    return [piece async for piece in change(given())]


PREVIEW = Asked("POST", "/api/preview", [])
FINITE = [mutant for mutant in mutants() if mutant.name not in {"never-ends", "breaks-off"}]
REQUESTS = [
    ASKED,
    LIST,
    replace(ASKED, headers=[*ASKED.headers, ("Origin", "https://evil.example"), ("Authorization", "Bearer t")]),
    replace(ASKED, headers=[], target=ASKED.target.replace("after=7", "after=x")),
    replace(ASKED, headers=[("Accept-Encoding", "gzip"), ("If-None-Match", "*")]),
    PREVIEW,
]
HEADS = [replace(OK, status=status) for status in (200, 204, 401, 410, 413, 415)]
SNAPSHOT = replace(ASKED, target="/api/jobs/x/snapshot", headers=[("Authorization", "Bearer t")])
BODIES = [
    (SNAPSHOT, b'{"events":[{"seq":1},{"seq":2}],"stream_url":"/s?after=2","next":"/s","detail":"no"}'),
    (PREVIEW, b'{"side":"resume","text":"Jane"}'),
    (replace(SNAPSHOT, target="/api/limits"), b'{"resume_characters":9}'),
]


@pytest.mark.parametrize("mutant", FINITE, ids=lambda mutant: mutant.name)
async def test_every_mutant_changes_something(mutant: Mutant) -> None:
    """No mutant is a gateway that works: of a stream, a request, a head or a body it changes at least one."""
    changed = [
        mutant.streams is not None and await through(mutant.streams, STREAM) != STREAM,
        *(mutant.says(asked, body) != body for asked, body in BODIES),
        *(mutant.asks(asked) != asked for asked in REQUESTS),
        *(mutant.answers(asked, head) != head for asked in REQUESTS for head in HEADS),
    ]
    assert any(changed)


async def test_one_event_is_skipped_doubled_or_swapped() -> None:
    """Each of these does it to the fifth event only."""
    without = [*STREAM[:6], *STREAM[7:]]
    assert await through(streams.skips_an_event, STREAM) == without
    assert await through(streams.doubles_an_event, STREAM) == [*STREAM[:7], EVENTS[4], *STREAM[7:]]
    assert await through(streams.swaps_events, STREAM) == [*STREAM[:6], EVENTS[5], EVENTS[4], *STREAM[8:]]


async def test_lines_are_torn_in_two_writes() -> None:
    """CR and LF are in pieces of their own, and together they are the stream with other line ends."""
    pieces = await through(writing.torn_line_ends, [EVENTS[0]])
    assert pieces[0].endswith(b"\r")
    assert pieces[1] == b"\n"
    assert b"".join(pieces) == EVENTS[0].replace(b"\n", b"\r\n")


async def test_heartbeats_come_late_too_often_or_never() -> None:
    """Every third comes through, or each three times, or none; everything else does once."""
    assert (await through(streams.late_heartbeat, STREAM)).count(HEARTBEAT) == 1
    often = await through(streams.repeated_heartbeat, STREAM)
    assert often == [*STREAM[:-4], *[HEARTBEAT] * 9, STREAM[-1]]
    assert await through(streams.no_heartbeat, STREAM) == [frame for frame in STREAM if frame != HEARTBEAT]


async def test_a_line_breaks_once() -> None:
    """It breaks in the middle of a frame, and the next stream passes."""
    line = streams.CutOnce(4)
    with pytest.raises(BrokenOff):
        await through(line, STREAM)
    assert await through(line, STREAM) == STREAM


def test_cursors_are_taken_away() -> None:
    """The header, or the query, or the header where both are given; nothing else of the request."""
    assert answers.ignores_last_event_id(ASKED).headers == []
    assert answers.ignores_after(ASKED).target.endswith("/stream?at=3&hz=2&job=x")
    assert answers.query_wins(ASKED).get("last-event-id") == ""
    assert answers.guesses_cursors(ASKED) == ASKED


def test_an_open_door_needs_a_token_once() -> None:
    """Before it has seen the job's token it lets nobody in; afterwards everybody."""
    door = answers.open_door()
    assert door(ASKED) == ASKED
    door(replace(ASKED, headers=[("Authorization", "Bearer t")]))
    assert door(ASKED).get("authorization") == "Bearer t"
