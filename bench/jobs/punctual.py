"""While agents compute: whether leases are renewed, cancels heeded and heartbeats sent when they are due."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

import msgspec

from bench.jobs.acknowledgements import Acknowledgements
from bench.jobs.heavy import COMPUTES, HEAVY, PATH
from bench.jobs.pairs import Pair
from bench.measuring.figures import Row, Samples, at_least, at_most, never
from contracts.ids import parse_step
from tests.support.services import ServiceProcess
from tests.support.sse import Frame, SseReader
from tests.support.system import Job, System, running_system

AT_ONCE: Final = 4
ROUNDS: Final = 2
LEASE_SEC: Final = 3.0
DUE_SEC: Final = LEASE_SEC / 3
"""A lease is renewed three times as often as it has to be."""
HEARTBEAT_SEC: Final = 0.5
NAME: Final = "punctual"
ABOUT: Final = (
    f"one process of agents with {AT_ONCE} jobs that compute at once, six seconds of CPU each; LEASE={LEASE_SEC:g}, "
    f"HEARTBEAT_SEC={HEARTBEAT_SEC:g}; how late what is due comes"
)
ROWS: Final = (
    Row("jobs", "jobs that computed to their end"),
    Row("step", "a step, on all cores, p50", "s"),
    Row("renewals", f"renewals of leases, each due {DUE_SEC:g} s after the one before", "", at_least(1)),
    Row("renewal_p50", "… late, p50", "ms"),
    Row("renewal_worst", "… late, worst", "ms", at_most(500)),
    never("again", "events of a second delivery: a lease was lost"),
    never("unfinished", "jobs that did not end as they should"),
    Row("heartbeats", "heartbeats to their viewers in silence", "", at_least(1)),
    Row("heartbeat_worst", "… late, worst", "ms", at_most(500)),
    Row("cancels", "cancels in the middle of computing", "", at_least(1)),
    Row("told_worst", "… until the viewer is told, worst", "ms", at_most(500)),
    Row("stopped_worst", "… until the agent has ended its computing and settled, worst", "ms", at_most(1000)),
)


@dataclass(slots=True)
class Watched:
    """What a job's viewer saw. Moments are of the monotonic clock, in seconds."""

    heartbeats_late: list[float] = field(default_factory=list)
    again: int = 0
    began: float = 0.0
    """When the step said that it computes."""
    canceled: float = 0.0
    position: int = 0
    """Of the work that was canceled."""
    done: float = 0.0
    end: str = ""


class _Watching:
    """A viewer of one job, in a thread of its own."""

    def __init__(self, job: Job, heard: Acknowledgements, *, cancel: bool) -> None:
        self._job = job
        self._heard = heard
        self._cancel = cancel
        self._loop = asyncio.get_running_loop()
        self._headers = {"Authorization": f"Bearer {job.token}"}
        self._seen = Watched()

    def to_the_end(self) -> Watched:
        """Follow it; with `cancel`, end it at the first heartbeat after it said that it computes."""
        path, before = f"/api/jobs/{self._job.job_id}/stream", time.monotonic()
        with self._job.system.client.stream("GET", path, headers=self._headers) as response:
            for frame in SseReader().frames(response.iter_lines()):
                if frame.event == "message":
                    now = time.monotonic()
                    self._take(frame, now, now - before)
                    before = now
        return self._seen

    def _take(self, frame: Frame, now: float, silence: float) -> None:
        event, seen = frame.json, self._seen
        seen.again += event.get("run") not in {None, "1.1"}
        match event["type"]:
            case "heartbeat" if seen.began:
                seen.heartbeats_late.append(max(0.0, silence - HEARTBEAT_SEC))
                if self._cancel and not seen.canceled:
                    self._end_it()
            case "step_progress" if event["data"].get("milestone") == COMPUTES:
                seen.began = now
            case "done":
                seen.done, seen.end = now, str(event["data"]["status"])
            case _:
                pass

    def _end_it(self) -> None:
        finding = self._heard.position_of(self._job.job_id)
        self._seen.position = asyncio.run_coroutine_threadsafe(finding, self._loop).result()
        self._seen.canceled = time.monotonic()
        self._job.system.client.post(f"/api/jobs/{self._job.job_id}/cancel", headers=self._headers).raise_for_status()


def measure(pairs: Sequence[Pair]) -> Samples:
    """Let jobs compute to their end, and cancel as many in the middle, some at a time."""
    return asyncio.run(_measure(pairs))


async def _measure(pairs: Sequence[Pair]) -> Samples:
    with tempfile.TemporaryDirectory(prefix="bench-jobs-") as name:
        folder = Path(name)
        (folder / "graphs.json").write_bytes(msgspec.json.encode([HEAVY]))
        settings = {
            "LEASE": f"{LEASE_SEC:g}",
            "HEARTBEAT_SEC": f"{HEARTBEAT_SEC:g}",
            "GRAPH": HEAVY.name,
            "GRAPHS_FILE": str(folder / "graphs.json"),
        }
        with running_system(folder, settings=settings) as system:
            environment = settings | {"NATS_URL": system.nats_url, "AGENT_PROCESSES": str(AT_ONCE)}
            agents = ServiceProcess(folder, "heavy", "agents", PATH, environment=environment)
            try:
                await agents.start()
                async with await Acknowledgements.heard(system.nats_url, parse_step("heavy")) as heard:
                    whole = [one for _ in range(ROUNDS) for one in await _some(system, pairs, heard, cancel=False)]
                    ended = [one for _ in range(ROUNDS) for one in await _some(system, pairs, heard, cancel=True)]
                    stopped = [await heard.settled_at(one.position) - one.canceled for one in ended]
                    return _samples(whole, ended, stopped, heard.late(DUE_SEC))
            finally:
                await agents.stop()


async def _some(system: System, pairs: Sequence[Pair], heard: Acknowledgements, *, cancel: bool) -> list[Watched]:
    """Run so many jobs at a time."""
    jobs = [system.start(*pairs[number % len(pairs)]) for number in range(AT_ONCE)]
    watching = [_Watching(job, heard, cancel=cancel) for job in jobs]
    return await asyncio.gather(*(asyncio.to_thread(one.to_the_end) for one in watching))


def _samples(whole: list[Watched], ended: list[Watched], stopped: list[float], late: list[float]) -> Samples:
    heartbeats = [one for watched in (*whole, *ended) for one in watched.heartbeats_late]
    samples = {
        "jobs": len(whole),
        "step": median(one.done - one.began for one in whole),
        "renewals": len(late),
        "again": sum(one.again for one in (*whole, *ended)),
        "unfinished": sum(one.end != "completed" for one in whole) + sum(one.end != "canceled" for one in ended),
        "heartbeats": len(heartbeats),
        "cancels": len(ended),
        "told_worst": 1000 * max(one.done - one.canceled for one in ended),
        "stopped_worst": 1000 * max(stopped),
    }
    if late:
        samples |= {"renewal_p50": 1000 * median(late), "renewal_worst": 1000 * max(late)}
    if heartbeats:
        samples["heartbeat_worst"] = 1000 * max(heartbeats)
    return samples
