"""A clock that a test moves by hand."""

from dataclasses import dataclass


@dataclass(slots=True)
class HandClock:
    """Tells the same time until it is moved. In seconds."""

    now: float = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
