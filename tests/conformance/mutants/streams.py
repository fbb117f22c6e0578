"""Ways to break what a stream says, and when: each takes the frames of one answer and gives them on, changed."""

import asyncio
import json
import re
from typing import Final

from tests.conformance.mutants.frames import is_control, is_event, is_heartbeat
from tests.conformance.mutants.proxy import BrokenOff, Frames

_OTHERS: Final = "00000000-1111-4222-8333-444444444444"


async def skips_an_event(frames: Frames) -> Frames:
    """Leave out the fifth event."""
    n = 0
    async for frame in frames:
        n += is_event(frame)
        if n != 5 or not is_event(frame):
            yield frame


async def doubles_an_event(frames: Frames) -> Frames:
    """Send the fifth event twice."""
    n = 0
    async for frame in frames:
        n += is_event(frame)
        yield frame
        if n == 5 and is_event(frame):
            yield frame


async def swaps_events(frames: Frames) -> Frames:
    """Send the sixth event before the fifth."""
    n, kept = 0, b""
    async for frame in frames:
        n += is_event(frame)
        if n == 5 and not kept:
            kept = frame
        elif n == 6 and kept:
            yield frame
            yield kept
            kept = b""
        else:
            yield frame
    if kept:
        yield kept


async def wrong_id(frames: Frames) -> Frames:
    """Give each event a position that is one too high."""
    async for frame in frames:
        if is_event(frame):
            line, _, rest = frame.partition(b"\n")
            yield b"id: %d\n%b" % (int(line[4:]) + 1, rest)
        else:
            yield frame


async def late_heartbeat(frames: Frames) -> Frames:
    """Give a sign of life three times too late: every third one only."""
    n = 0
    async for frame in frames:
        n += is_heartbeat(frame)
        if not is_heartbeat(frame) or n % 3 == 0:
            yield frame


async def repeated_heartbeat(frames: Frames) -> Frames:
    """Give each sign of life three times."""
    async for frame in frames:
        for _ in range(3 if is_heartbeat(frame) else 1):
            yield frame


async def no_heartbeat(frames: Frames) -> Frames:
    """Send no sign of life."""
    async for frame in frames:
        if not is_heartbeat(frame):
            yield frame


async def anothers_event(frames: Frames) -> Frames:
    """Let an event of another job in."""
    n = 0
    async for frame in frames:
        n += is_event(frame)
        if n == 5 and is_event(frame):
            head, _, body = frame.partition(b"\ndata: ")
            event = json.loads(body) | {"job_id": _OTHERS}
            yield b"%b\ndata: %b\n\n" % (head, json.dumps(event).encode())
        else:
            yield frame


async def never_caught_up(frames: Frames) -> Frames:
    """Do not say that the history is over."""
    async for frame in frames:
        if not is_control(frame, b"caught_up"):
            yield frame


async def caught_up_too_early(frames: Frames) -> Frames:
    """Say that the history is over behind its third event."""
    n, told = 0, False
    async for frame in frames:
        n += is_event(frame)
        if is_control(frame, b"caught_up"):
            continue
        yield frame
        if n == 3 and not told:
            told = True
            yield b'event: control\ndata: {"type":"caught_up","seq":%d}\n\n' % int(frame.partition(b"\n")[0][4:])


async def nameless_control(frames: Frames) -> Frames:
    """Do not say which job of a list is spoken of."""
    async for frame in frames:
        yield re.sub(rb',?\s*"job_id":\s*"[^"]*"', b"", frame) if is_control(frame) else frame


async def no_reset(frames: Frames) -> Frames:
    """Say nothing where the cursor was of no use."""
    async for frame in frames:
        if not is_control(frame, b'"reset"'):
            yield frame


class CutOnce:
    """Breaks the first stream off in the middle of a frame, and lets later ones pass: no mutant, but a bad line."""

    def __init__(self, frames: int) -> None:
        self._left = frames

    async def __call__(self, frames: Frames) -> Frames:
        """See `Mutant.streams`."""
        async for frame in frames:
            self._left -= 1
            if self._left == 0:
                yield frame[: len(frame) // 2]
                raise BrokenOff
            yield frame


async def never_ends(frames: Frames) -> Frames:
    """Stay open behind `done`."""
    async for frame in frames:
        yield frame
    await asyncio.Event().wait()


async def ends_behind_the_history(frames: Frames) -> Frames:
    """End where the history ends, as a poll does."""
    async for frame in frames:
        yield frame
        if is_control(frame, b"caught_up"):
            return


async def swallows_done(frames: Frames) -> Frames:
    """Leave `done` out."""
    async for frame in frames:
        if b'"type":"done"' not in frame:
            yield frame
