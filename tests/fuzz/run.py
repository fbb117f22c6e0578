"""Feeds a target for some seconds, with a limit on each mouthful."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import SystemRandom
from types import FrameType
from typing import Any, Final, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.targets import Target

HANG_SEC: Final = 5
BATCH: Final = 200


class HangError(Exception):
    """An input took longer than it may."""


class Fed(NamedTuple):
    """What a target went through."""

    executions: int
    slowest_sec: float
    characters: int
    """Of the longest input."""


@contextmanager
def _limit(hang_sec: float) -> Iterator[None]:
    """Raise HangError in what takes longer; in the main thread only, as signals are."""

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise HangError(f"longer than {hang_sec} s of CPU")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, hang_sec)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def feed(
    target: Target, seconds: float, first_seed: int | None = None, batch: int = BATCH, hang_sec: float = HANG_SEC
) -> Fed:
    """Feed a target until the seconds are over, a batch at least.

    Args:
        target: Whom to feed.
        seconds: For how long; the batch under way is finished.
        first_seed: Where to begin; another one in each run unless given. Each batch has the next seed.
        batch: How many inputs before the clock is looked at.
        hang_sec: CPU time of one input from which on it hangs.

    Raises:
        Exception: What the target raised, for the smallest input that makes it; `HangError` where it takes too long.
    """
    number = SystemRandom().randrange(2**32) if first_seed is None else first_seed
    ends = time.monotonic() + seconds
    executions, slowest, longest = 0, 0.0, 0

    def once(mouthful: tuple[Any, ...]) -> None:
        nonlocal executions, slowest, longest
        began = time.process_time()
        with _limit(hang_sec):
            target.eat(*mouthful)
        slowest = max(slowest, time.process_time() - began)
        longest = max(longest, sum(len(part) for part in mouthful if isinstance(part, str | bytes)))
        executions += 1

    while True:
        many = settings(
            max_examples=batch,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        )
        seed(number)(many(given(target.food)(once)))()
        number += 1
        if time.monotonic() >= ends:
            return Fed(executions, slowest, longest)
