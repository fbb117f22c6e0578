"""What went on lately: rates over sliding windows, as differences of what is counted anyway.

Nothing is done on the way of an event. A few times a minute the totals are noted, and a rate is how much they grew
since the note that is as old as the window.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

import msgspec

EVERY_SEC: Final = 5.0
"""How often totals are noted: a window is right to that much, and a rate says over how long it is."""
LONGEST_SEC: Final = 300.0


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted since the start of a process."""

    events: dict[str, int]
    """Shown as they came, by type."""
    deliveries: int
    opened: int
    ended: int
    reconnects: int
    watched_sec: float


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """What went on within a time."""

    seconds: float
    """How long it is."""
    events_per_sec: dict[str, float]
    """Events that came live, each once however many saw it, by type; types that there were none of are left out."""
    deliveries_per_sec: float
    """One event to one viewer."""
    streams_opened: int
    """How many viewers came, or came again."""
    streams_ended: int
    """How many streams ended, for whatever reason."""
    reconnects: int
    """Of the streams that were opened, those with a cursor."""
    watch_sec: float
    """How long the streams that ended had been open, together."""
    mean_watch_sec: float | None
    """Null where none has ended."""


class History:
    """Totals as they were, for as long as the longest window."""

    def __init__(self, totals: Callable[[], Totals], clock: Callable[[], float]) -> None:
        """Begin with what there is.

        Args:
            totals: Gives the totals.
            clock: Seconds that only grow.
        """
        self._totals = totals
        self._clock = clock
        self._first = (clock(), totals())
        self._notes = deque([self._first], maxlen=round(LONGEST_SEC / EVERY_SEC) + 1)

    def note(self) -> None:
        """Remember the totals."""
        self._notes.append((self._clock(), self._totals()))

    def since_start(self) -> Window:
        """Tell of all the time."""
        return self._since(self._first)

    def last(self, seconds: float) -> Window:
        """Tell of the last seconds, or of all the time where there were not so many."""
        now = self._clock()
        young = [note for note in self._notes if now - note[0] <= seconds + EVERY_SEC / 2]
        return self._since(young[0] if young else self._notes[-1])

    def _since(self, note: tuple[float, Totals]) -> Window:
        (then, old), now, new = note, self._clock(), self._totals()
        seconds = now - then
        per_sec = 1 / seconds if seconds > 0 else 0.0
        grown = {kind: count - old.events.get(kind, 0) for kind, count in sorted(new.events.items())}
        ended, watched_sec = new.ended - old.ended, new.watched_sec - old.watched_sec
        return Window(
            seconds=round(seconds, 3),
            events_per_sec={kind: round(count * per_sec, 3) for kind, count in grown.items() if count},
            deliveries_per_sec=round((new.deliveries - old.deliveries) * per_sec, 3),
            streams_opened=new.opened - old.opened,
            streams_ended=ended,
            reconnects=new.reconnects - old.reconnects,
            watch_sec=round(watched_sec, 3),
            mean_watch_sec=round(watched_sec / ended, 3) if ended else None,
        )


class Noting:
    """Notes totals again and again, on the running event loop."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._timer = asyncio.get_running_loop().call_later(EVERY_SEC, self._note)

    def stop(self) -> None:
        """Note no more."""
        self._timer.cancel()

    def _note(self) -> None:
        self._history.note()
        self._timer = asyncio.get_running_loop().call_later(EVERY_SEC, self._note)
