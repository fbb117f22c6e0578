"""A viewer that comes back with its cursor whenever its connection ends, and notes how each went."""

import asyncio
from collections import Counter

import httpx

from tests.support.sse import SseReader

_PAUSE_SEC = 0.02


class Returning:
    """Watches one job to its end."""

    def __init__(self, address: str, job_id: str, token: str) -> None:
        self.pairs: list[tuple[str, str]] = []
        """Ids and data of what it saw."""
        self.controls: Counter[str] = Counter()
        self.went: Counter[str] = Counter()
        """How its connections went: the status of the answer, `refused`, or `no answer`."""
        self.changed = asyncio.Event()
        self._url = f"{address}/api/jobs/{job_id}/stream"
        self._token = token
        self._reader = SseReader()

    async def watch(self) -> None:
        """Watch until the gateway says that nothing more will come."""
        async with httpx.AsyncClient(timeout=20) as client:
            while not await self._connect(client):  # noqa: ASYNC110 - it waits for nothing but its turn
                await asyncio.sleep(_PAUSE_SEC)  # what a browser waits

    async def seen(self, count: int) -> None:
        """Return when it has seen so many events."""
        while len(self.pairs) < count:
            self.changed.clear()
            await self.changed.wait()

    async def _connect(self, client: httpx.AsyncClient) -> bool:
        headers = {"Authorization": f"Bearer {self._token}", "Connection": "close"}
        if self._reader.cursor:
            headers["Last-Event-ID"] = self._reader.cursor
        self._reader = SseReader(cursor=self._reader.cursor)
        answered = False
        try:
            async with client.stream("GET", self._url, headers=headers) as response:
                answered = True
                self.went[str(response.status_code)] += 1
                if response.status_code != httpx.codes.OK:
                    return response.status_code == httpx.codes.NO_CONTENT
                rest = b""
                async for piece in response.aiter_raw():
                    *lines, rest = (rest + piece).split(b"\n")
                    for line in lines:
                        self._take(line.decode())
        except httpx.ConnectError:
            self.went["refused"] += 1
        except httpx.TransportError:
            self.went["no answer"] += not answered
        return False

    def _take(self, line: str) -> None:
        frame = self._reader.feed(line)
        if frame is None:
            return
        if frame.event == "control":
            self.controls[frame.json["type"]] += 1
        elif frame.json["type"] != "heartbeat":
            self.pairs.append((frame.id, frame.data))
        self.changed.set()
