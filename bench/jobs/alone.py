"""One job at a time: how long it takes, and what the seven agents cost."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final

import psutil

from agents.__main__ import AGENTS
from bench.jobs.pairs import Pair
from bench.jobs.running import p95, run
from bench.measuring.figures import Row, Samples, at_most, never
from tests.support.services import ServiceProcess
from tests.support.system import System, running_system

NAME: Final = "alone"
ABOUT: Final = "one job at a time, seven agents, through JetStream, from the POST to what its viewer sees"
ROWS: Final = (
    Row("pairs", "pairs"),
    Row("done_p50", "to `done`, p50", "s"),
    Row("done_p95", "to `done`, p95", "s", at_most(2)),
    Row("insight_p50", "to the first insight, p50", "s", at_most(0.3)),
    Row("insight_p95", "to the first insight, p95", "s"),
    never("unfinished", "jobs that did not end well"),
    never("again", "events of a second attempt or delivery"),
    Row("start", "start of an agent until it takes work, the slowest of seven", "s", at_most(1.5)),
    Row("start_cpu", "… CPU, the most of seven", "s"),
    Row(
        "memory",
        "memory of an agent with its children after these jobs, the most",
        "MB",
        at_most(300),
    ),
)


def measure(pairs: Sequence[Pair]) -> Samples:
    """Run the pairs one after the other on a system of their own."""
    with tempfile.TemporaryDirectory(prefix="bench-jobs-") as name, running_system(Path(name)) as system:
        ran = [run(system, pair) for pair in pairs]
        memory = max(_resident_mb(processes) for processes in _agents_of(system).values())
        starts = asyncio.run(_starts(system))
    took = [one.done for one in ran]
    insights = [one.first_insight for one in ran if one.first_insight is not None]
    return {
        "pairs": len(ran),
        "done_p50": median(took),
        "done_p95": p95(took),
        "insight_p50": median(insights),
        "insight_p95": p95(insights),
        "unfinished": sum(one.end != "completed" for one in ran),
        "again": sum(one.again for one in ran),
        "start": max(wall for wall, _ in starts),
        "start_cpu": max(cpu for _, cpu in starts),
        "memory": memory,
    }


async def _starts(system: System) -> list[tuple[float, float]]:
    """Start one more agent of each step, one at a time; gives seconds and CPU seconds until each takes work."""
    found, environment = [], {"NATS_URL": system.nats_url}
    for step in AGENTS:
        began = time.monotonic()
        agent = ServiceProcess(system.data_dir, f"one-more-{step}", "agents", step, environment=environment)
        try:
            await agent.start()
            wall = time.monotonic() - began
            process = psutil.Process(agent.pid)
            times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
            found.append((wall, sum(time_of.user + time_of.system for time_of in times)))
        finally:
            await agent.stop()
    return found


def _agents_of(system: System) -> dict[str, list[psutil.Process]]:
    """Find the processes of each agent, its computing children included."""
    found: dict[str, list[psutil.Process]] = {}
    for process in psutil.Process(system.process.pid).children(recursive=True):
        words = process.cmdline()
        step = next((word for word in words if word in AGENTS), None)
        if step is not None and "agents" in words:
            found.setdefault(step, []).append(process)
    return found


def _resident_mb(processes: Sequence[psutil.Process]) -> float:
    """Add up their memory; what they share counts once."""
    return float(sum(process.memory_full_info().pss for process in processes)) / 2**20
