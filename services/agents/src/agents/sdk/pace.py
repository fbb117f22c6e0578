"""How long a step still takes, judged by how long it took lately."""

from collections import deque
from statistics import median

_REMEMBERED = 20
_ENOUGH = 3


class Pace:
    """Durations of one step's last runs in this process, with the size of their input."""

    def __init__(self) -> None:
        self._runs: deque[tuple[float, int]] = deque(maxlen=_REMEMBERED)

    def note(self, duration_sec: float, bytes_read: int) -> None:
        """Remember a run that succeeded."""
        self._runs.append((duration_sec, bytes_read))

    def remaining_sec(self, elapsed_sec: float, bytes_read: int) -> float | None:
        """Estimate what is left of a run, None while too few are known.

        Args:
            elapsed_sec: How long it has been running.
            bytes_read: How much it has read so far; while it has read nothing, its size counts as the usual one.
        """
        if len(self._runs) < _ENOUGH:
            return None
        expected = median(duration for duration, _ in self._runs)
        usual = median(size for _, size in self._runs)
        if bytes_read and usual:
            expected *= bytes_read / usual
        return round(max(0.0, expected - elapsed_sec), 1)
