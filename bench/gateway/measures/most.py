"""The most deliveries a second that one process holds."""

from functools import partial
from typing import Final

from bench.gateway.bench import Bench, Measure
from bench.gateway.contenders import TITLES, Contender, Name
from bench.gateway.rates import P99_LIMIT_MS, AtRate, at_rate, highest_held
from bench.measuring.figures import Row, Samples, at_least

VIEWERS: Final = 1_000
_BEGIN: Final[dict[Name, float]] = {
    "ours": 400.0,
    "ours_each": 25.0,
    "bare_batch": 800.0,
    "nchan": 20.0,
    "fastapi": 4.0,
    "litestar": 10.0,
}


async def _once(bench: Bench) -> Samples:
    samples: dict[str, float] = {}
    for name, first in _BEGIN.items():
        async with bench.contender(name) as server:
            if server is None:
                continue
            best = await highest_held(
                first,
                bench.notes.get(f"most {name}"),
                partial(_try, bench, server, bench.sizes.probe_sec),
                partial(_try, bench, server, bench.sizes.seconds),
            )
            if best is None:
                continue
            bench.notes[f"most {name}"] = best.rate
        samples[name] = best.per_sec
        samples[f"{name}_per_write"] = best.per_write
    if "bare_batch" in samples and "ours" in samples:
        samples["headroom"] = samples["bare_batch"] / samples["ours"]
    for peer in ("nchan", "fastapi", "litestar"):
        if peer in samples and "ours" in samples:
            samples[f"to_{peer}"] = samples["ours"] / samples[peer]
        if peer in samples and "ours_each" in samples:
            samples[f"each_to_{peer}"] = samples["ours_each"] / samples[peer]
    return samples


async def _try(bench: Bench, server: Contender, seconds: float, rate: float) -> AtRate:
    return await at_rate(bench, server, VIEWERS, rate, seconds)


MEASURE: Final = Measure(
    name="most",
    about=f"most deliveries/s held for 10 s with p99 ≤ {P99_LIMIT_MS:.0f} ms, {VIEWERS:,} viewers, one process",
    rows=(
        Row("ours", TITLES["ours"], "/s"),
        Row("ours_per_write", "… events in one write", ""),
        Row("ours_each", TITLES["ours_each"], "/s"),
        Row("ours_each_per_write", "… events in one write", ""),
        Row("nchan", TITLES["nchan"], "/s"),
        Row("fastapi", TITLES["fastapi"], "/s"),
        Row("litestar", TITLES["litestar"], "/s"),
        Row("bare_batch", "C loop that only writes, coalescing: what the load client takes", "/s"),
        Row("headroom", "what the load client takes ÷ this gateway: it is not the bottleneck", "×", at_least(1.1)),
        Row("to_nchan", "this gateway ÷ Nchan", "×", at_least(15)),
        Row("to_fastapi", "this gateway ÷ FastAPI + sse-starlette + Redis", "×", at_least(50)),
        Row("to_litestar", "this gateway ÷ Litestar", "×"),
        Row("each_to_nchan", "no coalescing ÷ Nchan", "×"),
        Row("each_to_fastapi", "no coalescing ÷ FastAPI + sse-starlette + Redis", "×"),
    ),
    once=_once,
)
