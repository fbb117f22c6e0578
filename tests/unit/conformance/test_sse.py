"""The suite's own parser, against the examples and the rules of WHATWG HTML, 9.2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance.sse import Message, Parser

FIELDS = [b"data: x", b"data:y", b"data", b"id: 1", b"id", b": c", b"event: e", b"retry: 5"]
PIECES = [*FIELDS, b"\r", b"\n", b"\r\n", b"\xef\xbb\xbf"]


def read(*pieces: bytes) -> tuple[list[Message], Parser]:
    """Read a stream in these pieces."""
    parser = Parser()
    return [message for piece in pieces for message in parser.feed(piece)], parser


@pytest.mark.parametrize(
    ("stream", "heard"),
    [
        (b"data: YHOO\ndata: +2\ndata: 10\n\n", [("YHOO\n+2\n10", "message", "")]),
        (
            b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
            [("first event", "message", "1"), ("second event", "message", "")],
        ),
        (b"data\n\ndata\ndata\n\ndata:", [("", "message", ""), ("\n", "message", "")]),
        (b"data:test\n\ndata: test\n\n", [("test", "message", ""), ("test", "message", "")]),
        (b"event: add\ndata: 7\n\nevent: gone\n\ndata: 8\n\n", [("7", "add", ""), ("8", "message", "")]),
        (b"id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n", [("a", "message", "1"), ("b", "message", "1")]),
        (b"id: 5\n\ndata: a\n\n", [("a", "message", "5")]),
        (b"data: a\rdata: b\r\ndata: c\n\r\n", [("a\nb\nc", "message", "")]),
        (b"foo: 1\nDATA: 2\n data: 3\ndata: 4\n\n", [("4", "message", "")]),
        ("data: é\u2028x\n\n".encode(), [("é\u2028x", "message", "")]),
    ],
    ids=["lines", "id cleared", "no value", "one space", "names", "NUL", "bare id", "line ends", "fields", "letters"],
)
def test_it_reads_by_the_rules(stream: bytes, heard: list[tuple[str, str, str]]) -> None:
    """What is dispatched is what the specification says of its own examples, and of line ends, NUL and names."""
    messages, _ = read(stream)
    assert [(one.data, one.event, one.id) for one in messages] == heard


@pytest.mark.parametrize(
    ("written", "delay"), [(b"2000", 2000), (b"0", 0), (b"2s", None), (b"-1", None), (b"1.5", None)]
)
def test_a_delay_is_digits(written: bytes, delay: int | None) -> None:
    """`retry:` counts where it is ASCII digits, else it is ignored."""
    assert read(b"retry: " + written + b"\n\n")[1].retry_ms == delay


def test_one_byte_order_mark_is_dropped() -> None:
    """A byte order mark at the beginning is dropped and noted, a second one is part of a field's name."""
    messages, parser = read(b"\xef", b"\xbb", b"\xbfdata: a\n\n")
    assert ([one.data for one in messages], parser.had_bom) == (["a"], True)
    assert read(b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\n")[0] == []
    assert not read(b"data: a\n\n")[1].had_bom


def test_an_id_counts_from_the_empty_line_on() -> None:
    """Cut between an event's `id:` and the empty line, a reader stands where it stood before."""
    _, parser = read(b"id: 1\ndata: a\n\nid: 2\ndata: b\n")
    assert (parser.last_event_id, parser.unfinished) == ("1", True)
    assert [one.id for one in parser.feed(b"\n")] == ["2"]
    assert (parser.last_event_id, parser.unfinished) == ("2", False)


def test_blocks_are_kept_as_they_were_written() -> None:
    """Every line of every block can be looked at, also of those that make no message."""
    _, parser = read(b"id: 0\nretry: 5\n\n\nevent: control\ndata: {}\n\n")
    assert [block.lines for block in parser.blocks] == [[b"id: 0", b"retry: 5"], [], [b"event: control", b"data: {}"]]
    assert [block.dispatched for block in parser.blocks] == [False, False, True]
    assert parser.blocks[0].values(b"retry") == [b" 5"]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map(b"".join), st.data())
def test_it_makes_no_difference_where_a_stream_is_torn(stream: bytes, data: st.DataObject) -> None:
    """In any pieces a stream reads as it does whole."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    pieces = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    whole, torn = read(stream), read(*pieces)
    assert torn[0] == whole[0]
    assert torn[1].blocks == whole[1].blocks
    assert torn[1].last_event_id == whole[1].last_event_id
