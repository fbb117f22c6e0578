"""Publishing to a contender's viewers at a rate, and finding the highest rate that it holds."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

import msgspec

from bench.gateway.bench import Bench
from bench.gateway.contenders import TITLES, Contender

P99_LIMIT_MS: Final = 500.0
DELIVERED: Final = 0.999
"""The share of what was published that must have arrived for a rate to count as held."""
SETTLE_SEC: Final = 0.7
"""Between the open streams and the first event: some servers subscribe behind the head of their answer."""
_LATE_SEC: Final = 2.0
STEP_UP: Final = 1.5
STEP_DOWN: Final = 0.88
HIGHEST: Final = 20_000


class AtRate(msgspec.Struct, kw_only=True):
    """What came of a rate."""

    rate: float
    """Events a second."""
    wanted: int
    deliveries: int
    seconds: float
    """That publishing took: longer than it should where the server makes the publisher wait."""
    wanted_sec: float
    cpu_us: float
    """Of the server, for each delivery."""
    broker_cpu_us: float
    """Of what it has behind it."""
    p99_ms: float
    per_write: float
    """Events in one piece of the response."""
    bytes: float
    """Of one event on the wire, framing of HTTP apart."""

    @property
    def held(self) -> bool:
        """Whether the server kept up."""
        in_time = self.p99_ms <= P99_LIMIT_MS and self.seconds <= self.wanted_sec + P99_LIMIT_MS / 1000
        return in_time and self.deliveries >= DELIVERED * self.wanted

    @property
    def per_sec(self) -> float:
        """Deliveries a second."""
        return self.deliveries / self.seconds


async def at_rate(bench: Bench, server: Contender, viewers: int, rate: float, seconds: float) -> AtRate:
    """Open viewers of one topic, publish to it at a rate, and count what arrives."""
    topic, count = await server.new_topic(), max(1, round(rate * seconds))
    async with bench.programs.viewers([server.port], [topic.target], viewers) as load:
        await asyncio.sleep(SETTLE_SEC)
        await load.reset()
        before, broker_before = server.cpu_sec(), server.broker_cpu_sec()
        published = await bench.programs.publish(
            server.kind, server.publish_port, [topic.topic], rate=round(rate), count=count, window=100_000
        )
        seen = await load.until_event(count, _LATE_SEC)
        spent, broker_spent = server.cpu_sec() - before, server.broker_cpu_sec() - broker_before
    if not seen.deliveries:
        raise RuntimeError(f"{TITLES[server.name]} delivered nothing")
    if seen.closed:
        raise RuntimeError(f"{TITLES[server.name]} cut off {seen.closed} of {viewers} viewers")
    return AtRate(
        rate=rate,
        wanted=count * viewers,
        deliveries=seen.deliveries,
        seconds=max(published.seconds, seconds),
        wanted_sec=seconds,
        cpu_us=spent / seen.deliveries * 1e6,
        broker_cpu_us=broker_spent / seen.deliveries * 1e6,
        p99_ms=seen.p99_ms,
        per_write=seen.deliveries / max(1, seen.pieces),
        bytes=seen.bytes / seen.deliveries,
    )


Try: TypeAlias = Callable[[float], Awaitable[AtRate]]
"""Holds a rate, for a moment or for as long as counts."""


async def highest_held(first: float, known: float | None, probe: Try, full: Try) -> AtRate | None:
    """Find the highest rate that is held for as long as counts.

    Args:
        first: Where to begin, where nothing is known.
        known: What was held in the round before.
        probe: Tries a rate for a moment.
        full: Holds it.

    Returns:
        What became of the best rate; None where not even one event a second was held.
    """
    rate = known or first
    if known is None:
        while rate < HIGHEST:
            if not (await probe(rate)).held:
                break
            rate *= STEP_UP
    tried, too_high, step = await full(rate), math.inf, STEP_DOWN
    while not tried.held:
        if rate <= 1:
            return None
        too_high, rate = rate, max(1.0, rate * step)
        step *= STEP_DOWN  # in longer and longer steps: the machine may have become a slower one since
        tried = await full(rate)
    return await _higher(tried, full, too_high)


async def _higher(best: AtRate, full: Try, too_high: float) -> AtRate:
    """Go on, step by step, to the last rate that is held, below one that is known not to be."""
    while (rate := best.rate / STEP_DOWN) < min(too_high, HIGHEST):
        tried = await full(rate)
        if not tried.held:
            break
        best = tried
    return best
