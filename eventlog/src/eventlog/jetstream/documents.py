"""Documents in a key-value bucket: created once, read by ref.

A key-value bucket and not an object store: a put and a get of 5 KB take a half and a quarter of the time, and leave no
consumer on the server.
"""

import asyncio
from typing import Final

from contracts import subjects
from contracts.ids import JobId
from contracts.refs import parse_ref, ref_for
from eventlog.errors import ConcurrencyError, DocumentNotFoundError
from eventlog.jetstream import api
from eventlog.jetstream.client import RawClient
from eventlog.jetstream.patience import patiently
from eventlog.jetstream.publishing import Publisher
from eventlog.settings import LogSettings

_LAG_SEC: Final = 2.0
"""How long a replica may take to know a document that another one acknowledged."""
_PAUSE_SEC: Final = 0.1


class JetStreamDocuments:
    """See `Documents`."""

    def __init__(self, client: RawClient, settings: LogSettings) -> None:
        self._client = client
        self._settings = settings
        self._publisher = Publisher(client, settings)

    async def put(self, job_id: JobId, name: str, content: bytes) -> str:
        """See `Documents.put`."""
        ref = ref_for(job_id, name, content)
        try:
            await self._publisher.publish(subjects.DOCUMENTS, _subject(ref), content, expected_last=0)
        except ConcurrencyError:
            pass  # the hash is in the key: what stands there is the same content
        except api.ApiError as error:
            raise api.limit_of(error, "the document store") from error
        return ref

    async def get(self, ref: str) -> bytes:
        """See `Documents.get`."""
        parse_ref(ref)
        clock = asyncio.get_running_loop().time
        give_up = clock() + _LAG_SEC
        while True:
            content = await patiently(lambda: self._get(ref), patience_sec=self._settings.patience_sec)
            if content is not None:
                return content
            if clock() > give_up:
                raise DocumentNotFoundError(ref)
            await asyncio.sleep(_PAUSE_SEC)

    async def _get(self, ref: str) -> bytes | None:
        reply = await api.request(
            self._client,
            f"$JS.API.DIRECT.GET.{subjects.DOCUMENTS}.{_subject(ref)}",
            b"",
            timeout_sec=self._settings.timeout_sec,
        )
        return None if reply.headers.get("Status") == "404" else reply.data


def _subject(ref: str) -> str:
    return f"$KV.{subjects.DOCUMENTS_BUCKET}.{ref}"
