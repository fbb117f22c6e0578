"""How a stream is written: the bytes, line by line."""

import json
import re

from tests.conformance.cases import Group, expect, expect_same, within
from tests.conformance.sse import Parser
from tests.conformance.stream import Stream
from tests.conformance.world import World

FRAMING = Group("framing", "How a stream is written, by the WHATWG rules, byte for byte.")

_AT_ONCE_SEC = 3
_FIELDS = {b"id", b"data", b"event", b"retry"}


async def _whole(world: World) -> Stream:
    return await world.whole(await world.jobs.finished())


@FRAMING.case()
async def no_byte_order_mark(world: World) -> None:
    """The stream begins with its first field: no byte order mark stands before it."""
    stream = await _whole(world)
    expect(not stream.parser.had_bom, "the stream begins with EF BB BF")
    expect(stream.raw.startswith(b"id:"), f"the stream begins with {stream.raw[:12]!r}")


@FRAMING.case()
async def valid_utf8(world: World) -> None:
    """Every byte of the stream is part of valid UTF-8."""
    raw = (await _whole(world)).raw
    try:
        raw.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        expect(holds=False, otherwise=f"byte {error.start} is none: {raw[error.start - 20 : error.start + 20]!r}")


@FRAMING.case()
async def only_line_feeds(world: World) -> None:
    """Lines end with a line feed and nothing else: no carriage return, whose pair two writes could tear apart."""
    raw = (await _whole(world)).raw
    at = raw.find(b"\r")
    expect(at < 0, f"a carriage return at byte {at}: {raw[max(0, at - 30) : at + 3]!r}")


@FRAMING.case()
async def ends_behind_an_empty_line(world: World) -> None:
    """The last block of a stream is ended by an empty line, so that no reader drops it."""
    stream = await _whole(world)
    expect(not stream.parser.unfinished, f"the stream ends with {stream.raw[-30:]!r}")


@FRAMING.case()
async def one_empty_line_between_blocks(world: World) -> None:
    """Blocks are parted by exactly one empty line."""
    stream = await _whole(world)
    expect_same([n for n, block in enumerate(stream.blocks) if not block.lines], [], "blocks without a line")


@FRAMING.case()
async def only_known_fields(world: World) -> None:
    """No line has a field other than `id`, `data`, `event` and `retry`, and none is a comment."""
    lines = [line for block in (await _whole(world)).blocks for line in block.lines]
    expect_same([line for line in lines if line.partition(b":")[0] not in _FIELDS], [], "lines of other fields")


@FRAMING.case()
async def one_space_behind_the_colon(world: World) -> None:
    """Behind every field's colon stands exactly one space, which readers strip."""
    lines = [line for block in (await _whole(world)).blocks for line in block.lines]
    expect_same([line for line in lines if not re.match(rb"[a-z]+: \S", line)], [], "lines written otherwise")


@FRAMING.case()
async def opens_with_id_and_retry(world: World) -> None:
    """The first block says where the reader stands and how long to wait before coming back, and has no data."""
    opening = (await _whole(world)).blocks[0]
    names = [line.partition(b":")[0] for line in opening.lines]
    expect_same(names, [b"id", b"retry"], "the fields of the first block")
    expect(not opening.dispatched, "the first block is a message")


@FRAMING.case()
async def opens_at_once(world: World) -> None:
    """The opening block comes before any event, within moments of the request."""
    job = await world.jobs.finished()
    async with world.stream(job) as stream:
        await within(
            _AT_ONCE_SEC, stream.until(lambda so_far: so_far.blocks), f"within {_AT_ONCE_SEC} s there was no block"
        )
    expect(stream.parser.retry_ms is not None, "the first block names no delay")


@FRAMING.case()
async def retry_is_digits(world: World) -> None:
    """Every `retry:` is a number of milliseconds in digits, between a tenth of a second and a minute."""
    values = [value for block in (await _whole(world)).blocks for value in block.values(b"retry")]
    expect(values, "there is none")
    for value in values:
        expect(re.fullmatch(rb" [0-9]+", value), f"retry:{value!r} has more than digits")
        expect(100 <= int(value) <= 60_000, f"{value!r} milliseconds")


@FRAMING.case()
async def retry_is_spread(world: World) -> None:
    """Readers are told different delays, so that they do not all come back in the same moment."""
    job = await world.jobs.finished()
    told = {(await world.read(job, after=None)).parser.retry_ms for _ in range(6)}
    expect(len(told) > 1, f"six readers were all told {told}")


