"""Reading `text/event-stream` by the WHATWG rules, byte for byte, and remembering how it was written.

Source: WHATWG HTML, 9.2.5 "Parsing an event stream" and 9.2.6 "Interpreting an event stream".
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

_BOM: Final = b"\xef\xbb\xbf"
_LINE_END: Final = re.compile(rb"[\r\n]")
_DIGITS: Final = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Message:
    """What `EventSource` would hand to a listener; `id` is the last event id at that moment."""

    data: str
    event: str
    id: str

    @property
    def json(self) -> dict[str, Any]:
        """The data as an object; empty where it is none."""
        try:
            value = json.loads(self.data)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


@dataclass(slots=True)
class Block:
    """The lines between two empty ones as they were written, and whether they made a message."""

    lines: list[bytes] = field(default_factory=list)
    dispatched: bool = False

    def values(self, name: bytes) -> list[bytes]:
        """Give the values of a field, one for each of its lines, with the space that may stand before them."""
        return [line.partition(b":")[2] for line in self.lines if line.partition(b":")[0] == name]


class Parser:
    """Interprets a stream, in pieces of any size."""

    def __init__(self) -> None:
        self.last_event_id = ""
        """What a reader would send as `Last-Event-ID`."""
        self.retry_ms: int | None = None
        self.had_bom = False
        self.blocks: list[Block] = []
        """Those that an empty line ended."""
        self._rest = b""
        self._begun = False
        self._after_cr = False
        self._block = Block()
        self._data = ""
        self._event = ""
        self._id = ""

    @property
    def unfinished(self) -> bool:
        """Whether something stands behind the last empty line: a reader drops it at the end."""
        return bool(self._rest or self._block.lines)

    def feed(self, piece: bytes) -> list[Message]:
        """Take bytes; give the messages that they complete."""
        data, looked_at = self._rest + piece, len(self._rest)
        if not self._begun:
            if len(data) < len(_BOM) and _BOM.startswith(data):
                self._rest = data
                return []
            self._begun, looked_at = True, 0
            self.had_bom = data.startswith(_BOM)
            data = data.removeprefix(_BOM)
        found: list[Message] = []
        start = 0
        for match in _LINE_END.finditer(data, looked_at):
            at = match.start()
            if self._after_cr and data[at : at + 1] == b"\n" and at == start:
                self._after_cr = False
                start = at + 1
                continue
            self._after_cr = data[at : at + 1] == b"\r"
            message = self._line(data[start:at])
            start = at + 1
            if message is not None:
                found.append(message)
        self._rest = data[start:]
        if self._rest:
            self._after_cr = False
        return found

    def _line(self, line: bytes) -> Message | None:
        if not line:
            return self._dispatch()
        self._block.lines.append(line)
        name, _, value = line.decode("utf-8", "replace").partition(":")
        value = value.removeprefix(" ")
        match name:
            case "data":
                self._data += value + "\n"
            case "event":
                self._event = value
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if _DIGITS.fullmatch(value):
                self.retry_ms = int(value)
            case _:
                pass  # a comment, or a field that nobody knows
        return None

    def _dispatch(self) -> Message | None:
        self.last_event_id = self._id
        block, data, event = self._block, self._data, self._event
        self._block, self._data, self._event = Block(), "", ""
        block.dispatched = bool(data)
        self.blocks.append(block)
        return Message(data=data.removesuffix("\n"), event=event or "message", id=self._id) if data else None
