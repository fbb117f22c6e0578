"""Two replicas of each service, each started again when it ends, each behind proxies of its own."""

import asyncio
import base64
import os
import secrets
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Self

import msgspec

from tests.chaos.agents import CHAOS, PATHS
from tests.chaos.plan import LEASE_SEC, REPLICAS
from tests.chaos.proxy import Proxy
from tests.chaos.servers import Servers
from tests.support.nats_server import free_port

ROOT: Final = Path(__file__).parents[2]
SLOW_FILE: Final = "slow"
"""Handlers are slow while this file exists in the run's folder."""

_CONFIGURATION: Final = 78
_CLEAN_STOP_SEC: Final = 15.0


class Member:
    """One replica of a service, and its supervisor."""

    def __init__(self, name: str, words: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        self.name = name
        self.ready = asyncio.Event()
        self.starts = 0
        self.unclean: list[str] = []
        """What went wrong when it was told to stop: each stop that did not exit 0 in time."""
        self._command = [sys.executable, "-m", *words]
        self._environment = {**os.environ, "LOG_FORMAT": "json", **environment}
        self._log = folder / f"{name}.log"
        self._process: asyncio.subprocess.Process | None = None
        self._supervising: asyncio.Task[None] | None = None
        self._told_to_stop_at: float | None = None

    def supervise(self) -> None:
        """Begin to run it, again and again."""
        self._supervising = asyncio.create_task(self._supervise())

    def signal(self, how: signal.Signals) -> None:
        """Send a signal, if there is anybody to get it."""
        if self._process is None or self._process.returncode is not None:
            return
        if how == signal.SIGTERM and self.ready.is_set():
            self._told_to_stop_at = time.monotonic()
        if how == signal.SIGKILL:
            self._told_to_stop_at = None  # what it would have exited with is not to be known
        self._process.send_signal(how)

    async def end(self) -> None:
        """Kill it for good."""
        if self._supervising is not None:
            self._supervising.cancel()
            await asyncio.wait({self._supervising})
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def _supervise(self) -> None:
        while True:
            status = await self._run()
            if status == _CONFIGURATION:
                raise RuntimeError(f"{self.name} refuses to start:\n{self._log.read_text()[-2000:]}")
            if self._told_to_stop_at is not None:
                took_sec = time.monotonic() - self._told_to_stop_at
                self._told_to_stop_at = None
                if status != 0 or took_sec > _CLEAN_STOP_SEC:
                    self.unclean.append(f"{self.name}: exit {status} after {took_sec:.1f} s")
            await asyncio.sleep(0.1)

    async def _run(self) -> int:
        hears, speaks = os.pipe()
        self.starts += 1
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=ROOT,
                env={**self._environment, "READY_FD": str(speaks)},
                pass_fds=(speaks,),
                stdout=log,
                stderr=log,
            )
        os.close(speaks)
        loop = asyncio.get_running_loop()

        def hear() -> None:
            loop.remove_reader(hears)
            if os.read(hears, 100):
                self.ready.set()

        loop.add_reader(hears, hear)
        try:
            return await self._process.wait()
        finally:
            self.ready.clear()
            loop.remove_reader(hears)
            os.close(hears)


class System:
    """All services of a run."""

    def __init__(self, folder: Path, servers: Servers) -> None:
        self.servers = servers
        self.slow_file = folder / SLOW_FILE
        self.members: dict[str, list[Member]] = {}
        self.to_log: dict[str, list[Proxy]] = {}
        """By the name of a member: its ways to the nodes."""
        self.to_gateways: list[Proxy] = []
        self._folder = folder

    @property
    def addresses(self) -> list[str]:
        """Where viewers find the gateways."""
        return [f"http://127.0.0.1:{proxy.port}" for proxy in self.to_gateways]

    @property
    def unclean(self) -> list[str]:
        """Stops that were not clean."""
        return [said for members in self.members.values() for member in members for said in member.unclean]

    async def start(self) -> Self:
        """Start everything, and wait until all of it is ready."""
        keys = self._folder / "token-keys"
        keys.write_text(f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}\n")
        (self._folder / "graphs.json").write_bytes(msgspec.json.encode([CHAOS]))
        agents = ["agents", *(f"{step}={path}" for step, path in PATHS.items())]
        for service, words in {"gateway": ["gateway"], "pipeline": ["pipeline"], "agents": agents}.items():
            self.members[service] = [await self._member(service, number, words) for number in range(REPLICAS)]
        everybody = [member for members in self.members.values() for member in members]
        for member in everybody:
            member.supervise()
        async with asyncio.timeout(60):
            await asyncio.gather(*(member.ready.wait() for member in everybody))
        return self

    async def stop(self) -> None:
        """End everything."""
        await asyncio.gather(*(member.end() for members in self.members.values() for member in members))
        for proxy in [*self.to_gateways, *(proxy for ways in self.to_log.values() for proxy in ways)]:
            await proxy.stop()

    async def _member(self, service: str, number: int, words: Sequence[str]) -> Member:
        name = f"{service}-{number}"
        ways = self.to_log[name] = [await Proxy(node.port).start() for node in self.servers.nodes]
        environment = {
            "NATS_URL": ",".join(f"nats://127.0.0.1:{way.port}" for way in ways),
            "NATS_REPLICAS": str(self.servers.replicas),
            "LEASE": str(LEASE_SEC),
            "GRACE": "0.5",
            "DEDUPE_WINDOW": "0.5",
            "GRAPHS_FILE": str(self._folder / "graphs.json"),
            "AGENT_SLOTS": "8",
            "AGENT_PROCESSES": "2",
        }
        if service == "gateway":
            port = free_port()
            self.to_gateways.append(await Proxy(port).start())
            environment |= {
                "PORT": str(port),
                "TOKEN_KEYS": str(self._folder / "token-keys"),
                "STATIC_DIR": str(self._folder),
                "GRAPH": CHAOS.name,
                "HEARTBEAT_SEC": "2",
                "LINGER_SEC": "1",
                "DRAIN_SEC": "0.5",
                "RETRY_MS": "200",
            }
        return Member(name, words, environment, self._folder)
