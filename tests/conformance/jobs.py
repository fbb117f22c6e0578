"""The jobs that cases are about: each is started once, at the first case that asks for it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx

from tests.conformance.hold import HoldServer
from tests.conformance.once import Once
from tests.conformance.stream import streaming
from tests.conformance.texts import POSTING, REFUSED_URL, RESUME


@dataclass(frozen=True, slots=True)
class Job:
    """A job that was started, and its token."""

    job_id: str
    token: str
    stream_url: str
    snapshot_url: str

    @property
    def bearer(self) -> dict[str, str]:
        """The header that opens it."""
        return {"Authorization": f"Bearer {self.token}"}

    def path(self, rest: str = "") -> str:
        """Give the path of something of it."""
        return f"/api/jobs/{self.job_id}{rest}"


@dataclass(frozen=True, slots=True)
class HeldJob:
    """A job whose first step waits."""

    job: Job
    let_go: asyncio.Event
    """Set it, and the job runs to its end."""


class Jobs:
    """Starts jobs of one deployment."""

    def __init__(self, url: str, client: httpx.AsyncClient, hold: HoldServer | None) -> None:
        self._url = url
        self._client = client
        self._hold = hold
        self._known: Once[Job] = Once()

    async def start(self, **more: Any) -> Job:  # noqa: ANN401 - a body, whatever is in it
        """Start a job of its own.

        Raises:
            httpx.HTTPStatusError: It was refused.
        """
        body = {"resume_text": RESUME, "job_text": POSTING, **more}
        answer = await self._client.post(
            "/api/pipeline/start", json={name: text for name, text in body.items() if text is not None}
        )
        answer.raise_for_status()
        told = answer.json()
        return Job(told["job_id"], told["access_token"], told["stream_url"], told["snapshot_url"])

    async def finished(self) -> Job:
        """Give the job that most cases are about: it has completed."""
        return await self._known.get("finished", self._ended)

    async def other(self) -> Job:
        """Give another one that has completed."""
        return await self._known.get("other", self._ended)

    async def failed(self) -> Job:
        """Give one that has failed, since its posting may not be asked for."""
        return await self._known.get("failed", lambda: self._ended(job_text=None, job_url=REFUSED_URL))

    async def retried(self) -> Job:
        """Give one of two revisions, both of which failed."""
        return await self._known.get("retried", self._twice)

    async def erased(self) -> Job:
        """Give one that was erased."""
        return await self._known.get("erased", self._gone)

    @contextlib.asynccontextmanager
    async def held(self) -> AsyncIterator[HeldJob]:
        """Give a job that stays open until it is let go; at the latest when the block ends."""
        if self._hold is None:
            raise RuntimeError("a case that holds a job needs `hold_port`")
        url, let_go = self._hold.posting()
        try:
            yield HeldJob(await self.start(job_text=None, job_url=url), let_go)
        finally:
            let_go.set()

    async def end_of(self, job: Job, *, after: str = "0") -> None:
        """Wait until a job's stream has ended."""
        async with streaming(self._url, f"{job.stream_url}?after={after}", list(job.bearer.items())) as stream:
            await stream.to_end()

    async def _ended(self, **more: Any) -> Job:  # noqa: ANN401
        job = await self.start(**more)
        await self.end_of(job)
        return job

    async def _twice(self) -> Job:
        job = await self._ended(job_text=None, job_url=REFUSED_URL)
        answer = await self._client.post(job.path("/retry"), headers=job.bearer)
        answer.raise_for_status()
        async with streaming(self._url, answer.json()["stream_url"], list(job.bearer.items())) as stream:
            await stream.to_end()
        return job

    async def _gone(self) -> Job:
        job = await self._ended()
        (await self._client.delete(job.path(), headers=job.bearer)).raise_for_status()
        return job
