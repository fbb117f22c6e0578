"""An event loop whose clock jumps to the next timer when nothing else is to be done: ten minutes pass in no time."""

import asyncio
import selectors
from datetime import UTC, datetime, timedelta
from typing import Final

from typing_extensions import override

BEGIN: Final = datetime(2026, 11, 23, tzinfo=UTC)


_A_LITTLE_SEC: Final = 1e-6
"""What a turn of the loop takes: a clock that stands still between two timers never reaches the second."""


class _JumpingSelector(selectors.DefaultSelector):
    """Never waits for a moment: it makes it now."""

    def __init__(self) -> None:
        super().__init__()
        self.now_sec = 0.0

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0 if timeout is not None else None)
        self.now_sec += _A_LITTLE_SEC if ready or not timeout else timeout
        return ready


class JumpingLoop(asyncio.SelectorEventLoop):
    """A loop for what waits for nothing but time; what other processes do takes none."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    @override
    def time(self) -> float:
        return self._jumping.now_sec

    def clock(self) -> datetime:
        """Tell the time of day by this loop's clock."""
        return BEGIN + timedelta(seconds=self.time())
