"""One HTTP/2 connection with streams that can be taken back, as a browser does when a page lets go of one.

httpx forgets such a stream and never tells the server.
"""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Mapping
from typing import Self

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, StreamEnded


class Http2Connection:
    """Sends requests without bodies, and collects what is answered."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._h2 = H2Connection(H2Configuration())
        self._h2.initiate_connection()
        self.received: dict[int, bytes] = {}
        """By stream, what came of its body."""
        self._ended: set[int] = set()

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, port: int, trusted: ssl.SSLContext) -> AsyncIterator[Self]:
        """Connect to a port of this machine, over TLS."""
        trusted.set_alpn_protocols(["h2"])
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusted)
        try:
            yield cls(reader, writer)
        finally:
            writer.close()
            with contextlib.suppress(ssl.SSLError, OSError):
                await writer.wait_closed()

    async def get(self, path: str, headers: Mapping[str, str]) -> int:
        """Ask for a path; give the stream that it is answered on."""
        stream = self._h2.get_next_available_stream_id()
        self.received[stream] = b""
        pseudo = {":method": "GET", ":scheme": "https", ":authority": "127.0.0.1", ":path": path}
        self._h2.send_headers(stream, [*pseudo.items(), *headers.items()], end_stream=True)
        await self._flush()
        return stream

    async def read(self, stream: int, until: bytes) -> None:
        """Read until these bytes have come on a stream."""
        while until not in self.received[stream]:
            assert stream not in self._ended, self.received[stream]
            data = await self._reader.read(65536)
            assert data, "the connection was closed"
            for event in self._h2.receive_data(data):
                if isinstance(event, DataReceived):
                    self.received[event.stream_id] += event.data
                    self._h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                elif isinstance(event, StreamEnded):
                    self._ended.add(event.stream_id)
            await self._flush()

    async def leave(self, stream: int) -> None:
        """Take a request back; the connection and its other streams go on."""
        self._h2.reset_stream(stream)
        await self._flush()

    async def _flush(self) -> None:
        self._writer.write(self._h2.data_to_send())
        await self._writer.drain()
