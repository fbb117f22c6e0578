"""A log whose live messages get lost, delayed or repeated as a test wants; history and answers stay true."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from typing_extensions import override

from contracts.ids import JobId
from eventlog import Appended, Connection, EventLog, Following, StoredMessage

Fate = Callable[[StoredMessage], list[StoredMessage]]
"""What arrives instead of a live message: nothing, itself, or others."""


class FaultyLog(EventLog):
    """Everything as the log behind it, but for live messages."""

    def __init__(self, log: EventLog, fate: Fate) -> None:
        self._log = log
        self._disturbed: list[Callable[[str], None]] = []
        self.fate = fate
        self.reads = 0
        """How often history was read."""

    @override
    async def append(
        self, subject: str, data: bytes, *, message_id: str | None = None, expected_last: int | None = None
    ) -> Appended:
        return await self._log.append(subject, data, message_id=message_id, expected_last=expected_last)

    @override
    async def last(self, subject: str) -> StoredMessage | None:
        return await self._log.last(subject)

    @override
    async def positions(self, subjects: Sequence[str]) -> dict[str, int]:
        return await self._log.positions(subjects)

    @override
    async def read(self, filter_subject: str, *, after: int = 0, at_least: int = 0) -> list[StoredMessage]:
        self.reads += 1
        return await self._log.read(filter_subject, after=after, at_least=at_least)

    @override
    async def oldest(self, filter_subject: str, *, after: int = 0, most: int = 500) -> list[StoredMessage]:
        return await self._log.oldest(filter_subject, after=after, most=most)

    @override
    async def follow(self, job_id: JobId, on_message: Callable[[StoredMessage], None]) -> Following:
        def arrive(message: StoredMessage) -> None:
            for arriving in self.fate(message):
                on_message(arriving)

        return await self._log.follow(job_id, arrive)

    @override
    def on_disturbance(self, callback: Callable[[str], None]) -> None:
        self._disturbed.append(callback)
        self._log.on_disturbance(callback)

    def disturb(self, reason: str) -> None:
        """Report a disturbance."""
        for callback in self._disturbed:
            callback(reason)


class FaultyConnection:
    """A connection with another log; what it does not have itself the real one has."""

    def __init__(self, connection: Connection, log: EventLog) -> None:
        self._connection = connection
        self.log = log

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the connection has
        return getattr(self._connection, name)


def arrives(message: StoredMessage) -> list[StoredMessage]:
    """Let a message arrive."""
    return [message]


def over_faulty_log(connection: Connection, fate: Fate = arrives) -> tuple[Connection, FaultyLog]:
    """Give the connection as it looks over a faulty log, and the log."""
    log = FaultyLog(connection.log, fate)
    return cast("Connection", FaultyConnection(connection, log)), log
