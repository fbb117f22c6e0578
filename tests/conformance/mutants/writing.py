"""Ways to write a stream wrongly: its lines, fields and bytes."""

import gzip
import json

from tests.conformance.mutants.frames import is_control, is_event, is_heartbeat
from tests.conformance.mutants.proxy import BrokenOff, Frames


async def heartbeat_with_an_id(frames: Frames) -> Frames:
    """Give signs of life an id."""
    async for frame in frames:
        yield b"id: heartbeat\n" + frame if is_heartbeat(frame) else frame


async def named_frames(frames: Frames) -> Frames:
    """Name each frame by the type of its event."""
    async for frame in frames:
        if is_event(frame):
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


async def two_data_lines(frames: Frames) -> Frames:
    """Break each event's JSON over two lines."""
    async for frame in frames:
        yield frame.replace(b',"job_id"', b',\ndata: "job_id"', 1) if is_event(frame) else frame


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
        yield b"id: 0\nretry: 2s\n\n" if b"\nretry: " in frame and not is_control(frame) else frame


async def same_retry(frames: Frames) -> Frames:
    """Tell every reader the same delay."""
    async for frame in frames:
        if b"\nretry: " in frame and not is_control(frame):
            yield frame.partition(b"\n")[0] + b"\nretry: 2000\n\n"
        else:
            yield frame


async def control_with_an_id(frames: Frames) -> Frames:
    """Give words about the stream an id."""
    async for frame in frames:
        yield b"id: 0\n" + frame if is_control(frame) else frame


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


async def holds_back(frames: Frames) -> Frames:
    """Keep everything until the stream is over, as a proxy that buffers does."""
    yield b"".join([frame async for frame in frames])


async def compressed(frames: Frames) -> Frames:
    """Compress it."""
    yield gzip.compress(b"".join([frame async for frame in frames]))
