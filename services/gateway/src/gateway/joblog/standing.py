"""Whether a job exists, and how far its log reaches: asked of the stream's leader, which alone knows."""

import asyncio

import msgspec

from contracts import subjects
from contracts.control import Answers, Control, Deleted, MalformedFactError, Redrive, decode_control
from contracts.ids import JobId
from eventlog import EventLog, JobErasedError, NoSuchJobError, StoredMessage


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Positions of the newest message of a job's subjects; 0 where there is none.

    `reopening` is that of the newest fact of its control, if this one asks for another revision; else 0.
    """

    control: int
    status: int
    events: int
    reopening: int = 0

    @property
    def reach(self) -> int:
        """How far the log reaches."""
        return max(self.status, self.events)


async def standing_of(log: EventLog, job_id: JobId) -> Standing:
    """Ask where a job stands.

    Raises:
        NoSuchJobError: It has no start.
        JobErasedError: It was erased.
        TransientError: The leader does not answer.
    """
    control, status, events = await asyncio.gather(
        log.last(subjects.control(job_id)), log.last(subjects.status(job_id)), log.last(subjects.events(job_id))
    )
    fact = require_existing(control)
    return Standing(
        control=control.seq if control else 0,
        status=status.seq if status else 0,
        events=events.seq if events else 0,
        reopening=control.seq if control is not None and isinstance(fact, Redrive | Answers) else 0,
    )


async def require_job(log: EventLog, job_id: JobId) -> None:
    """See that a job exists.

    Raises:
        NoSuchJobError: It has no start.
        JobErasedError: It was erased.
        TransientError: The leader does not answer.
    """
    require_existing(await log.last(subjects.control(job_id)))


def require_existing(control: StoredMessage | None) -> Control | None:
    """See by the newest fact of its control that a job exists, and give that fact, None where a newer writer's.

    Raises:
        NoSuchJobError: There is no fact.
        JobErasedError: It is the tombstone.
    """
    if control is None:
        raise NoSuchJobError
    try:
        fact = decode_control(control.data)
    except MalformedFactError:
        return None  # a fact of a newer writer: the job exists
    if isinstance(fact, Deleted):
        raise JobErasedError
    return fact
