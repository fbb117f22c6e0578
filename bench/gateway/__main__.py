"""What a viewer costs: our gateway beside FastAPI + sse-starlette + Redis, in one run.

Each server gets one core, the load client and the publisher the other. Events are about 300 bytes on the wire and carry
the moment of their publication. Turn by turn, so that what else the machine does hits both:

1. CPU: 500 viewers of one job, 5 events a second, which both can hold: the server's CPU time per delivery.
2. Most: the rate is doubled until the 99th percentile of the delay passes 500 ms: deliveries a second that were held.

    ./justw bench gateway [--viewers 500] [--seconds 10] [--rounds 3]
"""

import argparse
import asyncio
import statistics
import tempfile
from pathlib import Path

import msgspec

from bench.gateway.load import LoadClient
from bench.gateway.servers import Contender, contenders

MODEST_RATE = 5
RAMP = (2, 5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120)
MOST_EVENTS = 9_000
"""Of one topic: the log of a job holds 10,000 events, so that a high rate is kept up for a shorter time."""
P99_LIMIT_MS = 500.0
HELD = 0.97
"""The share of what was published that must arrive within the time for a rate to count as held."""


class Row(msgspec.Struct, kw_only=True):
    """What one contender did in one round."""

    cpu_us: float
    p99_ms: float
    most: float


async def climb(server: Contender, load: LoadClient, viewers: int, seconds: float) -> Row:
    """Raise the rate until the delay passes the limit: the last rate that was held, and the cost at a modest one."""
    row = Row(cpu_us=float("nan"), p99_ms=float("nan"), most=0.0)
    for rate in RAMP:
        lasting = min(seconds, MOST_EVENTS / rate)
        measured = await load.run(server, viewers, rate, lasting)
        assert measured.deliveries, f"{server.name} delivered nothing"
        if rate == MODEST_RATE:
            row.cpu_us, row.p99_ms = measured.cpu_sec / measured.deliveries * 1e6, measured.p99_ms
        if measured.p99_ms > P99_LIMIT_MS or measured.deliveries < HELD * measured.published * viewers:
            break
        row.most = measured.deliveries / lasting
    return row


async def bench(viewers: int, seconds: float, rounds: int) -> dict[str, list[Row]]:
    """Measure all contenders in turn."""
    rows: dict[str, list[Row]] = {}
    with tempfile.TemporaryDirectory() as folder:
        load = LoadClient(Path(folder))
        for _ in range(rounds):
            async for server in contenders(Path(folder)):
                rows.setdefault(server.name, []).append(await climb(server, load, viewers, seconds))
    return rows


def main() -> None:
    """Print the table: medians, and each figure as a multiple of the peer's."""
    options = argparse.ArgumentParser(prog="bench gateway", description=__doc__.splitlines()[0])
    options.add_argument("--viewers", type=int, default=500)
    options.add_argument("--seconds", type=float, default=10.0)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    rows = asyncio.run(bench(chosen.viewers, chosen.seconds, chosen.rounds))
    print(f"{chosen.viewers} viewers of one job, {chosen.seconds:g} s a rate, median of {chosen.rounds}")
    print(f"{'server':<36}{'CPU us/delivery':>16}{'p99 ms':>9}{'most deliveries/s':>19}")
    medians = {
        name: [statistics.median(getattr(row, field) for row in found) for field in Row.__struct_fields__]
        for name, found in rows.items()
    }
    for name, (cpu_us, p99_ms, most) in medians.items():
        print(f"{name:<36}{cpu_us:>16.1f}{p99_ms:>9.1f}{most:>19,.0f}")
    (_, ours), *others = medians.items()
    for name, theirs in others:
        print(f"ours / {name}: CPU {ours[0] / theirs[0]:.2f}, most deliveries {ours[2] / max(theirs[2], 1):.1f}")


if __name__ == "__main__":
    main()
