"""From the publisher's word to the viewer's eye, through JetStream."""

import asyncio
from typing import Final

from bench.gateway.bench import Bench, Measure
from bench.gateway.contenders import Name
from bench.gateway.rates import SETTLE_SEC
from bench.measuring.figures import Row, Samples, at_most, never

VIEWERS: Final = 1_000
_BUSY_RATE: Final = 100
_IDLE_RATE: Final = 20
_WITHIN_SEC: Final = 5.0


async def _once(bench: Bench) -> Samples:
    async with bench.installation() as place, place.gateway() as gateway:
        samples: dict[str, float] = {}
        for name, viewers, rate, count in (
            ("idle", 1, _IDLE_RATE, bench.sizes.idle_events),
            ("busy", VIEWERS, _BUSY_RATE, round(_BUSY_RATE * bench.sizes.seconds)),
        ):
            jobs = await place.new_jobs(1)
            async with bench.programs.viewers([gateway.port], place.targets(jobs), viewers) as load:
                await asyncio.sleep(SETTLE_SEC)
                await load.reset()
                await bench.programs.publish("nats", place.nats.port, place.topics(jobs), rate=rate, count=count)
                seen = await load.until_event(count, _WITHIN_SEC)
            samples |= {f"{name}_p50": seen.p50_ms, f"{name}_p99": seen.p99_ms}
            samples |= {f"{name}_lost": seen.lost, f"{name}_doubled": seen.doubled}
        return samples


async def _floor(bench: Bench, name: Name) -> float:
    """Measure the idle latency of a server that does nothing but write."""
    async with bench.contender(name) as server:
        assert server is not None
        topic = await server.new_topic()
        async with bench.programs.viewers([server.port], [topic.target], 1) as load:
            await load.reset()
            count = bench.sizes.idle_events
            await bench.programs.publish("http", server.publish_port, [topic.topic], rate=_IDLE_RATE, count=count)
            return (await load.until_event(count, _WITHIN_SEC)).p50_ms


async def _with_floor(bench: Bench) -> Samples:
    return {**await _once(bench), "floor_p50": await _floor(bench, "bare_each")}


MEASURE: Final = Measure(
    name="latency",
    about="publish to client: idle with one viewer, and with 1,000 viewers × 100 events/s; all through JetStream",
    rows=(
        Row("idle_p50", "idle, one viewer, p50", "ms", at_most(2)),
        Row("idle_p99", "idle, one viewer, p99", "ms", at_most(5)),
        Row("floor_p50", "… through the C loop, without JetStream, p50", "ms"),
        Row("busy_p50", "1,000 viewers × 100 events/s, p50", "ms"),
        Row("busy_p99", "1,000 viewers × 100 events/s, p99", "ms", at_most(100)),
        never("idle_lost", "lost, idle"),
        never("busy_lost", "lost, 1,000 viewers"),
        never("busy_doubled", "doubled, 1,000 viewers"),
    ),
    once=_with_floor,
)
