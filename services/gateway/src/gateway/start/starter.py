"""Starting a job: documents, then `start` on control, then `started` on status, then the answer.

From the acknowledged `start` on the job survives anything: where we die behind it the pipeline says `started`. A start
that is repeated finds the first one, and gets its answer.
"""

import asyncio
from datetime import datetime

import msgspec
import structlog

from contracts import subjects
from contracts.control import Start, decode_control, encode_control
from contracts.events import JobStatus, JobStatusEvent, encode_event
from contracts.ids import JobId, lifecycle_event_id
from eventlog import AppError, ConcurrencyError, Documents, EventLog, StoredMessage
from gateway.access.tokens import Tokens
from gateway.joblog import require_existing
from gateway.refusals import RefusedError
from gateway.start.request import StartRequest

logger = structlog.get_logger(__name__)


class Started(msgspec.Struct, frozen=True, kw_only=True):
    """A job that exists, with a token for it and its expiry in seconds since the epoch."""

    job_id: JobId
    token: str
    expires_at: int


class Starter:
    """Starts jobs, each once."""

    def __init__(self, log: EventLog, documents: Documents, tokens: Tokens, *, graph: str) -> None:
        self._log = log
        self._documents = documents
        self._tokens = tokens
        self._graph = graph

    async def start(self, asked: StartRequest, job_id: JobId) -> Started:
        """Start a job, or find that this was done.

        Raises:
            RefusedError: 409: a job of this id was started with another body.
            JobErasedError: The job was erased; its id will not start again.
            LimitError: There is no room; the job was not started.
            TransientError: No answer; the job may or may not have been started.
        """
        control = subjects.control(job_id)
        known = await self._log.last(control)
        if known is None:
            reach = await self._append(asked, job_id)
        else:
            require_existing(known)
            reach = known.seq
        first, *_ = await self._log.read(control, at_least=reach)
        _require_same(first, asked)
        await self._say_started(job_id, first)
        token, expires_at = self._tokens.issue(job_id, started_at=datetime.fromisoformat(first.timestamp).timestamp())
        return Started(job_id=job_id, token=token, expires_at=expires_at)

    async def _append(self, asked: StartRequest, job_id: JobId) -> int:
        documents = asked.documents()
        refs = await asyncio.gather(
            *(self._documents.put(job_id, name, content) for name, content in documents.items())
        )
        fact = Start(
            job_id=job_id,
            body_hash=asked.body_hash(),
            documents=dict(zip(documents, refs, strict=True)),
            graph=self._graph,
        )
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


def _require_same(first: StoredMessage, asked: StartRequest) -> None:
    fact = decode_control(first.data)
    if not isinstance(fact, Start) or fact.body_hash != asked.body_hash():
        raise RefusedError(
            "this `Idempotency-Key` was used for another start: use a new key for a new job",
            status=409,
            code="idempotency_conflict",
        )
