"""Starting a job for a request: the job, and a token that opens it."""

from datetime import datetime

import msgspec

from contracts.ids import JobId, is_derived
from eventlog import ConcurrencyError, Jobs, StorageFullError
from gateway.access.tokens import Tokens
from gateway.refusals import RefusedError
from gateway.start.request import StartRequest


class Started(msgspec.Struct, frozen=True, kw_only=True):
    """A job that exists, with a token for it and its expiry in seconds since the epoch."""

    job_id: JobId
    token: str
    expires_at: int


class Starter:
    """Starts jobs, each once: a start that is repeated finds the first one, and gets its answer."""

    def __init__(self, jobs: Jobs, tokens: Tokens, *, graph: str) -> None:
        self._jobs = jobs
        self._tokens = tokens
        self._graph = graph

    async def start(self, asked: StartRequest, job_id: JobId) -> Started:
        """Start a job, or find that this was done.

        Raises:
            RefusedError: 409: a job of this id was started with another body.
            JobErasedError: The job was erased; its id will not start again.
            StorageFullError: There is no room; the job was not started, and of one without a key nothing is left.
            TransientError: No answer; the job may or may not have been started.
        """
        try:
            first = await self._jobs.start(job_id, asked.documents(), body_hash=asked.body_hash(), graph=self._graph)
        except StorageFullError:
            if not is_derived(job_id):
                await self._jobs.forget(job_id)  # nobody can ask for it again: its documents would stay for nothing
            raise
        except ConcurrencyError:
            raise RefusedError(
                "this `Idempotency-Key` was used for another start: use a new key for a new job",
                status=409,
                code="idempotency_conflict",
            ) from None
        token, expires_at = self._tokens.issue(job_id, started_at=datetime.fromisoformat(first.timestamp).timestamp())
        return Started(job_id=job_id, token=token, expires_at=expires_at)
