"""HTTP/1.1 over a socket of our own: the bytes as they come, and where a body ends."""

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_PIECE: Final = 64 * 1024

Headers = Sequence[tuple[str, str]]


class WireError(Exception):
    """What came is no HTTP/1.1."""


@dataclass(frozen=True, slots=True)
class Head:
    """Status line and headers."""

    version: str
    status: int
    headers: Headers

    def all(self, name: str) -> list[str]:
        """Give every value of a header."""
        return [value for given, value in self.headers if given.lower() == name.lower()]

    def get(self, name: str) -> str:
        """Give the values of a header, joined; empty where there is none."""
        return ", ".join(self.all(name))


class Reply:
    """An answer whose body is read in pieces."""

    def __init__(self, head: Head, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.head = head
        self.complete = False
        """Whether the body has come to the end that its framing announced."""
        self.chunks = 0
        """How many chunks have begun to come: as many as there were writes, where each is written as one."""
        self._reader = reader
        self._writer = writer
        self._chunked = "chunked" in head.get("transfer-encoding").lower()
        length = head.get("content-length")
        bodiless = head.status in {204, 304}
        self._left: int | None = 0 if bodiless else int(length) if length else None
        self._until_close = self._left is None and not self._chunked
        self._in_chunk = 0

    async def piece(self, at_most: int = _PIECE) -> bytes:
        """Give what has come of the body, at least one byte; empty at its end, or where the connection broke."""
        if self.complete:
            return b""
        if self._chunked:
            return await self._of_chunk(at_most)
        if self._left == 0:
            self.complete = True
            return b""
        data = await self._read(at_most if self._left is None else min(at_most, self._left))
        if self._left is not None:
            self._left -= len(data)
        self.complete = self._left == 0 or (self._until_close and not data)
        return data

    async def body(self) -> bytes:
        """Read to the end."""
        return b"".join([piece async for piece in self.pieces()])

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the body as it comes."""
        while piece := await self.piece():
            yield piece

    def close(self) -> None:
        """Leave."""
        self._writer.close()

    def reset(self) -> None:
        """Leave as a machine that was switched off does: with a reset, and without a word."""
        sock = self._writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    async def _of_chunk(self, at_most: int) -> bytes:
        if self._in_chunk == 0:
            line = await self._line()
            if line is None:
                return b""
            try:
                self._in_chunk = int(line.partition(b";")[0], 16)
            except ValueError:
                raise WireError(f"{line!r} is no size of a chunk") from None
            self.chunks += 1
            if self._in_chunk == 0:
                while await self._line():
                    pass  # trailers
                self.complete = True
                return b""
        data = await self._read(min(at_most, self._in_chunk))
        self._in_chunk -= len(data)
        if data and self._in_chunk == 0 and await self._line() != b"":
            raise WireError("a chunk is longer than it says")
        return data

    async def _line(self) -> bytes | None:
        try:
            line = await self._reader.readuntil(b"\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        return line[:-2]

    async def _read(self, at_most: int) -> bytes:
        try:
            return await self._reader.read(at_most)
        except ConnectionError:
            return b""


class Caller:
    """One connection, for one request after the other."""

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self.host = parts.netloc
        self._name = parts.hostname or "127.0.0.1"
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._tls else 80)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, target: str, headers: Headers = (), *, version: str = "1.1", body: bytes = b""
    ) -> Reply:
        """Send a request, and read the head of the answer. `Host` is the one given, else that of the address.

        Raises:
            WireError: The answer is no HTTP.
            OSError: Nobody answers.
        """
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._name, self._port, ssl=self._tls)
        reader, writer = self._streams
        given = {name.lower() for name, _ in headers}
        named = [*([] if "host" in given else [("Host", self.host)]), *headers]
        lines = [f"{method} {target} HTTP/{version}", *(f"{name}: {value}" for name, value in named), "", ""]
        writer.write("\r\n".join(lines).encode("latin-1") + body)
        await writer.drain()
        return Reply(await head_of(reader), reader, writer)

    def close(self) -> None:
        """Close the connection."""
        if self._streams is not None:
            self._streams[1].close()


@contextlib.asynccontextmanager
async def asked(
    base_url: str, target: str, headers: Headers = (), *, method: str = "GET", version: str = "1.1"
) -> AsyncIterator[Reply]:
    """Ask on a connection of its own, which is closed behind the block."""
    caller = Caller(base_url)
    try:
        yield await caller.ask(method, target, headers, version=version)
    finally:
        caller.close()


async def head_of(reader: asyncio.StreamReader) -> Head:
    """Read the head of an answer.

    Raises:
        WireError: There is none.
    """
    first, headers = await lines_of(reader)
    version, _, rest = first.partition(" ")
    if not version.startswith("HTTP/1.") or not rest[:3].isdecimal():
        raise WireError(f"{first!r} is no status line")
    return Head(version, int(rest[:3]), headers)


async def lines_of(reader: asyncio.StreamReader) -> tuple[str, Headers]:
    """Read the first line and the headers of a message.

    Raises:
        WireError: The connection was closed before they came.
    """
    try:
        text = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except (asyncio.IncompleteReadError, ConnectionError):
        raise WireError("the connection was closed before a message came") from None
    first, *lines = text[:-4].split("\r\n")
    pairs = [line.partition(":") for line in lines]
    return first, [(name, value.strip()) for name, _, value in pairs]
