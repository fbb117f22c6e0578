"""kill -9 after each write of a real job, every position in turn: of the gateway, the pipeline and the agents."""

import asyncio
import base64
import itertools
import secrets
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Self

import httpx
import msgspec

from contracts import subjects
from contracts.ids import JobId
from eventlog import Connection, LogSettings, connect
from tests.chaos.alike import Alike, alike, difference
from tests.chaos.plan import LEASE_SEC, SERVICES
from tests.chaos.system import ROOT, Member
from tests.support.eventually import eventually, found
from tests.support.jobs import history, state_of, until_done
from tests.support.nats_server import NatsServer, free_port, stored

STEPS: Final = ("ingesting", "analyzing", "profiling", "planning", "writing", "validating", "polishing")
_TEXTS: Final = ROOT / "tests" / "support" / "texts"
_AGAIN_SEC: Final = 0.1
_QUIET_SEC: Final = 60.0
_DIES_WITHIN_SEC: Final = 0.5
"""The last write of all may be its last: it dies a moment after the end was told."""


class Row(msgspec.Struct, kw_only=True):
    """What came of one service: after how many of its writes it was killed, and where another job came out."""

    service: str
    killed: int = 0
    differing: dict[int, str] = {}
    """Position → where the job differs from the undisturbed one."""
    slowest_sec: float = 0.0


class Judged(msgspec.Struct, kw_only=True):
    """All rows, and how many writes the undisturbed job took of all services together."""

    rows: list[Row]
    writes: int

    @property
    def complaints(self) -> list[str]:
        """Sentences on all that is wrong: jobs that came out differently, and writes after which nobody died."""
        found_wrong = [
            f"{row.service}, write {at}: {where}" for row in self.rows for at, where in row.differing.items()
        ]
        killed = sum(row.killed for row in self.rows)
        return found_wrong + ([f"only {killed} of {self.writes} writes had their kill"] if killed < self.writes else [])


