"""Appending our own messages for certain: through outages, and though somebody took the message id before us."""

import asyncio
import operator
from collections.abc import Callable

import structlog

from contracts.ids import JobId
from contracts.subjects import job_of
from eventlog import EventLog, LimitError, TransientError

logger = structlog.get_logger(__name__)


async def append_patiently(
    log: EventLog,
    subject: str,
    data: bytes,
    message_id: str,
    *,
    says_the_same: Callable[[bytes, bytes], bool] = operator.eq,
) -> bool:
    """Append a message, as often as it takes, and tell whether it stands in the log.

    A full or absent log is waited for; the caller's deadline ends that.

    Args:
        log: Where to.
        subject: What under.
        data: The message.
        message_id: Its id.
        says_the_same: Tells whether the message that is stored under this id is as good as ours.

    Returns:
        False if the message id was taken by a message that is not ours: nothing was stored.

    Raises:
        RequestError: The message is too large.
    """
    while True:
        try:
            appended = await log.append(subject, data, message_id=message_id)
            return not appended.duplicate or says_the_same(await _stored(log, subject, appended.seq), data)
        except (TransientError, LimitError) as error:
            job_id: JobId = job_of(subject)
            logger.warning("append_postponed", job_id=job_id, code=error.code, reason=str(error))
            await asyncio.sleep(error.delay_sec)


async def _stored(log: EventLog, subject: str, seq: int) -> bytes:
    """Read the message that a duplicate acknowledgement names; empty if it is none of this subject."""
    last = await log.last(subject)
    if last is None or last.seq < seq:
        return b""  # the id was taken on another subject
    if last.seq > seq:
        stored = await log.read(subject, after=seq - 1, at_least=last.seq)
        last = stored[0] if stored else last
    return last.data if last.seq == seq else b""
