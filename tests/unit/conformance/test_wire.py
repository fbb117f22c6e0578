"""Bodies as HTTP/1.1 frames them, and telling an end from a broken connection."""

import asyncio
from typing import cast

import pytest

from tests.conformance.wire import Head, Reply, WireError, head_of


def reply(*sent: bytes, status: int = 200, **headers: str) -> Reply:
    """Give an answer whose body is what was sent, and then the connection's end."""
    reader = asyncio.StreamReader()
    for piece in sent:
        reader.feed_data(piece)
    reader.feed_eof()
    pairs = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Reply(Head("HTTP/1.1", status, pairs), reader, cast("asyncio.StreamWriter", None))


async def test_chunks_are_put_together() -> None:
    """A chunked body is its chunks, and it is complete behind the last one, trailers included."""
    one = reply(b"3\r\nabc\r\n", b"2;x=y\r\nde\r\n0\r\nTrailer: x\r\n\r\n", transfer_encoding="chunked")
    assert (await one.body(), one.complete) == (b"abcde", True)


async def test_a_missing_last_chunk_is_a_broken_connection() -> None:
    """Without the last chunk, or in the middle of one, the body is what came and not complete."""
    for sent in (b"3\r\nabc\r\n", b"5\r\nabc", b"3\r\nabc\r\n0\r\n"[:-3]):
        one = reply(sent, transfer_encoding="chunked")
        assert (await one.body(), one.complete) == (b"abc", False)


async def test_what_is_no_chunk_is_no_http() -> None:
    """A size that is none, and a chunk that is longer than it says, are errors and not data."""
    for sent in (b"x\r\nabc\r\n", b"2\r\nabc\r\n0\r\n\r\n"):
        with pytest.raises(WireError):
            await reply(sent, transfer_encoding="chunked").body()


async def test_a_length_ends_a_body() -> None:
    """With a length the body is complete when all of it came, and only then; a 204 is complete at once."""
    whole = reply(b"abcd", content_length="4")
    assert (await whole.body(), whole.complete) == (b"abcd", True)
    short = reply(b"ab", content_length="4")
    assert (await short.body(), short.complete) == (b"ab", False)
    nothing = reply(status=204)
    assert (await nothing.body(), nothing.complete) == (b"", True)


async def test_pieces_are_as_small_as_asked_for() -> None:
    """A connection can be cut at any byte: no piece is longer than was asked for."""
    one = reply(b"5\r\nabcde\r\n0\r\n\r\n", transfer_encoding="chunked")
    assert [await one.piece(2), await one.piece(1), await one.piece(9), await one.piece()] == [b"ab", b"c", b"de", b""]
    assert one.complete


async def test_a_head_is_read_as_it_was_written() -> None:
    """Status, and headers with their repeats; a connection that says something else is no HTTP."""
    reader = asyncio.StreamReader()
    reader.feed_data(b"HTTP/1.1 200 OK\r\nVary: a\r\nvary: b\r\nX-Y:  z \r\n\r\n")
    head = await head_of(reader)
    assert (head.status, head.all("VARY"), head.get("x-y"), head.get("none")) == (200, ["a", "b"], "z", "")
    other = asyncio.StreamReader()
    other.feed_data(b"SSH-2.0\r\n\r\n")
    with pytest.raises(WireError):
        await head_of(other)
