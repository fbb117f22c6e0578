"""What an idle viewer costs in memory."""

import asyncio
from typing import Final

from bench.gateway.bench import Bench, Measure
from bench.gateway.machine import resident_bytes
from bench.measuring.figures import Row, Samples, at_most

_FIRST: Final = 50
"""Viewers that come before: what the first of them makes once is no viewer's."""
_CALM_SEC: Final = 3.0
_JOBS: Final = 8


async def _once(bench: Bench) -> Samples:
    viewers = bench.sizes.idle_viewers
    async with bench.installation() as place, place.gateway() as gateway:
        jobs = await place.new_jobs(_JOBS)
        async with bench.programs.viewers([gateway.port], place.targets(jobs), _FIRST) as first:
            await first.until_caught_up(_CALM_SEC)
            await asyncio.sleep(_CALM_SEC)
            before = resident_bytes(gateway.pid)
            async with bench.programs.viewers([gateway.port], place.targets(jobs), viewers) as load:
                await asyncio.sleep(_CALM_SEC)
                after, cpu_before = resident_bytes(gateway.pid), gateway.cpu_sec()
                await asyncio.sleep(_CALM_SEC)
                cpu = (gateway.cpu_sec() - cpu_before) / _CALM_SEC
                seen = await load.report()
    assert seen.open == viewers, f"{viewers - seen.open} viewers are not there"
    return {"per_viewer": (after - before) / viewers / 1024, "idle_cpu": 100 * cpu, "viewers": viewers}


MEASURE: Final = Measure(
    name="memory",
    about="resident memory of the gateway per idle viewer, 8,000 of them",
    rows=(
        Row("viewers", "idle viewers", ""),
        Row("per_viewer", "memory of one", "KB", at_most(4)),
        Row("idle_cpu", "CPU of the gateway meanwhile", "% of a core"),
    ),
    once=_once,
)
