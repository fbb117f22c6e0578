"""Erasing a job: its documents securely, its events and outcomes, its outstanding work. Its last control fact stays.

After delete, purge, overwrite and a restart a document's plain text still stood in the server's block file; after a
secure delete of the message it did not. So documents are deleted one by one, and nothing is left to a purge.
"""

from typing import Final

import msgspec

from contracts import subjects
from contracts.ids import JobId
from eventlog.errors import TransientError
from eventlog.jetstream import api
from eventlog.jetstream.client import RawClient
from eventlog.jetstream.direct import read_batch
from eventlog.jetstream.patience import patiently
from eventlog.settings import LogSettings

_NO_SUCH_SEQUENCE: Final = frozenset({10043, api.NO_MESSAGE_FOUND})


class _Done(msgspec.Struct, frozen=True):
    success: bool = False


class Eraser:
    """Erases jobs over one connection."""

    def __init__(self, client: RawClient, settings: LogSettings) -> None:
        self._client = client
        self._settings = settings

    async def erase(self, job_id: JobId) -> None:
        """See `Connection.erase`."""
        await patiently(lambda: self._documents(job_id), patience_sec=self._settings.patience_sec)
        for stream, filter_subject in (
            (subjects.JOBS, subjects.public(job_id)),
            (subjects.JOBS, subjects.results(job_id)),
            (subjects.WORK, subjects.work_of_job(job_id)),
            (subjects.DEAD, subjects.dead_of_job(job_id)),
        ):
            await self._call(f"STREAM.PURGE.{stream}", {"filter": filter_subject})
        await self._call(f"STREAM.PURGE.{subjects.JOBS}", {"filter": subjects.control(job_id), "keep": 1})

    async def _documents(self, job_id: JobId) -> None:
        more = True
        while more:
            found, more = await read_batch(
                self._client,
                subjects.DOCUMENTS,
                f"$KV.{subjects.DOCUMENTS_BUCKET}.{job_id}.>",
                after=0,
                timeout_sec=self._settings.timeout_sec,
            )
            for message in found:
                await self._call(f"STREAM.MSG.DELETE.{subjects.DOCUMENTS}", {"seq": message.seq, "no_erase": False})

    async def _call(self, name: str, body: dict[str, str | int]) -> None:
        async def once() -> None:
            try:
                await api.call(self._client, f"$JS.API.{name}", body, _Done, timeout_sec=self._settings.timeout_sec)
            except api.ApiError as error:
                if error.fault.err_code not in _NO_SUCH_SEQUENCE:
                    raise TransientError(str(error), code="log_unavailable") from error

        await patiently(once, patience_sec=self._settings.patience_sec)
