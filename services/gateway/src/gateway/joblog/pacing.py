"""Bounds how often viewers are woken, by what waking them costs."""

import asyncio
import time
from collections.abc import Callable


class Pacer:
    """Flushes soon after something changed, but not before as much time has passed as the last flush took.

    Nothing when quiet, and under load as many changes in one flush as it takes to keep up; there is nothing to tune.
    What a flush takes includes what it woke: the writes of all viewers.
    """

    def __init__(self, flush: Callable[[], None], *, coalesce: bool = True) -> None:
        """Pace a flush.

        Args:
            flush: Wakes the viewers.
            coalesce: Whether changes may share a flush; else each has its own, at once, whatever that costs.
        """
        self._flush = flush
        self._coalesce = coalesce
        self._loop = asyncio.get_running_loop()
        self._handle: asyncio.Handle | None = None
        self._not_before = 0.0

    def request(self) -> None:
        """Something changed."""
        if not self._coalesce:
            self._flush()
        elif self._handle is None:
            delay_sec = self._not_before - time.perf_counter()
            if delay_sec > 0:
                self._handle = self._loop.call_later(delay_sec, self._run)
            else:
                self._handle = self._loop.call_soon(self._run)

    def stop(self) -> None:
        """Flush no more, and let go of whom it flushes for."""
        if self._handle is not None:
            self._handle.cancel()
        self._flush = _nothing

    def _run(self) -> None:
        self._handle = None
        began = time.perf_counter()
        self._flush()
        # Behind the tasks that the flush woke, which were put in the queue before it.
        self._loop.call_soon(self._measure, began)

    def _measure(self, began: float) -> None:
        ended = time.perf_counter()
        self._not_before = ended + (ended - began)


def _nothing() -> None:
    """Nobody is left to be woken."""
