"""Ways to break the bytes of a stream: each takes the frames of one answer and gives them on, changed."""

import asyncio
import gzip
import json
import re
from typing import Final

from tests.conformance.mutants.proxy import BrokenOff, Frames

_OTHERS: Final = "00000000-1111-4222-8333-444444444444"


def _is_event(frame: bytes) -> bool:
    return frame.startswith(b"id: ") and b"\ndata: " in frame


def _is_heartbeat(frame: bytes) -> bool:
    return frame.startswith(b'data: {"type":"heartbeat"')


def _is_control(frame: bytes, kind: bytes = b"") -> bool:
    return frame.startswith(b"event: control\n") and kind in frame


async def skips_an_event(frames: Frames) -> Frames:
    """Leave out the fifth event."""
    n = 0
    async for frame in frames:
        n += _is_event(frame)
        if n != 5 or not _is_event(frame):
            yield frame


async def doubles_an_event(frames: Frames) -> Frames:
    """Send the fifth event twice."""
    n = 0
    async for frame in frames:
        n += _is_event(frame)
        yield frame
        if n == 5 and _is_event(frame):
            yield frame


async def swaps_events(frames: Frames) -> Frames:
    """Send the sixth event before the fifth."""
    n, kept = 0, b""
    async for frame in frames:
        n += _is_event(frame)
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
        if _is_event(frame):
            line, _, rest = frame.partition(b"\n")
            yield b"id: %d\n%b" % (int(line[4:]) + 1, rest)
        else:
            yield frame


async def late_heartbeat(frames: Frames) -> Frames:
    """Give a sign of life three times too late: every third one only."""
    n = 0
    async for frame in frames:
        n += _is_heartbeat(frame)
        if not _is_heartbeat(frame) or n % 3 == 0:
            yield frame


async def no_heartbeat(frames: Frames) -> Frames:
    """Send no sign of life."""
    async for frame in frames:
        if not _is_heartbeat(frame):
            yield frame


async def heartbeat_with_an_id(frames: Frames) -> Frames:
    """Give signs of life an id."""
    async for frame in frames:
        yield b"id: heartbeat\n" + frame if _is_heartbeat(frame) else frame


async def named_frames(frames: Frames) -> Frames:
    """Name each frame by the type of its event."""
    async for frame in frames:
        if _is_event(frame):
            kind = json.loads(frame.partition(b"\ndata: ")[2])["type"]
            yield b"event: %b\n%b" % (kind.encode(), frame)
        else:
            yield frame


async def byte_order_mark(frames: Frames) -> Frames:
    """Begin with a byte order mark."""
    mark = b"\xef\xbb\xbf"
    async for frame in frames:
        yield mark + frame
        mark = b""


async def torn_line_ends(frames: Frames) -> Frames:
    """End lines with CR and LF, in two writes."""
    async for frame in frames:
        for line in frame.splitlines():
            yield line + b"\r"
            yield b"\n"


async def latin_1(frames: Frames) -> Frames:
    """Write a letter that is not UTF-8 into each event."""
    async for frame in frames:
        yield frame.replace(b'"job_id"', b'"r\xe9sum\xe9":1,"job_id"')


async def anothers_event(frames: Frames) -> Frames:
    """Let an event of another job in."""
    n = 0
    async for frame in frames:
        n += _is_event(frame)
        if n == 5 and _is_event(frame):
            head, _, body = frame.partition(b"\ndata: ")
            event = json.loads(body) | {"job_id": _OTHERS}
            yield b"%b\ndata: %b\n\n" % (head, json.dumps(event).encode())
        else:
            yield frame


async def two_data_lines(frames: Frames) -> Frames:
    """Break each event's JSON over two lines."""
    async for frame in frames:
        yield frame.replace(b',"job_id"', b',\ndata: "job_id"', 1) if _is_event(frame) else frame


async def comments(frames: Frames) -> Frames:
    """Send comments between events, as a keep-alive of a library does."""
    async for frame in frames:
        yield frame
        yield b": ping\n\n"


async def no_opening(frames: Frames) -> Frames:
    """Leave the opening block out."""
    first = True
    async for frame in frames:
        if not first:
            yield frame
        first = False


async def retry_in_seconds(frames: Frames) -> Frames:
    """Write the delay with a unit."""
    async for frame in frames:
        yield b"id: 0\nretry: 2s\n\n" if b"\nretry: " in frame and not _is_control(frame) else frame


async def same_retry(frames: Frames) -> Frames:
    """Tell every reader the same delay."""
    async for frame in frames:
        if b"\nretry: " in frame and not _is_control(frame):
            yield frame.partition(b"\n")[0] + b"\nretry: 2000\n\n"
        else:
            yield frame


async def never_caught_up(frames: Frames) -> Frames:
    """Do not say that the history is over."""
    async for frame in frames:
        if not _is_control(frame, b"caught_up"):
            yield frame


async def caught_up_too_early(frames: Frames) -> Frames:
    """Say that the history is over behind its third event."""
    n, told = 0, False
    async for frame in frames:
        n += _is_event(frame)
        if _is_control(frame, b"caught_up"):
            continue
        yield frame
        if n == 3 and not told:
            told = True
            yield b'event: control\ndata: {"type":"caught_up","seq":%d}\n\n' % int(frame.partition(b"\n")[0][4:])


async def control_with_an_id(frames: Frames) -> Frames:
    """Give words about the stream an id."""
    async for frame in frames:
        yield b"id: 0\n" + frame if _is_control(frame) else frame


async def nameless_control(frames: Frames) -> Frames:
    """Do not say which job of a list is spoken of."""
    async for frame in frames:
        yield re.sub(rb',?\s*"job_id":\s*"[^"]*"', b"", frame) if _is_control(frame) else frame


async def no_reset(frames: Frames) -> Frames:
    """Say nothing where the cursor was of no use."""
    async for frame in frames:
        if not _is_control(frame, b'"reset"'):
            yield frame


async def unfinished(frames: Frames) -> Frames:
    """Leave out the last empty line."""
    kept = b""
    async for frame in frames:
        if kept:
            yield kept
        kept = frame
    yield kept[:-1]


async def breaks_off(frames: Frames) -> Frames:
    """Close the connection where the last chunk belongs."""
    async for frame in frames:
        yield frame
    raise BrokenOff


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
        if _is_control(frame, b"caught_up"):
            return


async def holds_back(frames: Frames) -> Frames:
    """Keep everything until the stream is over, as a proxy that buffers does."""
    yield b"".join([frame async for frame in frames])


async def compressed(frames: Frames) -> Frames:
    """Compress it."""
    yield gzip.compress(b"".join([frame async for frame in frames]))


async def swallows_done(frames: Frames) -> Frames:
    """Leave `done` out."""
    async for frame in frames:
        if b'"type":"done"' not in frame:
            yield frame
