"""The status projection of one job: what of its lifecycle stands in the log, and appending what is missing."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from contracts.events import Event, MalformedEventError, decode_event, encode_event
from contracts.ids import JobId
from contracts.subjects import status
from eventlog import ConcurrencyError, EventLog

_LIFECYCLE_ID: Final = re.compile(r"\d+\.\d+")
"""What `contracts.ids.lifecycle_event_id` makes."""


class Projection:
    """Appends lifecycle events behind each other, each expecting the one before: two replicas never double one."""

    def __init__(self, log: EventLog, job_id: JobId) -> None:
        self._log = log
        self._subject = status(job_id)
        self._known = False
        self._stored = 0
        self._last_seq = 0

    def begin(self) -> None:
        """Take it that nothing was told yet: if that is wrong, the first append finds out."""
        self._known = True

    async def advance(self, lifecycle: Sequence[Event], upto: int) -> int:
        """Append what is missing of the first `upto` lifecycle events, and return how many were.

        Raises:
            ConcurrencyError: Somebody else appended meanwhile, or what stands in the log follows from facts that
                are newer than these: read both again.
            TransientError: No answer; the next event may or may not have been stored.
        """
        if not self._known:
            await self._locate(lifecycle)
        appended = 0
        try:
            while self._stored < upto:
                data = encode_event(lifecycle[self._stored])
                stored = await self._log.append(self._subject, data, expected_last=self._last_seq)
                self._stored += 1
                self._last_seq = stored.seq
                appended += not stored.duplicate  # a replica tells the same, byte for byte
        except BaseException:
            self._known = False  # whatever happened: look before the next append
            raise
        return appended

    async def _locate(self, lifecycle: Sequence[Event]) -> None:
        """Find out how much of the lifecycle stands in the log: by its last message, by all where that is foreign."""
        last = await self._log.last(self._subject)
        if last is None:
            self._stored = self._last_seq = 0
        else:
            ids = {event.id: position for position, event in enumerate(lifecycle)}
            position = ids.get(_id_of(last.data))
            if position is None:
                position = await self._last_of_ours(ids)
            self._stored, self._last_seq = position + 1, last.seq
        self._known = True

    async def _last_of_ours(self, ids: Mapping[str, int]) -> int:
        for message in reversed(await self._log.read(self._subject)):
            event_id = _id_of(message.data)
            if event_id in ids:
                return ids[event_id]
            if _LIFECYCLE_ID.fullmatch(event_id):
                raise ConcurrencyError("the status is ahead of the facts that were read")
        return -1


def _id_of(data: bytes) -> str:
    try:
        return decode_event(data).id
    except MalformedEventError:
        return ""
