"""Appending our own messages for certain: through outages, and though somebody took the message id before us."""

import asyncio

import structlog

from contracts.ids import JobId
from contracts.subjects import job_of
from eventlog import EventLog, LimitError, TransientError

logger = structlog.get_logger(__name__)


async def append_patiently(log: EventLog, subject: str, data: bytes, message_id: str) -> bool:
    """Append a message, as often as it takes, and tell whether it stands in the log.

    A full or absent log is waited for; the caller's deadline ends that.

    Returns:
        False if the message id was taken by a message that is not ours: nothing was stored.

    Raises:
        RequestError: The message is too large.
    """
    while True:
        try:
            appended = await log.append(subject, data, message_id=message_id)
            return not appended.duplicate or await _is_ours(log, subject, appended.seq, data)
        except (TransientError, LimitError) as error:
            job_id: JobId = job_of(subject)
            logger.warning("append_postponed", job_id=job_id, code=error.code, reason=str(error))
            await asyncio.sleep(error.delay_sec)


async def _is_ours(log: EventLog, subject: str, seq: int, data: bytes) -> bool:
    """Tell whether the message that a duplicate acknowledgement names is the one that we sent."""
    last = await log.last(subject)
    if last is None or last.seq < seq:
        return False  # the id was taken on another subject
    if last.seq > seq:
        stored = await log.read(subject, after=seq - 1, at_least=last.seq)
        last = stored[0] if stored else last
    return last.seq == seq and last.data == data