class Lane:
    """A system of its own: one process of each kind, that dies when it is told to and is started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = NatsServer(folder)
        self._port = free_port()
        self._members: dict[str, Member] = {}
        self._numbers = itertools.count()

    async def start(self) -> Self:
        """Start all of it."""
        await self._server.start()
        keys = self._folder / "token-keys"
        keys.write_text(f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}\n")
        environment = {
            "NATS_URL": self._server.url,
            "LEASE": str(LEASE_SEC),
            "PORT": str(self._port),
            "TOKEN_KEYS": str(keys),
            "STATIC_DIR": str(self._folder),
        }
        for service in SERVICES:
            words = ["tests.support.dying", str(self._fate_of(service)), service]
            words += STEPS if service == "agents" else ()
            self._members[service] = Member(service, words, environment, self._folder)
            self._members[service].supervise()
        async with asyncio.timeout(60):
            await asyncio.gather(*(member.ready.wait() for member in self._members.values()))
        return self

    async def stop(self) -> None:
        """End all of it."""
        await asyncio.gather(*(member.end() for member in self._members.values()))
        self._server.kill()

    async def undisturbed(self) -> tuple[int, Alike]:
        """See a job through during which nobody dies, and count the writes that it takes."""
        before = await stored(self._server)
        _, left = await self.job()
        after = await stored(self._server)
        return sum(after[name] - before[name] for name in (subjects.JOBS, subjects.DOCUMENTS)) + len(STEPS), left

    async def job(self, service: str | None = None, writes: int = 0) -> tuple[bool, Alike]:
        """See a job through, during which a service dies after so many writes; tells whether it came to that."""
        await self._quiet()
        victim = self._members[service] if service is not None else None
        if service is not None:
            self._fate_of(service).write_text(str(writes))
        starts = victim.starts if victim is not None else 0
        async with await connect(LogSettings(url=self._server.url, lease_sec=LEASE_SEC)) as connection:
            job_id = await self._started()
            await until_done(connection, job_id, timeout_sec=120)
            died = victim is not None and await _starts_again(victim, starts)
            return died, await _left_of(connection, job_id)

    def _fate_of(self, service: str) -> Path:
        return self._folder / f"{service}.dies"

    async def _started(self) -> JobId:
        """Start a job as a browser does, which asks again, with its key, until it is answered."""
        body = {
            "resume_text": (_TEXTS / "nurse.txt").read_text("utf-8"),
            "job_text": (_TEXTS / "posting_nurse.txt").read_text("utf-8"),
        }
        key = {"Idempotency-Key": f"job-{next(self._numbers)}"}
        url = f"http://127.0.0.1:{self._port}/api/pipeline/start"

        async with httpx.AsyncClient(timeout=30) as client:
            while True:
                try:
                    answer = await client.post(url, json=body, headers=key)
                except httpx.TransportError:
                    await asyncio.sleep(_AGAIN_SEC)
                    continue
                return JobId(answer.raise_for_status().json()["job_id"])

    async def _quiet(self) -> None:
        """Wait until everybody is there, and nothing of the last job is left to do."""
        async with asyncio.timeout(_QUIET_SEC):
            await asyncio.gather(*(member.ready.wait() for member in self._members.values()))

        async def nothing_to_do() -> bool | None:
            return (await stored(self._server))[subjects.WORK] == 0 or None

        await found(nothing_to_do, within_sec=_QUIET_SEC)


async def each_write(folder: Path, *, lanes: int = 2, positions: Sequence[int] | None = None) -> Judged:
    """Kill each service after each of its writes, or after those named, and compare every job with the undisturbed one.

    Args:
        folder: For logs and stores.
        lanes: How many systems work side by side.
        positions: Which writes, from 1; None for all that a job has.
    """
    systems = []
    try:
        for number in range(lanes):
            lane_folder = folder / f"lane-{number}"
            lane_folder.mkdir(parents=True)
            systems.append(await Lane(lane_folder).start())
        writes, undisturbed = await systems[0].undisturbed()
        rows = [await _each_of(service, systems, undisturbed, positions) for service in SERVICES]
        return Judged(rows=rows, writes=writes if positions is None else len(positions) * len(SERVICES))
    finally:
        await asyncio.gather(*(lane.stop() for lane in systems))


async def _each_of(service: str, systems: Sequence[Lane], undisturbed: Alike, positions: Sequence[int] | None) -> Row:
    row = Row(service=service)
    left: Iterator[int] = iter(positions) if positions is not None else itertools.count(1)
    over = False

    async def work(lane: Lane) -> None:
        nonlocal over
        while not over and (writes := next(left, None)) is not None:
            began = time.monotonic()
            died, came_out = await lane.job(service, writes)
            row.killed += died
            if not died:
                over = True  # the job has fewer writes: all were tried
            row.slowest_sec = max(row.slowest_sec, time.monotonic() - began)
            if (where := difference(came_out, undisturbed)) is not None:
                row.differing[writes] = where

    await asyncio.gather(*(work(lane) for lane in systems))
    return row


def table_of(judged: Judged) -> str:
    """Write the rows as Markdown, with a sentence on each job that came out differently."""
    lines = ["| service | killed after each of its writes | the same job | slowest |", "|---|---:|---:|---:|"]
    for row in judged.rows:
        same = row.killed - len(row.differing)
        lines.append(f"| {row.service} | {row.killed} | {same} | {row.slowest_sec:.1f} s |")
    verdict = "FAILED" if judged.complaints else "nothing to complain of"
    return "\n".join([*lines, "", f"{judged.writes} writes: {verdict}", *(f"- {said}" for said in judged.complaints)])


async def _starts_again(member: Member, starts: int) -> bool:
    try:
        await eventually(lambda: member.starts > starts or not member.ready.is_set(), within_sec=_DIES_WITHIN_SEC)
    except TimeoutError:
        return False
    return True


async def _left_of(connection: Connection, job_id: JobId) -> Alike:
    return alike(job_id, await history(connection, job_id), await state_of(connection, job_id))
