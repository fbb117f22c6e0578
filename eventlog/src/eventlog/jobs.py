"""Commands on jobs: what HTTP and NATS have in common. Each appends one fact, where it can still matter.

From the acknowledged `start` on a job survives anything: whoever dies behind it, the pipeline goes on.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec
import structlog
from msgspec.structs import replace

from contracts import subjects
from contracts.control import (
    Cancel,
    Control,
    Deleted,
    MalformedFactError,
    Redrive,
    Start,
    decode_control,
    encode_control,
)
from contracts.events import (
    DoneEvent,
    JobStatus,
    JobStatusEvent,
    JobStatusName,
    MalformedEventError,
    decode_event,
    encode_event,
)
from contracts.ids import JobId, is_derived, lifecycle_event_id
from eventlog.errors import AppError, ConcurrencyError, JobErasedError, NoSuchJobError, StorageFullError
from eventlog.ports import Appended, Connection, StoredMessage

_TRIES: Final = 8

logger = structlog.get_logger(__name__)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a job stands: its newest revision, and whether that one is open.

    `status` is the last that was told, `position` that of its newest lifecycle event; 0 before the first. `artifacts`
    are those of the newest revision that ended.
    """

    revision: int = 1
    open: bool = True
    status: JobStatusName = "started"
    position: int = 0
    artifacts: dict[str, str] = {}


