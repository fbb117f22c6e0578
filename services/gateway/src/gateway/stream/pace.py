"""A viewer's own pace: `?hz=8` wakes it at most eight times a second, with all that came meanwhile in one write."""

import asyncio
import re
from collections.abc import Callable
from typing import Final

from gateway.refusals import RefusedError

_HZ: Final = re.compile(r"[0-9]{1,2}(\.[0-9]{1,3})?")
_LEAST, _MOST = 1.0, 60.0


def hz_of(given: str | None) -> float | None:
    """Read `?hz=`: 1 to 60 writes a second; None where it was left out.

    Raises:
        RefusedError: It is no such number.
    """
    if given is None:
        return None
    hz = float(given) if _HZ.fullmatch(given) else 0.0
    if not _LEAST <= hz <= _MOST:
        raise RefusedError("`hz` is a number of writes a second from 1 to 60", status=400, code="malformed_hz")
    return hz


class Pace:
    """Passes calls on, at most so many a second; the last one is never lost."""

    def __init__(self, call: Callable[[], None], hz: float) -> None:
        self._call = call
        self._interval_sec = 1 / hz
        self._loop = asyncio.get_running_loop()
        self._next_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def __call__(self) -> None:
        """Call now, or as soon as it may be."""
        if self._timer is not None:
            return
        wait_sec = self._next_at - self._loop.time()
        if wait_sec <= 0:
            self._run()
        else:
            self._timer = self._loop.call_later(wait_sec, self._run)

    def _run(self) -> None:
        self._timer = None
        self._next_at = self._loop.time() + self._interval_sec
        self._call()
