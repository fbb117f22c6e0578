"""How fast connections may come: a token bucket that holds one second's worth."""

import time
from collections.abc import Callable

from gateway.refusals import ReachedError


class ConnectRate:
    """Lets so many through per second, and as many at once after a quiet second."""

    def __init__(self, per_sec: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with a full bucket.

        Args:
            per_sec: How many; 0 for no limit.
            clock: Seconds that only grow.
        """
        self._per_sec = per_sec
        self._clock = clock
        self._left = float(per_sec)
        self._at = clock()

    def take(self) -> None:
        """Let one through.

        Raises:
            ReachedError: Too many came within this second; nothing was taken.
        """
        if self._per_sec == 0:
            return
        now = self._clock()
        left = min(float(self._per_sec), self._left + (now - self._at) * self._per_sec)
        self._left, self._at = left, now
        if left < 1:
            raise ReachedError(
                "too many streams are being opened at once: come back in a moment",
                code="too_many_connects",
                delay_sec=(1 - left) / self._per_sec,
                limit=self._per_sec,
            )
        self._left = left - 1