class Jobs:
    """Starts, cancels, retries and erases jobs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._log = connection.log

    async def start(
        self, job_id: JobId, documents: Mapping[str, bytes], *, body_hash: str, graph: str
    ) -> StoredMessage:
        """Start a job, or find that this was done; gives the stored `start`.

        The order is documents, `start` on control, `started` on status: a job that is half there never runs.

        Raises:
            ConcurrencyError: A job of this id was started with another body.
            JobErasedError: The job was erased; its id will not start again.
            LimitError: There is no room; the job was not started.
            TransientError: No answer; the job may or may not have been started.
        """
        control = subjects.control(job_id)
        known = await self._log.last(control) if is_derived(job_id) else None  # nobody has started a random one before
        reach = known.seq if known is not None else await self._append_start(job_id, documents, body_hash, graph)
        first, *_ = await self._log.read(control, at_least=reach)
        fact = fact_of(first)
        if not isinstance(fact, Start):
            raise JobErasedError
        if fact.body_hash != body_hash:
            raise ConcurrencyError("a job of this id was started with another body", code="other_body")
        await self._say_started(job_id, first)
        return first

    async def cancel(self, job_id: JobId, reason: str | None = None) -> Standing:
        """Ask for the end of the open revision; asked twice is as once. Of cancel and completion one wins, once.

        Raises:
            ConcurrencyError: No revision is open: it is too late.
            JobErasedError: The job was erased.
            NoSuchJobError: There is no such job.
            TransientError: No answer; it may or may not have been asked for.
        """
        standing = await self._append(
            job_id,
            Cancel(job_id=job_id, reason=reason),
            lambda standing: standing.open,
            refusal=("too_late", "the job has ended: there is nothing to cancel"),
        )
        await self._connection.signals.send(job_id, "cancel")
        return standing

    async def retry(self, job_id: JobId, reason: str | None = None) -> Standing:
        """Open the next revision at the steps that failed or were never reached; gives the standing it will have.

        Raises:
            ConcurrencyError: The job is running, or completed: there is nothing to retry.
            JobErasedError: The job was erased.
            NoSuchJobError: There is no such job.
            TransientError: No answer; it may or may not have been asked for.
        """
        standing = await self._append(
            job_id,
            Redrive(job_id=job_id, reason=reason),
            lambda standing: not standing.open and standing.status in {"failed", "canceled"},
            refusal=("nothing_to_retry", "only a job that failed or was canceled can be tried again"),
        )
        return replace(standing, revision=standing.revision + (not standing.open), open=True)

    async def erase(self, job_id: JobId, reason: str | None = None) -> None:
        """Erase a job for good: every call answers that it is gone, and its id never starts again.

        Raises:
            JobErasedError: It was erased before.
            NoSuchJobError: There is no such job.
            TransientError: No answer; some of it may be gone, and erasing again goes on.
        """
        for _ in range(_TRIES):
            last = await self.last_control(job_id)
            try:
                await self.entomb(job_id, reason, behind=last.seq)
            except ConcurrencyError:
                continue
            break
        else:
            raise ConcurrencyError("the job changes faster than it can be erased: ask again")
        await self._connection.signals.send(job_id, "deleted")
        await self._connection.erase(job_id)

    async def entomb(self, job_id: JobId, reason: str | None, *, behind: int) -> Appended:
        """Put a job's tombstone behind its last control fact; the pipeline erases what lies under it.

        A full log cannot keep what is to make room in it: there the job is erased first.

        Raises:
            ConcurrencyError: That is not its last control fact.
            TransientError: No answer; it may or may not be done.
        """
        control, fact = subjects.control(job_id), encode_control(Deleted(job_id=job_id, reason=reason))
        try:
            return await self._log.append(control, fact, expected_last=behind)
        except StorageFullError:
            await self._connection.erase(job_id)
            return await self._log.append(control, fact, expected_last=behind)

    async def forget(self, job_id: JobId) -> None:
        """Erase what was stored for a job that could not be started; what cannot be erased now expires."""
        try:
            await self._connection.erase(job_id)
        except AppError as error:
            logger.warning("documents_left", job_id=job_id, code=error.code)

    async def standing(self, job_id: JobId) -> Standing:
        """Read where a job stands from its lifecycle.

        Raises:
            TransientError: No answer.
        """
        last = await self._log.last(subjects.status(job_id))
        told = await self._log.read(subjects.status(job_id), at_least=last.seq if last is not None else 0)
        return _standing_of(told)

    async def _append(
        self, job_id: JobId, fact: Cancel | Redrive, allowed: Callable[[Standing], bool], *, refusal: tuple[str, str]
    ) -> Standing:
        """Append a fact behind the last one of its control, if the job's standing allows it."""
        for _ in range(_TRIES):
            last = await self.last_control(job_id)
            standing = await self.standing(job_id)
            asked_before = isinstance(fact_of(last), type(fact))
            if asked_before and (last.seq > standing.position or (isinstance(fact, Cancel) and standing.open)):
                return standing  # the pipeline has not answered yet, or is about to: it tells of an end piece by piece
            if not allowed(standing):
                raise ConcurrencyError(refusal[1], code=refusal[0])
            try:
                await self._log.append(subjects.control(job_id), encode_control(fact), expected_last=last.seq)
            except ConcurrencyError:
                continue
            return standing
        raise ConcurrencyError("the job changes faster than it can be steered: ask again")

    async def last_control(self, job_id: JobId) -> StoredMessage:
        """Read the newest fact of a job's control.

        Raises:
            JobErasedError: The job was erased.
            NoSuchJobError: There is no such job.
            TransientError: No answer.
        """
        last = await self._log.last(subjects.control(job_id))
        if last is None:
            raise NoSuchJobError
        if isinstance(fact_of(last), Deleted):
            raise JobErasedError
        return last

    async def _append_start(self, job_id: JobId, documents: Mapping[str, bytes], body_hash: str, graph: str) -> int:
        put = self._connection.documents.put
        refs = await asyncio.gather(*(put(job_id, name, content) for name, content in documents.items()))
        fact = Start(job_id=job_id, body_hash=body_hash, documents=dict(zip(documents, refs, strict=True)), graph=graph)
        try:
            appended = await self._log.append(subjects.control(job_id), encode_control(fact), expected_last=0)
        except ConcurrencyError:
            return 1  # somebody with the same key was a moment faster
        return appended.seq

    async def _say_started(self, job_id: JobId, first: StoredMessage) -> None:
        event = JobStatusEvent(
            timestamp=first.timestamp,
            id=lifecycle_event_id(first.seq, 0),
            job_id=job_id,
            data=JobStatus(status="started", revision=1),
        )
        try:
            await self._log.append(subjects.status(job_id), encode_event(event), expected_last=0)
        except ConcurrencyError:
            return  # it was said, and more since
        except AppError as error:
            logger.warning("started_unsaid", job_id=job_id, code=error.code)  # the pipeline will say it


def _standing_of(told: Sequence[StoredMessage]) -> Standing:
    standing = Standing()
    for message in told:
        try:
            event = decode_event(message.data)
        except MalformedEventError:
            continue  # a foreign message: no lifecycle of ours
        standing = replace(standing, position=message.seq)
        match event:
            case JobStatusEvent(data=data):
                standing = replace(standing, revision=data.revision, status=data.status, open=True)
            case DoneEvent(data=data):
                standing = replace(
                    standing, revision=data.revision, status=data.status, open=False, artifacts=data.artifacts
                )
            case _:
                pass
    return standing


def fact_of(message: StoredMessage) -> Control | None:
    """Decode a fact of control; None for one of a newer writer."""
    try:
        return decode_control(message.data)
    except MalformedFactError:
        return None
