"""A gateway is killed under 5,000 viewers of 500 jobs, and started again on the same port."""

import asyncio
import time
from typing import Final

from bench.gateway.bench import Bench, Measure
from bench.measuring.figures import Row, Samples, at_most, never

_BEFORE: Final = 10
"""Events of each job that are there already."""
_WITHIN_SEC: Final = 60.0
_PER_JOB_PER_SEC: Final = 1
_RETRY_MS: Final = 200
"""How soon a viewer comes back: all at once, which is harder than what browsers do."""


async def _once(bench: Bench) -> Samples:
    viewers = bench.sizes.restart_viewers
    async with bench.installation() as place, place.gateway() as gateway:
        jobs = await place.new_jobs(bench.sizes.restart_jobs)
        topics, port = place.topics(jobs), place.nats.port
        await bench.programs.publish("nats", port, topics, count=_BEFORE)
        async with bench.programs.viewers([gateway.port], place.targets(jobs), viewers, retry=_RETRY_MS) as load:
            caught_up = await load.until_event(_BEFORE, _WITHIN_SEC)
            assert caught_up.lost == 0, f"{caught_up.lost} events were missing before the restart"
            after = round(bench.sizes.seconds)
            publishing = asyncio.create_task(
                bench.programs.publish(
                    "nats", port, topics, rate=len(jobs) * _PER_JOB_PER_SEC, count=after, **{"from": _BEFORE + 1}
                )
            )
            await asyncio.sleep(1)
            gateway.process.kill()
            await gateway.process.ended()
            await load.reset()
            spawned_us = time.time_ns() // 1000
            await gateway.start(wait=False)
            seen = await load.until_caught_up(_WITHIN_SEC)
            await publishing
            last = await load.until_event(_BEFORE + after, _WITHIN_SEC)
    assert seen.caught_up == viewers, f"{viewers - seen.caught_up} of {viewers} viewers did not catch up"
    return {
        "from_accept": (seen.last_caught_up_us - seen.first_reconnect_us) / 1e6,
        "from_spawn": (seen.last_caught_up_us - spawned_us) / 1e6,
        "repeated_asking": last.refused,
        "lost": last.lost,
        "doubled": last.doubled,
        "resets": last.resets,
    }


MEASURE: Final = Measure(
    name="restart",
    about="SIGKILL and restart of a gateway under 5,000 viewers of 500 jobs, each job going on with an event a second",
    rows=(
        Row("from_accept", "all attached and caught up, from the first accept", "s", at_most(5)),
        Row("from_spawn", "… from the spawn of the process", "s"),
        Row("repeated_asking", "connections that were refused or cut before the answer", ""),
        never("lost", "lost"),
        never("doubled", "doubled"),
        never("resets", "viewers who had to begin again"),
    ),
    once=_once,
)
