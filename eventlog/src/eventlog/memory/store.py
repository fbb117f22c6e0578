"""A stream in memory, with what JetStream does: positions, dedupe, expected positions, limits, republish."""

import asyncio
import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from contracts.events import timestamp_of
from eventlog.errors import ConcurrencyError, RequestError, StorageFullError
from eventlog.ports import Appended, StoredMessage

WILDCARD: Final = "*"


def matches(filter_subject: str, subject: str) -> bool:
    """Tell whether a subject fits a filter; `*` stands for one token."""
    wanted, given = filter_subject.split("."), subject.split(".")
    return len(wanted) == len(given) and all(want in (WILDCARD, got) for want, got in zip(wanted, given, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a stream refuses beyond; sizes in bytes."""

    message_bytes: int
    total_bytes: int
    per_subject: int
    dedupe_window: timedelta


@dataclass(slots=True)
class MemoryStream:
    """One stream. `clock` gives the stored timestamps, so that a test may move them."""

    name: str
    limits: Limits
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    last_seq: int = 0
    listeners: list[Callable[[StoredMessage], None]] = field(default_factory=list)
    _messages: dict[int, StoredMessage] = field(default_factory=dict)
    _subjects: dict[str, list[int]] = field(default_factory=dict)
    _ids: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    _bytes: int = 0

    def append(
        self, subject: str, data: bytes, message_id: str | None = None, expected_last: int | None = None
    ) -> Appended:
        """Store a message as a single server does: the expected position is checked before the message id.

        Raises:
            ConcurrencyError: The subject's last message is another one.
            StorageFullError: The subject or the stream is full.
            RequestError: The message is too large.
        """
        known = self._subjects.get(subject, [])
        last = known[-1] if known else 0
        if expected_last is not None and last != expected_last:
            return self._ours(subject, data, expected_last)
        if message_id is not None and (stored := self._known(message_id)) is not None:
            return Appended(seq=stored, duplicate=True)
        self._check_room(len(data), len(known))
        self.last_seq += 1
        message = StoredMessage(
            seq=self.last_seq,
            subject=subject,
            data=data,
            timestamp=timestamp_of(self.clock()),
            message_id=message_id,
        )
        self._messages[self.last_seq] = message
        self._subjects.setdefault(subject, []).append(self.last_seq)
        self._bytes += len(data)
        if message_id is not None:
            self._ids[message_id] = (self.last_seq, self.clock())
        self._republish(message, last)
        return Appended(seq=self.last_seq)

    def remove(self, seq: int) -> None:
        """Forget a message; one that is gone already is no error."""
        message = self._messages.pop(seq, None)
        if message is not None:
            self._subjects[message.subject].remove(seq)
            self._bytes -= len(message.data)

    def last(self, subject: str) -> StoredMessage | None:
        """Give a subject's newest message."""
        known = self._subjects.get(subject)
        return self._messages[known[-1]] if known else None

    def read(self, filter_subject: str, after: int = 0) -> list[StoredMessage]:
        """Give all messages of a filter behind a position, oldest first."""
        found = [
            seq
            for subject, known in self._subjects.items()
            if matches(filter_subject, subject)
            for seq in known[bisect.bisect_right(known, after) :]
        ]
        return [self._messages[seq] for seq in sorted(found)]

    def outstanding(self, subject: str) -> int:
        """Count a subject's messages."""
        return len(self._subjects.get(subject, []))

    def _ours(self, subject: str, data: bytes, expected_last: int) -> Appended:
        later = self.read(subject, after=expected_last)
        if later and later[0].data == data:
            return Appended(seq=later[0].seq, duplicate=True)
        raise ConcurrencyError(f"{subject.rsplit('.', 1)[-1]} has moved on since position {expected_last}")

    def _known(self, message_id: str) -> int | None:
        seq, since = self._ids.get(message_id, (0, self.clock()))
        return seq if seq and self.clock() - since < self.limits.dedupe_window else None

    def _check_room(self, size: int, on_subject: int) -> None:
        if size > self.limits.message_bytes:
            raise RequestError(f"{size} bytes are more than one message may have", status=413, code="too_large")
        if on_subject >= self.limits.per_subject or self._bytes + size > self.limits.total_bytes:
            raise StorageFullError(self.name)

    def _republish(self, message: StoredMessage, previous: int) -> None:
        live = StoredMessage(
            seq=message.seq,
            subject=message.subject,
            data=message.data,
            timestamp=message.timestamp,
            message_id=message.message_id,
            previous=previous,
        )
        for listener in self._listening():
            asyncio.get_running_loop().call_soon(listener, live)

    def _listening(self) -> Iterator[Callable[[StoredMessage], None]]:
        return iter(list(self.listeners))
