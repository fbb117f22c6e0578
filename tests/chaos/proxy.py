"""A TCP proxy whose connections can be cut: dropped at once, or silent first, as a broken network is."""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Self

_PIECE_BYTES = 64 * 1024


class Proxy:
    """Forwards to one address, while it may."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._passing = asyncio.Event()
        self._passing.set()
        self._refusing = False
        self.port = 0
        """Where it listens, on 127.0.0.1, once it has started."""

    async def start(self) -> Self:
        """Listen."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def cut(self, lasts_sec: float, *, silently: bool) -> None:
        """Let nothing through for a while; what was connected is lost.

        Args:
            lasts_sec: How long.
            silently: Whether connections stay open and silent until then, instead of breaking at once.
        """
        if silently:
            self._passing.clear()
            await asyncio.sleep(lasts_sec)
            self._break()
            self._passing.set()
            return
        self._refusing = True
        self._break()
        await asyncio.sleep(lasts_sec)
        self._refusing = False

    async def stop(self) -> None:
        """Listen no more."""
        self._break()
        self._passing.set()
        if self._server is not None:
            self._server.close()

    def _break(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    @contextlib.contextmanager
    def _kept(self, writer: asyncio.StreamWriter) -> Iterator[None]:
        self._writers.add(writer)
        try:
            yield
        finally:
            self._writers.discard(writer)
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refusing:
            writer.transport.abort()
            return
        with self._kept(writer):
            try:
                there, back = await asyncio.open_connection("127.0.0.1", self._target)
            except OSError:
                return
            with self._kept(back):
                await asyncio.gather(self._forward(reader, back), self._forward(there, writer))

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(_PIECE_BYTES):
                await self._passing.wait()
                if writer.is_closing():
                    break
                writer.write(piece)
                await writer.drain()
            if not writer.is_closing():
                writer.write_eof()  # who closes gently is let finish; who breaks, breaks the other side too
            return
        writer.transport.abort()
