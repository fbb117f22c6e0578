"""Reading server-sent events in tests, by the WHATWG rules and nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec


@dataclass(frozen=True, slots=True)
class Frame:
    """A dispatched event: what `EventSource` would hand to its listener. `id` is the cursor at that moment."""

    data: str
    event: str = "message"
    id: str = ""

    @property
    def json(self) -> dict[str, Any]:
        """The data as an object."""
        return msgspec.json.decode(self.data, type=dict[str, Any])


@dataclass(slots=True)
class SseReader:
    """Turns lines into frames. `cursor` and `retry_ms` are what a browser would remember."""

    cursor: str = ""
    retry_ms: int | None = None
    _data: list[str] = field(default_factory=list)
    _event: str = ""

    def frames(self, lines: Iterable[str]) -> Iterator[Frame]:
        """Read frames until the lines end; an unfinished frame is dropped, as a browser drops it."""
        for line in lines:
            frame = self.feed(line)
            if frame is not None:
                yield frame

    def feed(self, line: str) -> Frame | None:
        """Take one line without its end; give the frame that an empty line dispatches."""
        if line == "":
            return self._dispatch()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "data":
                self._data.append(value)
            case "event":
                self._event = value
            case "id" if "\0" not in value:
                self.cursor = value
            case "retry" if value.isdecimal():
                self.retry_ms = int(value)
            case _:
                pass  # a comment, or a field that nobody knows
        return None

    def _dispatch(self) -> Frame | None:
        data, event = self._data, self._event
        self._data, self._event = [], ""
        if not data:
            return None
        return Frame(data="\n".join(data), event=event or "message", id=self.cursor)
