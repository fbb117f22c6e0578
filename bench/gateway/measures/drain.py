"""SIGTERM to one of two gateways under a thousand viewers."""

import asyncio
import signal
import time
from typing import Final

from bench.gateway.bench import Bench, Measure
from bench.measuring.figures import Row, Samples, at_least, at_most, never

VIEWERS: Final = 1_000
RATE: Final = 100
_WINDOW_SEC: Final = 3
_GRACE_SEC: Final = _WINDOW_SEC + 2 + 3
"""The window, the last writes, and requests that are no streams: as the manifests count it."""
_BEFORE_SEC: Final = 2
_AFTER_SEC: Final = _WINDOW_SEC + 7
_WITHIN_SEC: Final = 30.0


async def _once(bench: Bench) -> Samples:
    async with (
        bench.installation() as place,
        place.gateway({"DRAIN_SEC": str(_WINDOW_SEC)}) as leaving,
        place.gateway({"DRAIN_SEC": str(_WINDOW_SEC)}) as staying,
    ):
        jobs = await place.new_jobs(1)
        count = RATE * (_BEFORE_SEC + _AFTER_SEC)
        async with bench.programs.viewers([leaving.port, staying.port], place.targets(jobs), VIEWERS) as load:
            publishing = asyncio.create_task(
                bench.programs.publish("nats", place.nats.port, place.topics(jobs), rate=RATE, count=count)
            )
            await asyncio.sleep(_BEFORE_SEC)
            before = await load.report()
            await load.reset()
            began = time.monotonic()
            leaving.process.kill(signal.SIGTERM)
            status = await leaving.process.ended(within_sec=60)
            took = time.monotonic() - began
            await publishing
            seen = await load.until_event(count, _WITHIN_SEC)
    assert seen.reconnects, "nobody came back"
    return {
        "lost": before.lost + seen.lost,
        "doubled": before.doubled + seen.doubled,
        "elsewhere": seen.open,
        "announced": seen.drains,
        "exit_sec": took,
        "status": abs(status),
        "window": (seen.last_reconnect_us - seen.first_reconnect_us) / 1e6,
        "busiest": 100 * seen.busiest_quarter / seen.reconnects,
    }


MEASURE: Final = Measure(
    name="drain",
    about=f"SIGTERM of one of two gateways under {VIEWERS:,} viewers × {RATE} events/s, DRAIN_SEC={_WINDOW_SEC}",
    rows=(
        never("lost", "lost"),
        never("doubled", "doubled"),
        Row("elsewhere", "viewers at the other one in the end", "", at_least(VIEWERS), exact=True),
        Row("announced", "viewers told before", "", at_least(VIEWERS // 2)),
        Row("window", "reconnects spread over", "s", at_least(_WINDOW_SEC)),
        Row("busiest", "reconnects in the busiest quarter of a second", "%", at_most(20)),
        Row("exit_sec", "exit after", "s", at_most(_GRACE_SEC)),
        never("status", "exit status"),
    ),
    once=_once,
)
