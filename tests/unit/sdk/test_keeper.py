"""Keeping a lease: and letting go of it, whatever was being waited for."""

import asyncio
from typing import cast

from agents.sdk.keeper import Keeper
from contracts.control import Start, encode_control
from contracts.ids import new_job_id
from contracts.subjects import control
from contracts.work import WorkItem
from eventlog import Delivery, EventLog, StoredMessage

JOB = new_job_id()
ITEM = WorkItem(
    job_id=JOB,
    step="first",
    attempt=1,
    revision=1,
    refs={},
    deadline_sec=60.0,
    max_deliveries=3,
    started_at="2026-11-23T08:44:02.000Z",
)
START = encode_control(Start(job_id=JOB, body_hash="0" * 64, documents={}, graph="trial"))


class AnswersWhenCancelled:
    """Answers in the very moment in which it is cancelled, as `asyncio.wait_for` before Python 3.12 passes it on."""

    asked = 0

    async def last(self, _subject: str) -> StoredMessage:
        """Swallow a cancellation."""
        self.asked += 1
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if self.asked > 1:
                raise
        return StoredMessage(seq=1, subject=control(JOB), data=START, timestamp="2026-11-23T08:44:02.000Z")


async def test_a_swallowed_cancellation_holds_nobody_up() -> None:
    """Else the run's slot would never be free again, and when all are lost so, the step stands still."""
    log = AnswersWhenCancelled()
    keeper = Keeper(cast("EventLog", log), cast("Delivery", None), ITEM, lease_sec=60.0)
    async with asyncio.timeout(5):
        async with keeper:
            while not log.asked:  # noqa: ASYNC110 - it asks by itself
                await asyncio.sleep(0.001)
    assert not keeper.unwanted.is_set()
