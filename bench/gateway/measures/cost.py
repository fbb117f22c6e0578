"""What a delivery costs the server: CPU time, at 500 viewers of one job."""

from typing import Final

from bench.gateway.bench import Bench, Measure
from bench.gateway.contenders import TITLES, Contender, Name
from bench.gateway.rates import AtRate, at_rate
from bench.measuring.figures import Row, Samples, at_most

VIEWERS: Final = 500
RATE: Final = 100.0
_RATES: Final = (RATE, 50.0, 25.0, 15.0, 10.0, 5.0)
"""A server that cannot hold 100 a second is measured at the first of these that it holds: no mercy for it, since an
overloaded server writes more at once."""
_PEERS: Final[tuple[Name, ...]] = ("fastapi", "litestar", "nchan", "bare_each", "ours_each", "ours")
_SLOW: Final[frozenset[Name]] = frozenset({"fastapi", "litestar"})
"""Of these it is known after one round what they do not hold; another one failed by the moment, and is tried again."""


async def _at_most(bench: Bench, server: Contender) -> AtRate:
    """Measure a server at the first rate that it holds; a peer begins the next round there."""
    known = f"cpu {server.name}"
    rates: tuple[float, ...] = bench.notes.get(known, _RATES)
    for rate in rates[:-1]:
        seen = await at_rate(bench, server, VIEWERS, rate, bench.sizes.seconds)
        if seen.held:
            return seen
        if server.name in _SLOW:
            bench.notes[known] = rates[rates.index(rate) + 1 :]
    return await at_rate(bench, server, VIEWERS, rates[-1], bench.sizes.seconds)


async def _once(bench: Bench) -> Samples:
    samples: dict[str, float] = {}
    for name in _PEERS:
        async with bench.contender(name) as server:
            if server is None:
                continue
            seen = await _at_most(bench, server)
        samples[name] = seen.cpu_us
        samples[f"{name}_broker"] = seen.broker_cpu_us
        samples[f"{name}_rate"] = seen.rate
        samples[f"{name}_per_write"] = seen.per_write
        samples["event_bytes"] = seen.bytes
    for peer in ("fastapi", "litestar", "bare_each"):
        if peer in samples:
            samples[f"to_{peer}"] = samples["ours_each"] / samples[peer]
    return samples


MEASURE: Final = Measure(
    name="cpu",
    about=f"CPU of the server per delivery, {VIEWERS} viewers × {RATE:.0f} events/s of one job",
    rows=(
        Row("ours_each", TITLES["ours_each"], "µs"),
        Row("ours_each_per_write", "… events in one write: else it would be no such figure", "", at_most(1.05)),
        Row("ours_each_rate", "… at", "events/s"),
        Row("ours_each_broker", "… and NATS behind it", "µs"),
        Row("bare_each", TITLES["bare_each"], "µs"),
        Row("bare_each_rate", "… at", "events/s"),
        Row("fastapi", TITLES["fastapi"], "µs"),
        Row("fastapi_broker", "… and Redis behind it", "µs"),
        Row("fastapi_rate", "… at, which it holds", "events/s"),
        Row("litestar", TITLES["litestar"], "µs"),
        Row("litestar_rate", "… at, which it holds", "events/s"),
        Row("nchan", TITLES["nchan"], "µs"),
        Row("nchan_rate", "… at", "events/s"),
        Row("to_fastapi", "no coalescing ÷ FastAPI + sse-starlette + Redis", "×", at_most(0.35)),
        Row("to_litestar", "no coalescing ÷ Litestar", "×", at_most(0.55)),
        Row("to_bare_each", "no coalescing ÷ C loop", "×", at_most(1.5)),
        Row("ours", "this gateway, coalescing", "µs"),
        Row("ours_per_write", "… events in one write", ""),
        Row("event_bytes", "an event on the wire", "bytes"),
    ),
    once=_once,
)
