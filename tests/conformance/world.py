"""What a case is given: a deployment at an address, its knobs, and jobs of it."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

import httpx

from tests.conformance.hold import hold_server
from tests.conformance.jobs import Job, Jobs
from tests.conformance.knobs import Knobs
from tests.conformance.once import Once
from tests.conformance.stream import Stream, streaming
from tests.conformance.wire import Headers

_ANSWER_SEC: Final = 60
_EACH_ANEW: Final = httpx.Limits(max_keepalive_connections=0)
"""A connection that is kept may be closed by the other side in the moment in which it is used again."""


class World:
    """A deployment, asked as anybody could ask it."""

    def __init__(self, url: str, knobs: Knobs, client: httpx.AsyncClient, jobs: Jobs) -> None:
        self.url = url
        self.knobs = knobs
        self.jobs = jobs
        self._client = client
        self._wholes: Once[Stream] = Once()

    async def call(
        self,
        method: str,
        path: str,
        job: Job | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,  # noqa: ANN401 - what httpx takes
    ) -> httpx.Response:
        """Send a request, with the token of a job where one is given."""
        self._client.cookies.clear()
        given = {**(job.bearer if job else {}), **(headers or {})}
        return await self._client.request(method, path, headers=given, **more)

    async def get(self, path: str, job: Job | None = None, **more: Any) -> httpx.Response:  # noqa: ANN401
        """Ask for something."""
        return await self.call("GET", path, job, **more)

    async def snapshot(self, job: Job) -> dict[str, Any]:
        """Give a job's snapshot."""
        answer = await self.get(job.snapshot_url, job)
        answer.raise_for_status()
        return dict(answer.json())

    @contextlib.asynccontextmanager
    async def stream(
        self,
        job: Job,
        *,
        cursor: str | None = None,
        after: str | None = None,
        query: Mapping[str, str] | None = None,
        headers: Headers = (),
    ) -> AsyncIterator[Stream]:
        """Open a job's stream with its token.

        Args:
            job: The job.
            cursor: For `Last-Event-ID`.
            after: For `?after=`.
            query: More for the query.
            headers: More of them.
        """
        asked = ({} if after is None else {"after": after}) | dict(query or {})
        given = [*job.bearer.items(), *([] if cursor is None else [("Last-Event-ID", cursor)]), *headers]
        async with streaming(self.url, with_query(job.stream_url, asked), given) as stream:
            yield stream

    async def read(self, job: Job, *, cursor: str | None = None, after: str | None = None) -> Stream:
        """Read a job's stream to its end."""
        async with self.stream(job, cursor=cursor, after=after) as stream:
            return await stream.to_end()

    async def whole(self, job: Job) -> Stream:
        """Give the whole stream of a job that has ended, read once for all cases.

        Raises:
            ValueError: It is none: nothing that is said of it would mean anything.
        """
        stream = await self._wholes.get(job.job_id, lambda: self.read(job))
        if stream.status != httpx.codes.OK or not stream.messages:
            raise ValueError(
                f"the stream of a job that has ended is {stream.status} with {len(stream.messages)} messages"
            )
        return stream


def with_query(path: str, query: Mapping[str, str]) -> str:
    """Add to a path's query."""
    if not query:
        return path
    return f"{path}{'&' if '?' in path else '?'}{urlencode(query, quote_via=quote)}"


@contextlib.asynccontextmanager
async def world_at(url: str, knobs: Knobs, jobs: Jobs | None = None) -> AsyncIterator[World]:
    """Reach a deployment for the length of the block; its jobs are started there, unless there are some already."""
    async with (
        hold_server(None if jobs else knobs.hold_port) as hold,
        httpx.AsyncClient(base_url=url, timeout=_ANSWER_SEC, limits=_EACH_ANEW) as client,
    ):
        yield World(url, knobs, client, jobs or Jobs(url, client, hold))
