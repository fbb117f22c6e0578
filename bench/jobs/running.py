"""Running jobs and following them, as a user does: over HTTP and server-sent events."""

import time
from collections.abc import Sequence
from statistics import quantiles
from typing import NamedTuple

from bench.jobs.pairs import Pair
from tests.support.sse import SseReader
from tests.support.system import Job, System


class Ran(NamedTuple):
    """How a job went; seconds since its POST."""

    first_insight: float | None
    done: float
    again: int
    """Events of another attempt, or another delivery of the same work, than the first."""
    end: str


def run(system: System, pair: Pair) -> Ran:
    """Start a job and follow it to its end."""
    began = time.monotonic()
    return follow(system.start(pair.resume, pair.posting), began)


def follow(job: Job, began: float) -> Ran:
    """Follow a job, started at some moment of the monotonic clock, to its end."""
    first: float | None = None
    again = 0
    headers = {"Authorization": f"Bearer {job.token}"}
    with job.system.client.stream("GET", f"/api/jobs/{job.job_id}/stream", headers=headers) as response:
        for frame in SseReader().frames(response.iter_lines()):
            if frame.event != "message":
                continue
            event = frame.json
            again += event.get("run") not in {None, "1.1"}
            if event["type"] == "insight_emitted" and first is None:
                first = time.monotonic() - began
            if event["type"] == "done":
                return Ran(first, time.monotonic() - began, again, str(event["data"]["status"]))
    raise RuntimeError("the stream of a job ended without an end of the job")


def p95(values: Sequence[float]) -> float:
    """Give the value that one in twenty exceeds."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
