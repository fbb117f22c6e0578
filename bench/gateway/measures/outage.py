"""NATS is killed and started again under a thousand viewers, while somebody publishes and pipelines."""

import asyncio
import time
from typing import Final

from bench.gateway.bench import Bench, Measure
from bench.measuring.figures import Row, Samples, at_least, at_most, never

VIEWERS: Final = 1_000
RATE: Final = 100
_BEFORE_SEC: Final = 3
_DOWN_SEC: Final = 1.0
_WITHIN_SEC: Final = 30.0
_WINDOW: Final = 1_000
"""Events that the publisher says without waiting for the word that they are stored."""


async def _once(bench: Bench) -> Samples:
    async with bench.installation() as place, place.gateway() as gateway:
        jobs = await place.new_jobs(1)
        await place.connection.close()  # it would only say that it was cut off
        count = RATE * (_BEFORE_SEC + 2 * round(bench.sizes.seconds))
        async with bench.programs.viewers([gateway.port], place.targets(jobs), VIEWERS) as load:
            publishing = asyncio.create_task(
                bench.programs.publish(
                    "nats", place.nats.port, place.topics(jobs), rate=RATE, count=count, window=_WINDOW, patient=1
                )
            )
            await asyncio.sleep(_BEFORE_SEC)
            place.nats.kill()
            await asyncio.sleep(_DOWN_SEC)
            before = await load.report()
            await load.reset()
            await place.nats.start()
            back_us = time.time_ns() // 1000
            published = await publishing
            seen = await load.until_event(count, _WITHIN_SEC)
            repaired = await gateway.metric("gateway_repaired_messages_total")
    assert published.reconnects, "the publisher did not notice"
    return {
        "lost": before.lost + seen.lost,
        "doubled": before.doubled + seen.doubled,
        "repaired": repaired,
        "silence": (seen.silent_until_us - back_us) / 1e6,
        "cut": before.closed + seen.closed,
    }


MEASURE: Final = Measure(
    name="outage",
    about=f"NATS killed and restarted under {VIEWERS:,} viewers × {RATE} events/s from a publisher that pipelines",
    rows=(
        never("lost", "lost"),
        never("doubled", "doubled"),
        Row("repaired", "messages repaired", "", at_least(1), exact=True),
        Row("silence", "silence after NATS is back, until the last viewer had an event", "s", at_most(3)),
        Row("cut", "viewers whose connection broke", ""),
    ),
    once=_once,
)
