"""One chaos run: the system, its users, the faults, and what all of them leave behind."""

import asyncio
import time
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Final, Literal

import httpx
import msgspec

from contracts import subjects
from contracts.events import decode_event
from contracts.ids import JobId
from contracts.visibility import Visibility
from eventlog import Connection, LogSettings, connect
from tests.chaos.faults import Faults
from tests.chaos.plan import LEASE_SEC, Plan
from tests.chaos.records import JobRecord, Logged, RunRecord
from tests.chaos.servers import Servers
from tests.chaos.system import System
from tests.chaos.user import User
from tests.chaos.viewers import READ_SEC
from tests.support.nats_server import SERVERS_OWN_SYNC

STALLED_SEC: Final = 75.0
"""Nothing new for so long, after the last fault, means stuck: more than twice what the watchdog takes."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a run runs on."""

    nodes: Literal[1, 3] = 1
    sync: Literal["default", "always"] = "default"


async def run(plan: Plan, settings: Settings, folder: Path) -> RunRecord:
    """Carry out a plan, and give what there is to judge."""
    sync = SERVERS_OWN_SYNC if settings.sync == "default" else settings.sync
    servers = Servers(folder, nodes=settings.nodes, sync=sync)
    try:
        await servers.start()
        log = LogSettings(url=servers.url, replicas=servers.replicas, lease_sec=LEASE_SEC, dedupe_window_sec=0.5)
        async with await connect(log) as reading:
            system = System(folder, servers)
            try:
                await system.start()
                return await _run(plan, system, reading)
            finally:
                await system.stop()
    finally:
        await servers.stop()


async def _run(plan: Plan, system: System, reading: Connection) -> RunRecord:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=20)
    timeout = httpx.Timeout(READ_SEC, connect=2.0, read=READ_SEC, write=2.0)
    began = time.monotonic()
    none = CookieJar(DefaultCookiePolicy(allowed_domains=()))  # a jar of all jobs' tokens would be searched each time
    async with httpx.AsyncClient(timeout=timeout, limits=limits, cookies=none, verify=False) as client:  # noqa: S501 - no TLS here
        users = [User(n, job, client, system.addresses) for n, job in enumerate(plan.jobs)]
        faults = Faults(
            system, reading, lambda: [u.record.job_id for u in users if u.record.viewers and not u.record.settled]
        )
        await faults.listen()

        async def later(user: User, at_sec: float) -> None:
            await asyncio.sleep(at_sec)
            await user.live(viewers=plan.viewers, slow_while=str(system.slow_file))

        living = [asyncio.create_task(later(user, user.starts_at_sec)) for user in users]
        striking = []
        for fault in plan.faults:
            await asyncio.sleep(began + fault.at_sec - time.monotonic())
            striking.append(asyncio.create_task(faults.strike(fault)))
        await asyncio.gather(*striking)
        await _until_over(users, living)
    for user in users:
        await _read(user.record, reading)
    return RunRecord(
        jobs=[user.record for user in users],
        faults=faults.done,
        unclean=system.unclean,
        seconds=time.monotonic() - began,
    )


async def _until_over(users: list[User], living: list[asyncio.Task[None]]) -> None:
    """Wait for all users, as long as anything still moves; who is stuck then is left."""
    over = time.monotonic()
    while (waiting := [task for task in living if not task.done()]) and _moved_at(users, over) > time.monotonic():
        await asyncio.wait(waiting, timeout=1.0)
    for task in waiting:
        task.cancel()
    for error in await asyncio.gather(*living, return_exceptions=True):
        if isinstance(error, Exception):
            raise error


def _moved_at(users: list[User], over: float) -> float:
    return max([over, *(user.watched.last_at for user in users)]) + STALLED_SEC


async def _read(record: JobRecord, reading: Connection) -> None:
    """Read what is shown of a job from the log itself, by the contracts alone."""
    if not record.viewers:
        return
    visibility = Visibility(record.job_id)
    for message in await reading.log.read(subjects.public(JobId(record.job_id))):
        event = decode_event(message.data)
        if visibility.hides(subjects.channel_of(message.subject), event, message.message_id) is None:
            record.shown.append(Logged(message.seq, event))