@FRAMING.case()
async def data_frames_are_unnamed(world: World) -> None:
    """What happens in a job comes in frames without a name, so that plain `onmessage` sees every type."""
    stream = await _whole(world)
    named = [one for one in stream.messages if one.event not in {"message", "control"}]
    expect_same([(one.id, one.event) for one in named], [], "frames with a name of their own")
    unnamed = [block for block in stream.blocks if block.dispatched and not block.values(b"event")]
    expect_same(len(unnamed), len(stream.shown), "how many frames have no `event:` line")


@FRAMING.case()
async def data_frames_are_two_lines(world: World) -> None:
    """An event is exactly one `id:` line and one `data:` line, in this order."""
    blocks = [block for block in (await _whole(world)).blocks if block.dispatched and not block.values(b"event")]
    shapes = [[line.partition(b":")[0] for line in block.lines] for block in blocks]
    expect_same([shape for shape in shapes if shape != [b"id", b"data"]], [], "events of another shape")


@FRAMING.case()
async def data_is_one_json_object(world: World) -> None:
    """The data of every frame is one JSON object."""
    for message in (await _whole(world)).messages:
        expect(isinstance(json.loads(message.data), dict), f"{message.data[:60]!r} is no object")


@FRAMING.case()
async def ids_are_distinct(world: World) -> None:
    """Every event has an id of its own."""
    ids = (await _whole(world)).ids
    expect_same(len(set(ids)), len(ids), "how many ids are different")
    expect("" not in ids, "an event has none")


@FRAMING.case()
async def ids_fit_into_a_header(world: World) -> None:
    """An id is made of visible ASCII, at most 1,000 characters: `Last-Event-ID` can carry it back."""
    ids = (await _whole(world)).ids
    expect_same([one for one in ids if not re.fullmatch(r"[!-~]{1,1000}", one)], [], "ids that cannot be sent back")


@FRAMING.case()
async def control_frames_are_named(world: World) -> None:
    """A word about the stream itself is named `control` and says its `type`."""
    controls = [one for one in (await _whole(world)).messages if one.event != "message"]
    expect(controls, "there is none")
    known = {"caught_up", "reset", "drain", "expired", "erased"}
    expect_same([one.data for one in controls if one.json.get("type") not in known], [], "words of another type")


@FRAMING.case()
async def control_frames_move_no_cursor(world: World) -> None:
    """A control frame carries no `id:`: a reader who is cut behind it comes back where it was."""
    blocks = [block for block in (await _whole(world)).blocks if block.values(b"event")]
    expect(blocks, "there is no control frame")
    expect_same([block.lines for block in blocks if block.values(b"id")], [], "control frames with an id")


@FRAMING.case()
async def caught_up_comes_once(world: World) -> None:
    """`caught_up` comes once, behind the history."""
    stream = await _whole(world)
    expect_same([said["type"] for said in stream.controls], ["caught_up"], "the control frames")


@FRAMING.case()
async def caught_up_names_the_last_position(world: World) -> None:
    """`caught_up` stands behind the last event of the history, and its `seq` is that event's id."""
    stream = await _whole(world)
    kinds = [one.event for one in stream.messages]
    at = kinds.index("control")
    expect_same(str(stream.messages[at].json["seq"]), stream.messages[at - 1].id, "what it names")
    expect_same(at, len(stream.messages) - 1, "how many events stand before it")


@FRAMING.case()
async def two_readers_get_the_same_bytes(world: World) -> None:
    """Behind the opening block, two readers of one history get the same bytes."""
    job = await world.jobs.finished()
    one, other = await world.read(job), await world.read(job)
    expect_same(one.raw.partition(b"\n\n")[2], other.raw.partition(b"\n\n")[2], "the bytes")


@FRAMING.case()
async def any_pieces_read_the_same(world: World) -> None:
    """However the bytes of the stream are torn into pieces on the way, they read the same."""
    stream = await _whole(world)
    for size in (1, 2, 3, 7, 1000):
        parser = Parser()
        pieces = (stream.raw[at : at + size] for at in range(0, len(stream.raw), size))
        found = [message for piece in pieces for message in parser.feed(piece)]
        expect_same(found, stream.messages, f"read in pieces of {size}")
