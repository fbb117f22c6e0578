"""The log of all jobs on the stream `JOBS`."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from contracts import subjects
from contracts.ids import JobId
from contracts.subjects import JOBS
from eventlog.errors import TransientError
from eventlog.jetstream import api, direct
from eventlog.jetstream.client import Raw, RawClient
from eventlog.jetstream.following import Subscribed
from eventlog.jetstream.patience import patiently
from eventlog.jetstream.positions import positions_of
from eventlog.jetstream.publishing import Publisher
from eventlog.ports import Appended, Following, StoredMessage
from eventlog.settings import LogSettings

_LAGGING_TRIES: Final = 8
"""About two seconds of asking in all."""


class JetStreamLog:
    """Appends and follows on one connection, reads on another, so that a long read delays nobody's live messages."""

    def __init__(self, live: RawClient, bulk: RawClient, settings: LogSettings) -> None:
        self._live = live
        self._bulk = bulk
        self._settings = settings
        self._publisher = Publisher(live, settings)
        self._disturbed: list[Callable[[str], None]] = []

    async def append(
        self, subject: str, data: bytes, *, message_id: str | None = None, expected_last: int | None = None
    ) -> Appended:
        """See `EventLog.append`."""
        try:
            return await self._publisher.publish(
                subjects.JOBS, subject, data, message_id=message_id, expected_last=expected_last
            )
        except api.ApiError as error:
            raise api.limit_of(error, "the log") from error

    async def last(self, subject: str) -> StoredMessage | None:
        """See `EventLog.last`."""
        return await patiently(
            lambda: direct.last_of(self._live, subjects.JOBS, subject, timeout_sec=self._settings.timeout_sec),
            patience_sec=self._settings.patience_sec,
        )

    async def positions(self, subjects: Sequence[str]) -> dict[str, int]:
        """See `EventLog.positions`."""
        return await positions_of(self._bulk, JOBS, subjects, timeout_sec=self._settings.timeout_sec)

    async def read(self, filter_subject: str, *, after: int = 0, at_least: int = 0) -> list[StoredMessage]:
        """See `EventLog.read`."""
        found: list[StoredMessage] = []
        position, tries = after, 0
        while True:
            batch, more = await self._batch(filter_subject, position)
            found.extend(batch)
            position = found[-1].seq if found else after
            if not more and position >= at_least:
                return found
            if not more:
                if tries == _LAGGING_TRIES:
                    msg = f"no replica has reached position {at_least} yet"
                    raise TransientError(msg, code="log_lagging")
                await asyncio.sleep(api.backoff_sec(tries))
                tries += 1

    async def oldest(self, filter_subject: str, *, after: int = 0, most: int = 500) -> list[StoredMessage]:
        """See `EventLog.oldest`."""
        found, _ = await self._batch(filter_subject, after, most)
        return found

    async def _batch(
        self, filter_subject: str, position: int, most: int = direct.BATCH
    ) -> tuple[list[StoredMessage], bool]:
        return await patiently(
            lambda: direct.read_batch(
                self._bulk,
                subjects.JOBS,
                filter_subject,
                after=position,
                timeout_sec=self._settings.timeout_sec,
                most=most,
            ),
            patience_sec=self._settings.patience_sec,
        )

    async def follow(self, job_id: JobId, on_message: Callable[[StoredMessage], None]) -> Following:
        """See `EventLog.follow`."""

        def receive(message: Raw) -> None:
            if (stored := direct.stored_in(message, live=True)) is not None:
                on_message(stored)

        with api.translated("the log cannot be followed"):
            subscription = await self._live.hear(subjects.live(job_id), receive)
        return Subscribed(self._live, subscription)

    def on_disturbance(self, callback: Callable[[str], None]) -> None:
        """See `EventLog.on_disturbance`."""
        self._disturbed.append(callback)

    def disturb(self, reason: str) -> None:
        """Tell everyone who follows that live messages may have been lost."""
        for callback in self._disturbed:
            callback(reason)
