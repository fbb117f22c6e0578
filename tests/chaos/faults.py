"""Carrying out faults."""

import asyncio
import signal
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from contracts import subjects
from contracts.ids import JobId
from eventlog import Connection, TransientError
from tests.chaos.plan import Fault
from tests.chaos.records import FaultRecord
from tests.chaos.system import Member, System

_INSIST_SEC: Final = 3.0
_PAUSE_SEC: Final = 0.02
_SIGNALS: Final = {"kill": signal.SIGKILL, "stop": signal.SIGTERM, "pause": signal.SIGSTOP}


class Faults:
    """Does to a system what a plan says."""

    def __init__(self, system: System, reading: Connection, open_jobs: Callable[[], list[str]]) -> None:
        self.done: list[FaultRecord] = []
        self._system = system
        self._servers = system.servers
        self._reading = reading
        self._open_jobs = open_jobs
        self._work: deque[Msg] = deque(maxlen=50)
        self._slow = 0
        self._server = asyncio.Lock()
        """One at a time does something to the servers themselves: a majority of three is to live."""

    async def listen(self) -> None:
        """Note the work that the pipelines publish, to publish it again."""

        async def note(message: Msg) -> None:
            self._work.append(message)

        await self._servers.client.subscribe(subjects.ALL_WORK, cb=note)

    async def strike(self, fault: Fault) -> None:
        """Carry out a fault, to its end."""
        at = time.monotonic()
        await self._strike(fault)
        self.done.append(FaultRecord(kind=fault.kind, at=at, until=time.monotonic()))

    async def _strike(self, fault: Fault) -> None:
        match fault.kind.split():
            case ["kill", "nats"]:
                async with self._server:
                    await self._servers.kill_one(fault.replica, fault.lasts_sec)
            case ["kill" | "stop" | "pause" as how, service]:
                await self._signal(self._system.members[service][fault.replica], how, fault.lasts_sec)
            case ["cut", "log"]:
                every = list(self._system.to_log.values())
                ways = every[int(fault.chance * len(every))]
                silently = fault.chance * 10 % 1 < 0.5
                await asyncio.gather(*(way.cut(fault.lasts_sec, silently=silently) for way in ways))
            case ["cut", "viewers"]:
                await self._system.to_gateways[fault.replica].cut(fault.lasts_sec, silently=fault.chance < 0.5)
            case ["double", "work"]:
                await self._double_work(fault.chance)
            case ["double", what]:
                await self._double_stored(what, fault.chance)
            case ["slow", _]:
                await self._slow_down(fault.lasts_sec)
            case ["full", _]:
                async with self._server:
                    await self._servers.fill(fault.lasts_sec)
            case _:
                raise ValueError(f"nobody knows how to {fault.kind}")

    async def _signal(self, member: Member, how: str, lasts_sec: float) -> None:
        member.signal(_SIGNALS[how])
        if how == "pause":
            await asyncio.sleep(lasts_sec)
            member.signal(signal.SIGCONT)

    async def _slow_down(self, lasts_sec: float) -> None:
        self._slow += 1
        self._system.slow_file.touch()
        await asyncio.sleep(lasts_sec)
        self._slow -= 1
        if not self._slow:
            self._system.slow_file.unlink()

    async def _double_work(self, chance: float) -> None:
        """Publish an item once more, if possible in the moment in which its subject is free again."""
        while not self._work:  # noqa: ASYNC110 - what is waited for comes by a callback, at any moment
            await asyncio.sleep(_PAUSE_SEC)
        item = self._work[-1 - int(chance * min(3, len(self._work)))]
        give_up = time.monotonic() + _INSIST_SEC
        while time.monotonic() < give_up:
            if await self._stored(item.subject, item.data, {}):
                return
            await asyncio.sleep(_PAUSE_SEC)

    async def _double_stored(self, what: str, chance: float) -> None:
        """Publish a fact or an event of a running job once more: a fact with no id, an event with its own."""
        while True:
            jobs = self._open_jobs()
            try:
                if jobs and await self._double_one(JobId(jobs[int(chance * len(jobs))]), what, chance):
                    return
            except TransientError:
                pass  # another fault is under way
            await asyncio.sleep(_PAUSE_SEC)

    async def _double_one(self, job_id: JobId, what: str, chance: float) -> bool:
        subject = subjects.results(job_id) if what == "fact" else subjects.events(job_id)
        stored = await self._reading.log.read(subject)
        if not stored:
            return False
        message = stored[int(chance * len(stored))]
        its_own = {"Nats-Msg-Id": message.message_id} if message.message_id and what == "event" else {}
        return await self._stored(subject, message.data, its_own)

    async def _stored(self, subject: str, data: bytes, headers: dict[str, str]) -> bool:
        """Publish, and tell whether it was stored, or known."""
        try:
            answer = await self._servers.client.request(subject, data, timeout=1, headers=headers or None)
        except (NatsError, TimeoutError):
            return False
        return b'"error"' not in answer.data
