"""Writing to one viewer's connection: with a deadline, and without a zombie when it passes."""

import asyncio

from litestar.types import Receive, Send

from gateway.stream.takeover import cycle_of


class SlowViewerError(Exception):
    """The viewer took nothing for too long; its connection is closed."""


class Wire:
    """One response body, written in pieces."""

    def __init__(self, receive: Receive, send: Send, *, patience_sec: float) -> None:
        self._receive = receive
        self._send = send
        self._patience_sec = patience_sec
        self.bytes_sent = 0

    async def start(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        """Write the head."""
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def write(self, data: bytes, *, last: bool = False) -> None:
        """Write a piece, waiting while the connection's buffer is full.

        Raises:
            SlowViewerError: It stayed full for too long.
        """
        try:
            async with asyncio.timeout(self._patience_sec):
                await self._send({"type": "http.response.body", "body": data, "more_body": not last})
        except TimeoutError:
            self.abort()
            raise SlowViewerError from None
        self.bytes_sent += len(data)

    async def disconnected(self) -> None:
        """Return when the viewer has gone."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    def abort(self) -> None:
        """Drop the connection with what is unsent: a mere close would wait for the one who takes nothing."""
        if (cycle := cycle_of(self._receive)) is not None:
            cycle.transport.abort()
