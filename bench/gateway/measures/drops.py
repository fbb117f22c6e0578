"""Live messages are lost on their way to the gateway, and so is the last one, behind which nothing shows the gap."""

import random
from typing import Final

from bench.gateway.bench import Bench, Measure
from bench.gateway.dropping import DroppingProxy
from bench.gateway.events import mark_of
from bench.measuring.figures import Row, Samples, at_least, at_most, never
from contracts import subjects

VIEWERS: Final = 100
RATE: Final = 100
_SHARE: Final = 0.05
_HEARTBEAT_SEC: Final = 3
_WITHIN_SEC: Final = 20.0


async def _once(bench: Bench) -> Samples:
    count = round(RATE * bench.sizes.seconds)
    chance = random.Random(count)
    async with bench.installation() as place:
        [job_id] = await place.new_jobs(1)
        live, last = subjects.live(job_id).encode(), mark_of(count)
        lost_last = 0

        def leaves_out(subject: bytes, frame: bytes) -> bool:
            nonlocal lost_last
            if subject != live:
                return False
            lost_last += last in frame
            return last in frame or chance.random() < _SHARE

        async with (
            DroppingProxy(place.nats.port, leaves_out) as proxy,
            place.gateway({"HEARTBEAT_SEC": str(_HEARTBEAT_SEC)}, nats_port=proxy.port) as gateway,
            bench.programs.viewers([gateway.port], [place.target(job_id)], VIEWERS) as load,
        ):
            await load.until_caught_up(_WITHIN_SEC)
            await bench.programs.publish("nats", place.nats.port, [place.topic(job_id)], rate=RATE, count=count)
            seen = await load.until_event(count, _WITHIN_SEC)
            repaired = await gateway.metric("gateway_repaired_messages_total")
    return {
        "lost": seen.lost,
        "doubled": seen.doubled,
        "dropped": proxy.dropped,
        "last_dropped": lost_last,
        "repaired": repaired,
        "last_after": seen.most_ms / 1000,
        "p50": seen.p50_ms,
    }


MEASURE: Final = Measure(
    name="drops",
    about=f"5 % of the live messages and the last one never reach the gateway; a heartbeat each {_HEARTBEAT_SEC} s",
    rows=(
        never("lost", "lost"),
        never("doubled", "doubled"),
        Row("dropped", "messages dropped", "", at_least(2), exact=True),
        Row("last_dropped", "of them the last one", "", at_least(1), exact=True),
        Row("repaired", "messages repaired", "", at_least(2), exact=True),
        Row("last_after", "the last one reached all viewers after", "s", at_most(_HEARTBEAT_SEC + 1)),
        Row("p50", "p50 of all", "ms"),
    ),
    once=_once,
)
