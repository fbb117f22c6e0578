"""An open stream, read by the suite's own parser, with everything that it showed so far."""

import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from tests.conformance.sse import Block, Message, Parser
from tests.conformance.wire import Head, Headers, Reply, asked


class Stream:
    """What came of one answer."""

    def __init__(self, reply: Reply) -> None:
        self.raw = b""
        self.messages: list[Message] = []
        self.arrived_at: list[float] = []
        """When each message came, by a clock that only goes forward."""
        self.over = False
        self._reply = reply
        self._parser = Parser()

    @property
    def head(self) -> Head:
        """Status and headers."""
        return self._reply.head

    @property
    def status(self) -> int:
        """The status."""
        return self.head.status

    @property
    def ended_well(self) -> bool:
        """Whether the body came to the end that HTTP announced, and not only to a broken connection."""
        return self._reply.complete

    @property
    def chunks(self) -> int:
        """How many chunks of the body have come."""
        return self._reply.chunks

    @property
    def blocks(self) -> list[Block]:
        """What stands between empty lines, as it was written."""
        return self._parser.blocks

    @property
    def parser(self) -> Parser:
        """What a reader remembers."""
        return self._parser

    @property
    def last_event_id(self) -> str:
        """What a reader who loses the connection now would send."""
        return self._parser.last_event_id

    @property
    def shown(self) -> list[Message]:
        """The events of the job: neither words about the stream nor signs of life."""
        return [one for one in self.messages if one.event == "message" and one.json.get("type") != "heartbeat"]

    @property
    def heartbeats(self) -> list[Message]:
        """The signs of life."""
        return [one for one in self.messages if one.event == "message" and one.json.get("type") == "heartbeat"]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Id and data of each event."""
        return [(one.id, one.data) for one in self.shown]

    @property
    def ids(self) -> list[str]:
        """The ids of the events."""
        return [one.id for one in self.shown]

    @property
    def controls(self) -> list[dict[str, Any]]:
        """The words about the stream."""
        return [one.json for one in self.messages if one.event == "control"]

    def control(self, kind: str) -> dict[str, Any]:
        """Give the first word of a type; empty where there is none."""
        return next((said for said in self.controls if said.get("type") == kind), {})

    async def until(self, enough: Callable[["Stream"], object]) -> "Stream":
        """Read until there is enough, or the stream is over."""
        while not enough(self) and not self.over:
            await self.more()
        return self

    async def until_control(self, kind: str) -> "Stream":
        """Read until a word about the stream was said."""
        return await self.until(lambda stream: stream.control(kind))

    async def to_end(self) -> "Stream":
        """Read until the answer is over."""
        return await self.until(lambda _: False)

    async def more(self, at_most: int = 64 * 1024) -> bytes:
        """Read one piece; empty at the end."""
        piece = await self._reply.piece(at_most)
        self.raw += piece
        found = self._parser.feed(piece)
        self.messages += found
        self.arrived_at += [time.monotonic()] * len(found)
        self.over = not piece
        return piece

    def cut(self, *, reset: bool = False) -> None:
        """Lose the connection."""
        if reset:
            self._reply.reset()
        else:
            self._reply.close()
        self.over = True


@contextlib.asynccontextmanager
async def streaming(
    base_url: str, target: str, headers: Headers = (), *, method: str = "GET", version: str = "1.1"
) -> AsyncIterator[Stream]:
    """Open a stream on a connection of its own."""
    async with asked(base_url, target, headers, method=method, version=version) as reply:
        yield Stream(reply)
