"""The contenders: each runs chains of six tasks that do nothing, one at a time or many at once."""

import asyncio
import contextlib
import json
import os
import subprocess
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Final, Protocol

import msgspec
import psutil

from bench.peers.environment import PEERS, peer_python, redis_server
from bench.pipeline.noop import NOOP_6, PATHS
from bench.pipeline.starter import Starter
from tests.support.nats_server import free_port, nats_server
from tests.support.services import ServiceProcess


class Contender(Protocol):
    """Something that runs jobs of six steps."""

    name: str

    async def idle(self, jobs: int) -> list[float]:
        """Run jobs one behind the other; gives the seconds of each, from asking for it to hearing of its end."""
        ...

    async def busy(self, jobs: int) -> float:
        """Run jobs all at once; gives the seconds until the last has ended."""
        ...

    def cpu_sec(self) -> float:
        """Give the CPU time of all of its processes so far; who asks for the jobs is not counted."""
        ...


def cpu_sec_of(pids: list[int]) -> float:
    """Add up the CPU time of processes and of their children that live."""
    total = 0.0
    for pid in pids:
        for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
            times = process.cpu_times()
            total += times.user + times.system
    return total


class Ours:
    """One pipeline, one process with the six agents, and their nats-server with its defaults."""

    name = "resume-optimizer"

    def __init__(self, starter: Starter, pids: list[int]) -> None:
        self.starter = starter
        self._pids = pids
        self.idle = starter.idle
        self.busy = starter.busy

    def cpu_sec(self) -> float:
        """See `Contender`."""
        return cpu_sec_of(self._pids)


@contextlib.asynccontextmanager
async def ours(folder: Path) -> AsyncIterator[Ours]:
    """Run our services in a folder, on a fresh log."""
    (folder / "graphs.json").write_bytes(msgspec.json.encode([NOOP_6]))
    monitoring = free_port()
    async with nats_server(folder, more=f"http: 127.0.0.1:{monitoring}") as nats:
        environment = {
            "NATS_URL": nats.url,
            "GRAPHS_FILE": str(folder / "graphs.json"),
            "LOG_LEVEL": "warning",
            "AGENT_SLOTS": "16",  # four are meant for steps that compute: these only wait for acknowledgements
        }
        services = [
            ServiceProcess(folder, "pipeline", "pipeline", environment=environment),
            ServiceProcess(folder, "agents", "agents", *PATHS, environment=environment),
        ]
        try:
            for service in services:
                await service.start()
            async with await Starter.connect(nats.url, monitoring) as starter:
                yield Ours(starter, [nats.pid, *(service.pid for service in services)])
        finally:
            for service in services:
                await service.stop()


class Celery:
    """A worker with its defaults: a process per core; Redis is its broker and keeps its results, in memory only."""

    name = "Celery + Redis"

    def __init__(self, asking: list[str], environment: Mapping[str, str], pids: list[int]) -> None:
        self._asking = asking
        self._environment = environment
        self._pids = pids

    async def idle(self, jobs: int) -> list[float]:
        """See `Contender`."""
        return await self._asked("idle", jobs)

    async def busy(self, jobs: int) -> float:
        """See `Contender`."""
        [seconds] = await self._asked("busy", jobs)
        return seconds

    def cpu_sec(self) -> float:
        """See `Contender`."""
        return cpu_sec_of(self._pids)

    async def _asked(self, how: str, jobs: int) -> list[float]:
        process = await asyncio.create_subprocess_exec(
            *self._asking, how, str(jobs), env=self._environment, stdout=asyncio.subprocess.PIPE
        )
        said, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"Celery did not run {jobs} chains")
        return [float(seconds) for seconds in json.loads(said)]


@contextlib.asynccontextmanager
async def celery(folder: Path) -> AsyncIterator[Celery]:
    """Run a Celery worker over Redis in a folder."""
    port, python = free_port(), await asyncio.to_thread(peer_python)
    environment = {**os.environ, "REDIS_URL": f"redis://127.0.0.1:{port}/0", "PYTHONPATH": str(PEERS)}
    commands = [
        [redis_server(), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        [python, "-m", "celery", "-A", "celery_chain", "worker", "--loglevel", "WARNING"],
    ]
    running = []
    try:
        with (folder / "celery.log").open("ab") as log:
            for command in commands:
                running.append(  # noqa: PERF401 - those that started are ended, should the next one fail
                    subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)  # noqa: ASYNC220
                )
        contender = Celery([python, str(PEERS / "celery_chain.py")], environment, [one.pid for one in running])
        await contender.idle(1)  # ready when it has done one
        yield contender
    finally:
        for process in reversed(running):
            process.terminate()
            await asyncio.to_thread(process.wait, 20)


CONTENDERS: Final = (ours, celery)
