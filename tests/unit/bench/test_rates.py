"""Finding the highest rate that is held."""

import pytest

from bench.gateway.rates import P99_LIMIT_MS, STEP_DOWN, AtRate, highest_held


def at(rate: float, *, deliveries: int = 1000, p99_ms: float = 1.0, seconds: float = 1.0) -> AtRate:
    """Make what came of a rate."""
    return AtRate(
        rate=rate,
        wanted=1000,
        deliveries=deliveries,
        seconds=seconds,
        wanted_sec=1.0,
        cpu_us=1.0,
        broker_cpu_us=0.0,
        p99_ms=p99_ms,
        per_write=1.0,
        bytes=300.0,
    )


class Limited:
    """A server that holds any rate up to a limit."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.tried: list[float] = []

    async def __call__(self, rate: float) -> AtRate:
        """Try a rate."""
        self.tried.append(rate)
        return at(rate, p99_ms=1.0 if rate <= self.limit else 10_000.0)


@pytest.mark.parametrize("known", [None, 20.0, 95.0, 100.0, 300.0])
@pytest.mark.parametrize("limit", [1.0, 7.0, 100.0, 4_000.0])
async def test_the_highest_rate_is_found_to_a_step(known: float | None, limit: float) -> None:
    """Wherever the search begins, no rate that is a step higher would be held."""
    best = await highest_held(40.0, known, Limited(limit), Limited(limit))
    assert best is not None
    assert limit * STEP_DOWN <= best.rate <= limit


async def test_what_holds_nothing_has_no_rate() -> None:
    """A server that does not hold one event a second is said to hold none."""
    assert await highest_held(40.0, None, Limited(0.5), Limited(0.5)) is None


async def test_only_what_was_held_for_long_counts() -> None:
    """A moment can be held by buffers: the answer is one of the long tries."""
    full = Limited(50.0)
    best = await highest_held(10.0, None, Limited(5_000.0), full)
    assert best is not None
    assert best.rate in full.tried
    assert best.rate <= 50.0


@pytest.mark.parametrize(
    ("one", "held"),
    [
        (at(1.0), True),
        (at(1.0, deliveries=998), False),
        (at(1.0, p99_ms=P99_LIMIT_MS), True),
        (at(1.0, p99_ms=P99_LIMIT_MS + 1), False),
        (at(1.0, seconds=1.4), True),
        (at(1.0, seconds=2.0), False),
    ],
)
def test_a_rate_is_held_when_all_arrives_in_time(one: AtRate, held: bool) -> None:
    """What arrived counts, and when, and whether the publisher could say it at the rate."""
    assert one.held is held
