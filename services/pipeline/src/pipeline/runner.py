"""The pipeline's runner: woken by any fact of any job, it settles each when all that follows from it is true."""

import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Final

import structlog

from contracts.control import MalformedFactError
from contracts.ids import InvalidIdError, JobId
from contracts.subjects import job_of
from eventlog import ConcurrencyError, Connection, Delivery, LimitError, TransientError
from pipeline.dossier import Dossiers
from pipeline.facts import stored_fact
from pipeline.graph import Graph
from pipeline.handler import Handler

logger = structlog.get_logger(__name__)

_AFTER_A_RACE_SEC: Final = 0.2
_AFTER_A_BUG_SEC: Final = 5.0


def utc_now() -> datetime:
    """Read the clock: the pipeline's only one."""
    return datetime.now(UTC)


class Runner:
    """Handles deliveries of facts: of each job one at a time, of all jobs many. Two replicas do no harm."""

    def __init__(
        self, connection: Connection, graphs: Mapping[str, Graph], *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._dossiers = Dossiers(connection.log, graphs)
        self._handler = Handler(connection, clock)

    async def handle(self, delivery: Delivery) -> None:
        """Handle a fact and settle its delivery, whatever happens. Settles nothing when cancelled."""
        message = delivery.message
        try:
            job_id = job_of(message.subject)
            kind = type(stored_fact(message, job_id).fact).__name__.lower()
        except (InvalidIdError, MalformedFactError) as error:
            logger.warning("fact_refused", subject=message.subject, seq=message.seq, reason=str(error))
            await _settled(delivery.term("no fact"))
            return
        with structlog.contextvars.bound_contextvars(
            job_id=job_id, kind=kind, seq=message.seq, delivery=delivery.number
        ):
            await self._handle(job_id, delivery)

    async def _handle(self, job_id: JobId, delivery: Delivery) -> None:
        begun = time.perf_counter()
        try:
            async with self._dossiers.of(job_id) as dossier:
                handled = await self._handler.handle(dossier, delivery)
        except ConcurrencyError as error:
            logger.info("fact_overtaken", reason=str(error))
            await _settled(delivery.nak(_AFTER_A_RACE_SEC))
        except (TransientError, LimitError) as error:
            logger.warning("fact_postponed", code=error.code, reason=str(error))
            await _settled(delivery.nak(error.delay_sec))
        except Exception:
            logger.exception("fact_failed")
            await _settled(delivery.nak(_AFTER_A_BUG_SEC))
        else:
            await _settled(delivery.ack() if handled.park_sec is None else delivery.nak(handled.park_sec))
            logger.info(
                "fact_handled",
                revision=handled.revision,
                status=handled.status,
                published=handled.published,
                appended=handled.appended,
                parked_sec=handled.park_sec,
                duration_ms=round((time.perf_counter() - begun) * 1000, 1),
            )


async def _settled(settling: Awaitable[None]) -> None:
    try:
        await settling
    except TransientError as error:
        logger.warning("settling_failed", reason=str(error))  # it is handed out again: handling is free to repeat
