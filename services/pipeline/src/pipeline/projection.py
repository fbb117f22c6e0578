"""The status projection of one job: what of its lifecycle stands in the log, and appending what is missing."""

from collections.abc import Sequence

from contracts.events import Event, MalformedEventError, decode_event, encode_event
from contracts.ids import JobId
from contracts.subjects import status
from eventlog import ConcurrencyError, EventLog


class Projection:
    """Appends lifecycle events behind each other, each expecting the one before: two replicas never double one."""

    def __init__(self, log: EventLog, job_id: JobId) -> None:
        self._log = log
        self._subject = status(job_id)
        self._known = False
        self._stored = 0
        self._last_seq = 0

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
                appended += 1
        except BaseException:
            self._known = False  # whatever happened: look before the next append
            raise
        return appended

    async def _locate(self, lifecycle: Sequence[Event]) -> None:
        last = await self._log.last(self._subject)
        if last is None:
            self._stored = self._last_seq = 0
        else:
            self._stored = _position(lifecycle, last.data) + 1
            self._last_seq = last.seq
        self._known = True


def _position(lifecycle: Sequence[Event], data: bytes) -> int:
    try:
        event_id = decode_event(data).id
    except MalformedEventError as error:
        raise ConcurrencyError("the last message of the status is no event of ours") from error
    for position in range(len(lifecycle) - 1, -1, -1):
        if lifecycle[position].id == event_id:
            return position
    raise ConcurrencyError("the status is ahead of the facts that were read")
