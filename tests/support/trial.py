"""The pipeline and the tiny agents as processes, over a test's own nats-server."""

from pathlib import Path

import msgspec

from pipeline.graph import Graph
from tests.support.nats_server import NatsServer
from tests.support.services import ServiceProcess
from tests.support.tiny_agents import PATHS, TRIAL

LEASE_SEC = 2.5
"""Longer than a pull request lives: else the item is handed to one who sleeps, until it counts as crashed."""


class Trial:
    """The service processes of one test."""

    def __init__(
        self, folder: Path, server: NatsServer, *, lease_sec: float = LEASE_SEC, graph: Graph = TRIAL, **more: str
    ) -> None:
        self._folder = folder
        self._environment = {
            "NATS_URL": server.url,
            "LEASE": str(lease_sec),
            "GRAPHS_FILE": str(folder / "graphs.json"),
            "GRACE": "0.5",
            **more,
        }
        (folder / "graphs.json").write_bytes(msgspec.json.encode([graph]))
        self._running: list[ServiceProcess] = []

    async def pipeline(self) -> ServiceProcess:
        """Start a pipeline."""
        return await self._start("pipeline")

    async def agents(self, *steps: str) -> ServiceProcess:
        """Start a process of agents."""
        return await self._start("agents", *(f"{step}={PATHS[step]}" for step in steps))

    async def stop(self) -> None:
        """End all of them."""
        for service in self._running:
            await service.stop()

    async def _start(self, *words: str) -> ServiceProcess:
        name = f"{words[0]}-{len(self._running)}"
        service = ServiceProcess(self._folder, name, *words, environment=self._environment)
        self._running.append(service)
        return await service.start()
