"""Jobs that stay open: their posting lies on a server of ours, which answers when it is told to."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Self

from tests.conformance.texts import PAGE


class HoldServer:
    """Answers each address with the posting, once that address was let go."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._server: asyncio.Server | None = None
        self._let_go: dict[str, asyncio.Event] = {}
        self._answering: set[asyncio.Task[None]] = set()

    async def start(self) -> Self:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port)
        return self

    async def stop(self) -> None:
        """Let everything go, and end."""
        for event in self._let_go.values():
            event.set()
        if self._server is not None:
            self._server.close()
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)

    def posting(self) -> tuple[str, asyncio.Event]:
        """Give the address of a posting, and what lets it go when it is set."""
        path = f"/posting/{len(self._let_go)}"
        self._let_go[path] = asyncio.Event()
        return f"http://127.0.0.1:{self._port}{path}", self._let_go[path]

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._answer(reader, writer))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ")[1].decode("latin-1")
            if path in self._let_go:
                await self._let_go[path].wait()
            body = PAGE.encode()
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
                b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
            )
            await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def hold_server(port: int | None) -> AsyncIterator[HoldServer | None]:
    """Serve for the length of the block, where there is a port for it."""
    if port is None:
        yield None
        return
    server = await HoldServer(port).start()
    try:
        yield server
    finally:
        await server.stop()
