"""Making events of what an agent tells, and appending them in order."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, TypeAlias, cast

import structlog
from msgspec.structs import replace

from agents.sdk.own import append_patiently
from agents.sdk.pace import Pace
from agents.sdk.told import Progress
from agents.sdk.work import Work
from contracts import subjects
from contracts.events import (
    DiffChunk,
    DiffChunkEvent,
    Event,
    Insight,
    InsightEvent,
    MalformedEventError,
    MetricUpdate,
    MetricUpdateEvent,
    StepProgress,
    StepProgressEvent,
    UnknownEvent,
    ValidationUpdate,
    ValidationUpdateEvent,
    decode_event,
    encode_event,
    timestamp_of,
)
from contracts.ids import JobId, agent_event_id
from contracts.work import WorkItem
from eventlog import EventLog

logger = structlog.get_logger(__name__)

News: TypeAlias = Progress | MetricUpdate | Insight | ValidationUpdate | DiffChunk
Payload: TypeAlias = StepProgress | MetricUpdate | Insight | ValidationUpdate | DiffChunk

_EVENTS: Final[dict[type[Payload], type[Event]]] = {
    StepProgress: StepProgressEvent,
    MetricUpdate: MetricUpdateEvent,
    Insight: InsightEvent,
    ValidationUpdate: ValidationUpdateEvent,
    DiffChunk: DiffChunkEvent,
}
_FARTHEST_JUMP: Final = 10**12


class Teller:
    """Tells what one run of a work item has to say: each event is acknowledged before the next is sent."""

    def __init__(self, log: EventLog, item: WorkItem, work: Work, pace: Pace) -> None:
        self._log = log
        self._item = item
        self._work = work
        self._pace = pace
        self._subject = subjects.events(JobId(item.job_id))
        self._begun = time.monotonic()
        self._pct = 0
        self._n = 0
        self.told = 0
        """How many events were appended."""

    async def tell(self, news: News) -> None:
        """Append one event, as often as it takes.

        Raises:
            RequestError: It is too large for an event.
        """
        payload = self._payload(news)
        moment = timestamp_of(datetime.now(UTC))
        self._n += 1
        while not await self._append(payload, moment):
            # Somebody took this id before us, and may have taken the next ones: the jump cannot be guessed.
            logger.warning("event_id_taken", job_id=self._item.job_id, step=self._item.step, n=self._n)
            self._n += random.SystemRandom().randrange(1, _FARTHEST_JUMP)
        self.told += 1

    async def _append(self, payload: Payload, moment: str) -> bool:
        run, step, job_id = self._work.run, self._item.step, self._item.job_id
        event_id = agent_event_id(job_id, step, run, self._n)
        make = cast("Callable[..., Event]", _EVENTS[type(payload)])
        event = make(timestamp=moment, id=event_id, job_id=job_id, step=step, run=run, data=payload)
        return await append_patiently(
            self._log, self._subject, encode_event(event), event_id, says_the_same=says_the_same
        )

    def _payload(self, news: News) -> Payload:
        match news:
            case Progress():
                self._pct = max(self._pct, news.pct)
                return StepProgress(
                    step=self._item.step,
                    pct=self._pct,
                    state="running",
                    attempt=self._item.attempt,
                    milestone=news.milestone,
                    eta_sec=self._pace.remaining_sec(time.monotonic() - self._begun, self._work.bytes_read),
                )
            case MetricUpdate() | Insight():
                return news if news.step is not None else replace(news, step=self._item.step)
            case ValidationUpdate() | DiffChunk():
                return news


def says_the_same(stored: bytes, ours: bytes) -> bool:
    """Tell whether two events differ in nothing but when they were told.

    An item that was published twice is done twice under one name: what both runs tell is told once.
    """
    try:
        return _timeless(decode_event(stored)) == _timeless(decode_event(ours))
    except MalformedEventError:
        return False


def _timeless(event: Event | UnknownEvent) -> Event | UnknownEvent:
    if isinstance(event, StepProgressEvent):
        event = replace(event, data=replace(event.data, eta_sec=None))
    return replace(event, timestamp="")
