"""Viewers of a job, as browsers are: they come back with their cursor, to this gateway or the other, until the end."""

import asyncio
import random
import time
from collections.abc import Sequence
from typing import Final

import httpx

from tests.chaos.records import Seen, ViewerRecord
from tests.support.sse import Frame, SseReader

READ_SEC: Final = 7.0
"""Three heartbeats: who hears nothing for so long comes back by itself."""

_AGAIN: Final = frozenset({429, 500, 502, 503, 504})


class Watched:
    """What all viewers of one job have seen of it together, and what they wait for."""

    def __init__(self) -> None:
        self.events = 0
        """The most that any of them has seen."""
        self.ended: dict[int, str] = {}
        """Revision → status of its `done`."""
        self.last_at = time.monotonic()
        self.settled = False
        """Whether the user wants no more: who is told the end then may leave."""
        self.turn = asyncio.Event()
        """Set, and another put in its place, when the user did something behind an end."""
        self._news = asyncio.Event()

    def saw(self, events: int, frame: Frame) -> None:
        """Note an event."""
        self.events = max(self.events, events)
        self.last_at = time.monotonic()
        said = frame.json
        if said["type"] == "done":
            self.ended[said["data"]["revision"]] = said["data"]["status"]
        self._news.set()

    def next_turn(self, *, settled: bool) -> None:
        """Have everybody who was told the end look again."""
        turn, self.turn, self.settled = self.turn, asyncio.Event(), settled
        turn.set()

    async def news(self) -> None:
        """Wait for the next event that anybody sees."""
        self._news.clear()
        await self._news.wait()


class _Left(Exception):  # noqa: N818 - no error: the viewer had enough of this connection
    """The viewer leaves, to come back."""


class Viewer:
    """One of them. The first of a job begins at the first gateway, the second at the second, and so on."""

    def __init__(
        self, client: httpx.AsyncClient, addresses: Sequence[str], watched: Watched, *, number: int, seed: int
    ) -> None:
        self._client = client
        self._addresses = addresses
        self._watched = watched
        self._chance = random.Random(f"{seed}/{number}")
        self._gateway = number % len(addresses)
        self._reader = SseReader()

    async def watch(self, record: ViewerRecord, token: str) -> None:
        """Watch a job until its end, whatever happens to the connection."""
        while not record.finished:
            settled, turn = self._watched.settled, self._watched.turn
            try:
                over = await self._connect(record, token)
            except (httpx.HTTPError, _Left):
                over = False
            if over and settled:
                record.finished = True
            elif over:
                await turn.wait()
            else:
                await asyncio.sleep(self._chance.uniform(0.05, 0.3))
                if self._chance.random() < 0.5:
                    self._gateway = (self._gateway + 1) % len(self._addresses)

    async def _connect(self, record: ViewerRecord, token: str) -> bool:
        """Take what one connection gives; tell whether the gateway says that nothing more will come."""
        leaves_after = self._chance.choice([5, 20, 80, 10_000])
        headers = {"Authorization": f"Bearer {token}"}
        if self._reader.cursor:
            headers["Last-Event-ID"] = self._reader.cursor
        self._reader = SseReader(cursor=self._reader.cursor)
        url = f"{self._addresses[self._gateway]}/api/jobs/{record.job_id}/stream"
        record.connections += 1
        async with self._client.stream("GET", url, headers=headers) as response:
            if response.status_code == httpx.codes.NO_CONTENT:
                return True
            if response.status_code in _AGAIN:
                return False
            if response.status_code != httpx.codes.OK:
                record.refusals.append(str(response.status_code))
                raise _Left
            rest = b""
            async for piece in response.aiter_raw():
                *lines, rest = (rest + piece).split(b"\n")
                for line in lines:
                    frame = self._reader.feed(line.decode())
                    if frame is None:
                        continue
                    self._take(record, frame)
                    leaves_after -= 1
                    if leaves_after == 0:
                        raise _Left
        return False

    def _take(self, record: ViewerRecord, frame: Frame) -> None:
        said = frame.json
        if frame.event == "control":
            record.resets += said["type"] == "reset"
        elif said["type"] != "heartbeat":
            record.seen.append(Seen(int(frame.id), said["id"], time.monotonic()))
            self._watched.saw(len(record.seen), frame)
