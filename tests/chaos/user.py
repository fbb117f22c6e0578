"""The user of one job: starts it, watches it through several viewers, cancels it or tries again, as planned."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any, Final

import httpx
import msgspec

from tests.chaos.agents import Script
from tests.chaos.plan import JobPlan
from tests.chaos.records import JobRecord, ViewerRecord
from tests.chaos.viewers import Viewer, Watched

_AGAIN_SEC: Final = 0.3
_CONFLICT: Final = 409


class User:
    """Sees one job through. `record` is true at any moment."""

    def __init__(self, number: int, plan: JobPlan, client: httpx.AsyncClient, addresses: Sequence[str]) -> None:
        self.record = JobRecord(job_id=f"job {number}, never started")
        self.starts_at_sec = plan.at_sec
        self.watched = Watched()
        self._plan = plan
        self._client = client
        self._addresses = addresses
        self._key = f"chaos-{number}"
        self._chance = random.Random(plan.seed)

    async def live(self, *, viewers: int, slow_while: str) -> None:
        """Do all that is planned for the job, and return when every viewer was told its end."""
        script = Script(steps=self._plan.steps, slow_while=slow_while)
        body = {"resume_text": "A person with a trade.", "job_text": msgspec.json.encode(script).decode()}
        _, started = await self._insist("/api/pipeline/start", {"Idempotency-Key": self._key}, body)
        job_id, token = str(started["job_id"]), str(started["access_token"])
        self.record.job_id = job_id
        async with asyncio.TaskGroup() as together:
            for n in range(viewers):
                record = ViewerRecord(job_id=job_id, name=f"viewer {n}")
                self.record.viewers.append(record)
                viewer = Viewer(self._client, self._addresses, self.watched, number=n, seed=self._plan.seed)
                together.create_task(viewer.watch(record, token))
            await self._steer(job_id, {"Authorization": f"Bearer {token}"})
            self.record.settled = True
            self.watched.next_turn(settled=True)

    async def _steer(self, job_id: str, headers: dict[str, str]) -> None:
        watched = self.watched
        if self._plan.cancel_after is not None:
            while watched.events < self._plan.cancel_after and 1 not in watched.ended:
                await watched.news()
            await self._insist(f"/api/jobs/{job_id}/cancel", headers)
        while 1 not in watched.ended:
            await watched.news()
        if self._plan.retries and watched.ended[1] != "completed":
            status, answer = await self._insist(f"/api/jobs/{job_id}/retry", headers)
            # A conflict is the answer to the second asking where the first was heard and its answer lost.
            revision = 2 if status == _CONFLICT else int(answer["revision"])
            watched.next_turn(settled=False)
            while revision not in watched.ended:
                await watched.news()

    async def _insist(
        self, path: str, headers: dict[str, str], body: dict[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Ask one gateway or the other until there is an answer that will not change."""
        while True:
            url = self._chance.choice(self._addresses) + path
            try:
                answer = await self._client.post(url, headers=headers, json=body)
            except httpx.HTTPError:
                await asyncio.sleep(_AGAIN_SEC)
                continue
            if answer.status_code in {202, _CONFLICT}:
                return answer.status_code, msgspec.json.decode(answer.content, type=dict[str, Any])
            if answer.status_code < 500 and answer.status_code != 429:
                raise RuntimeError(f"{path} was answered {answer.status_code}: {answer.text}")
            await asyncio.sleep(_AGAIN_SEC)
