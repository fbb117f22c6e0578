"""Dead letters on the stream `DEAD`."""

import msgspec

from contracts import subjects
from contracts.ids import JobId, StepName
from eventlog.errors import TransientError
from eventlog.jetstream import api
from eventlog.jetstream.client import RawClient
from eventlog.jetstream.direct import read_batch
from eventlog.jetstream.patience import patiently
from eventlog.jetstream.publishing import Publisher
from eventlog.ports import StoredMessage
from eventlog.settings import LogSettings


class _Purged(msgspec.Struct, frozen=True):
    purged: int = 0


class JetStreamLetters:
    """See `Letters`."""

    def __init__(self, client: RawClient, settings: LogSettings) -> None:
        self._client = client
        self._settings = settings
        self._publisher = Publisher(client, settings)

    async def bury(self, step: StepName, job_id: JobId, letter: bytes) -> None:
        """See `Letters.bury`."""
        try:
            await self._publisher.publish(subjects.DEAD, subjects.dead(step, job_id), letter)
        except api.ApiError as error:
            raise api.limit_of(error, "the stream of dead letters") from error

    async def read(self, job_id: JobId | None = None) -> list[StoredMessage]:
        """See `Letters.read`."""
        wanted = subjects.ALL_DEAD if job_id is None else subjects.dead_of_job(job_id)
        found: list[StoredMessage] = []
        more = True
        while more:
            batch, more = await self._batch(wanted, after=found[-1].seq if found else 0)
            found += batch
        return found

    async def drop(self, job_id: JobId, step: StepName | None = None) -> int:
        """See `Letters.drop`."""
        body = {"filter": subjects.dead_of_job(job_id) if step is None else subjects.dead(step, job_id)}

        async def once() -> int:
            try:
                purged = await api.call(
                    self._client,
                    f"$JS.API.STREAM.PURGE.{subjects.DEAD}",
                    body,
                    _Purged,
                    timeout_sec=self._settings.timeout_sec,
                )
            except api.ApiError as error:
                raise TransientError(str(error), code="log_unavailable") from error
            return purged.purged

        return await patiently(once, patience_sec=self._settings.patience_sec)

    async def _batch(self, wanted: str, *, after: int) -> tuple[list[StoredMessage], bool]:
        return await patiently(
            lambda: read_batch(
                self._client, subjects.DEAD, wanted, after=after, timeout_sec=self._settings.timeout_sec
            ),
            patience_sec=self._settings.patience_sec,
        )
