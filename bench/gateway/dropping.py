"""A proxy between NATS and the gateway that leaves out some live messages, as a server does to a slow consumer."""

import asyncio
import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Final, Self, TypeAlias

_LINE_END: Final = b"\r\n"
_MESSAGE: Final = re.compile(rb"H?MSG (\S+) (?:\S+ )+?([0-9]+)")
_PIECE_BYTES: Final = 64 * 1024

LeavesOut: TypeAlias = Callable[[bytes, bytes], bool]
"""Told a message's subject and its whole frame, decides whether it does not arrive."""


class Frames:
    """Cuts what a nats-server says into its frames: a line, or a line with a payload."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Take a piece; gives the frames that are whole, each with the subject of its message (empty: it is none)."""
        data, at = self._rest + piece, 0
        while (line_end := data.find(_LINE_END, at)) >= 0:
            end = line_end + len(_LINE_END)
            message = _MESSAGE.fullmatch(data, at, line_end)
            if message is not None:
                end += int(message[2]) + len(_LINE_END)
                if end > len(data):
                    break
            yield (b"" if message is None else message[1]), data[at:end]
            at = end
        self._rest = data[at:]


class DroppingProxy:
    """Forwards to a nats-server, both ways."""

    def __init__(self, port: int, leaves_out: LeavesOut) -> None:
        self.dropped = 0
        """How many messages were left out."""
        self.port = 0
        """Where it listens on 127.0.0.1, once it has started."""
        self._target = port
        self._leaves_out = leaves_out
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        """Listen."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let go of everything."""
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._target)
        for one in (self._forward(reader, back), self._filter(there, writer)):
            task = asyncio.create_task(one)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(_PIECE_BYTES):
                writer.write(piece)
                await writer.drain()
        writer.close()

    async def _filter(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        frames = Frames()
        with contextlib.suppress(OSError):
            while piece := await reader.read(_PIECE_BYTES):
                for subject, frame in frames.feed(piece):
                    if subject and self._leaves_out(subject, frame):
                        self.dropped += 1
                    else:
                        writer.write(frame)
                await writer.drain()
        writer.close()
