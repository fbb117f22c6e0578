"""Whole jobs: seven agents, through JetStream, from the POST to `done`, over real pairs: what it takes and costs.

1. One at a time: seconds to `done` and to the first insight; deliveries beyond the first (a lease that was
   not kept up would make one).
2. Each agent: CPU seconds until it was ready, resident memory after the jobs.
3. Cancels in the middle: seconds from the request to the job's end, while agents compute.
4. Many at once, with 1 replica and with 2: pairs a minute.

    ./justw bench jobs [--data ../shared/data/dev] [--pairs 24 | --all] [--cancels 8] [--replicas 1 2]
"""

import argparse
import itertools
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from typing import Final, NamedTuple

import psutil

from agents.__main__ import AGENTS
from tests.support.sse import SseReader
from tests.support.system import Job, System, running_system

_AT_ONCE: Final = 8


class Pair(NamedTuple):
    """The texts of a job."""

    resume: str
    posting: str


class Ran(NamedTuple):
    """How a job went; seconds since its POST."""

    first_insight: float | None
    done: float
    retried: int
    """Events of another attempt, or another delivery of the same work, than the first."""
    end: str


def read_pairs(folder: Path, most: int | None) -> list[Pair]:
    """Read pairs, spread evenly over all of them where only some are wanted."""
    resumes, postings = (
        [path.read_text("utf-8") for path in sorted((folder / name).glob("*.txt"))] for name in ("resumes", "jobs")
    )
    every = [Pair(resume, posting) for resume, posting in itertools.product(resumes, postings)]
    if most is None or most >= len(every):
        return every
    step = len(every) / most + 1 / len(postings)  # not a divisor of the postings, or all were the same one
    return [every[int(number * step) % len(every)] for number in range(most)]


def follow(job: Job, began: float, *, cancel: bool = False) -> Ran:
    """Follow a job to its end; with `cancel`, ask for its end at the first sign of a step that computes."""
    headers = {"Authorization": f"Bearer {job.token}"}
    first: float | None = None
    retried = 0
    with job.system.client.stream("GET", f"/api/jobs/{job.job_id}/stream", headers=headers) as response:
        for frame in SseReader().frames(response.iter_lines()):
            if frame.event != "message":
                continue
            event = frame.json
            retried += event.get("run") not in {None, "1.1"}
            if event["type"] == "insight_emitted" and first is None:
                first = time.monotonic() - began
            if cancel and event.get("step") in {"profiling", "analyzing"}:
                cancel, began = False, time.monotonic()
                job.system.client.post(f"/api/jobs/{job.job_id}/cancel", headers=headers).raise_for_status()
            if event["type"] == "done":
                return Ran(first, time.monotonic() - began, retried, str(event["data"]["status"]))
    raise RuntimeError("the stream of a job ended without an end of the job")


def run(system: System, pair: Pair, *, cancel: bool = False) -> Ran:
    """Start a job and follow it."""
    began = time.monotonic()
    return follow(system.start(pair.resume, pair.posting), began, cancel=cancel)


def agents_of(system: System) -> dict[str, list[psutil.Process]]:
    """Find the processes of each agent, its computing children included."""
    found: dict[str, list[psutil.Process]] = {}
    for process in psutil.Process(system.process.pid).children(recursive=True):
        words = process.cmdline()
        step = next((word for word in words if word in AGENTS), None)
        if step is not None and "agents" in words:
            found.setdefault(step, []).append(process)
    return found


def cpu_of(processes: Sequence[psutil.Process]) -> float:
    """Add up CPU seconds."""
    return sum(times.user + times.system for times in (process.cpu_times() for process in processes))


def alone(pairs: Sequence[Pair], cancels: int) -> None:
    """Print what one job at a time takes, what agents cost, and how late cancels are."""
    with tempfile.TemporaryDirectory() as folder, running_system(Path(folder)) as system:
        cold = {step: cpu_of(processes) for step, processes in agents_of(system).items()}
        ran = [run(system, pair) for pair in pairs]
        assert all(one.end == "completed" for one in ran), "a job did not end well"
        took, insights = [one.done for one in ran], [one.first_insight for one in ran if one.first_insight is not None]
        print(f"one at a time, {len(ran)} pairs: to `done` p50 {median(took):.2f} s, p95 {_p95(took):.2f} s")
        print(f"first insight: p50 {median(insights):.2f} s, p95 {_p95(insights):.2f} s")
        print(f"events of further attempts or deliveries: {sum(one.retried for one in ran)}")
        print(f"{'agent':<12}{'processes':>10}{'cold CPU s':>12}{'MB (PSS)':>10}")
        for step, processes in agents_of(system).items():
            memory = sum(process.memory_full_info().pss for process in processes) / 2**20
            print(f"{step:<12}{len(processes):>10}{cold.get(step, 0.0):>12.2f}{memory:>10.0f}")
        late = [run(system, pair, cancel=True) for pair in pairs[:cancels]]
        if canceled := [one.done for one in late if one.end == "canceled"]:
            seconds = f"p50 {median(canceled):.2f} s, worst {max(canceled):.2f} s"
            print(f"cancel to the end of the job: {len(canceled)} of {len(late)}, {seconds}")


def together(pairs: Sequence[Pair], replicas: int) -> None:
    """Print how many pairs a minute come through when eight are under way at any time."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_system(Path(folder), replicas=replicas) as system,
        ThreadPoolExecutor(_AT_ONCE) as threads,
    ):
        run(system, pairs[0])
        began = time.monotonic()
        ran = list(threads.map(lambda pair: run(system, pair), pairs))
        minutes = (time.monotonic() - began) / 60
        assert all(one.end == "completed" for one in ran), "a job did not end well"
        print(f"{_AT_ONCE} at once, {replicas} of each agent: {len(ran) / minutes:.0f} pairs a minute")


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="bench jobs", description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, default=Path("../shared/data/dev"), help="folder of the texts")
    options.add_argument("--pairs", type=int, default=24)
    options.add_argument("--all", action="store_true", help="every résumé with every posting")
    options.add_argument("--cancels", type=int, default=8)
    options.add_argument("--replicas", type=int, nargs="*", default=[1, 2])
    chosen = options.parse_args()
    pairs = read_pairs(chosen.data, None if chosen.all else chosen.pairs)
    alone(pairs, chosen.cancels)
    for replicas in chosen.replicas:
        together(pairs, replicas)


if __name__ == "__main__":
    main()
