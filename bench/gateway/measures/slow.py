"""One viewer who reads a kilobyte a second among a thousand: do the others notice?"""

import asyncio
from typing import Final

import msgspec

from bench.gateway.bench import Bench, Measure
from bench.gateway.installation import WATCHED, Installation, RunningGateway
from bench.gateway.kernel import queues_of
from bench.gateway.rates import SETTLE_SEC
from bench.measuring.figures import Row, Samples, at_least, at_most, never

VIEWERS: Final = 1_000
RATE: Final = 100
_SEND_BUFFER: Final = 4096
_WITHIN_SEC: Final = 5.0
_LEAST_SEC: Final = 5.0
"""A shorter run fits into the buffers on the way."""


class _Run(msgspec.Struct, frozen=True, kw_only=True):
    p99_ms: float
    lost: int
    held_back_kb: float
    """What a viewer who takes everything was given, and the slow one was not: its writer was made to wait."""


async def _run(bench: Bench, place: Installation, gateway: RunningGateway, slow: int) -> _Run:
    count = round(RATE * max(bench.sizes.seconds, _LEAST_SEC))
    jobs = await place.new_jobs(1)
    async with bench.programs.viewers([gateway.port], place.targets(jobs), VIEWERS, slow=slow) as load:
        await asyncio.sleep(SETTLE_SEC)
        await load.reset()
        await bench.programs.publish("nats", place.nats.port, place.topics(jobs), rate=RATE, count=count)
        seen = await load.until_event(count, _WITHIN_SEC)
        queues, inside = queues_of(gateway.port), await gateway.inside()
    said = count * seen.bytes / seen.deliveries
    held_back = said - seen.slow_bytes - queues.to_send - queues.to_read - inside.unwritten
    return _Run(p99_ms=seen.p99_ms, lost=seen.lost + seen.doubled, held_back_kb=held_back / 1024)


async def _once(bench: Bench) -> Samples:
    async with (
        bench.installation() as place,
        place.gateway({"BENCH_SEND_BUFFER": str(_SEND_BUFFER)}, main=WATCHED) as gateway,
    ):
        number = bench.notes["slow"] = bench.notes.get("slow", 0) + 1
        pair = {slow: await _run(bench, place, gateway, slow) for slow in ((1, 0) if number % 2 else (0, 1))}
    return {
        "without": pair[0].p99_ms,
        "with": pair[1].p99_ms,
        "ratio": pair[1].p99_ms / pair[0].p99_ms,
        "held_back": pair[1].held_back_kb,
        "lost": pair[0].lost + pair[1].lost,
    }


MEASURE: Final = Measure(
    name="slow",
    about=f"one viewer reads 1 KB/s among {VIEWERS:,} × {RATE} events/s (SO_SNDBUF 4 KB); pairs with and without it",
    rows=(
        Row("without", "p99 of the others without it", "ms"),
        Row("with", "p99 of the others with it", "ms"),
        Row("ratio", "with ÷ without", "×", at_most(1.25)),
        Row(
            "held_back",
            "held back from it: not read, not in the kernel, not in the transport",
            "KB",
            at_least(1),
            exact=True,
        ),
        never("lost", "lost or doubled at the others"),
    ),
    once=_once,
)
