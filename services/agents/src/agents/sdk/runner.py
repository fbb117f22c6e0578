"""The runtime of one step: takes work, lets the agent do it, reports one outcome, and only then settles."""

import asyncio
import logging
import random
from typing import Final

import structlog

from agents.sdk.agent import Agent
from agents.sdk.keeper import Keeper
from agents.sdk.outcomes import outcome_of
from agents.sdk.own import append_patiently
from agents.sdk.pace import Pace
from agents.sdk.run import Ended, run
from agents.sdk.teller import Teller
from agents.sdk.work import Computer, Work
from contracts import subjects
from contracts.ids import InvalidIdError, JobId, format_run, parse_job_id, parse_step
from contracts.letters import DeadLetter, encode_letter
from contracts.work import MalformedWorkError, Outcome, WorkItem, decode_work, encode_outcome
from eventlog import AppError, Connection, Delivery, LimitError, StoredMessage, TransientError

logger = structlog.get_logger(__name__)

_SHOWN_OF_UNDECODABLE: Final = 2_000


class Runner:
    """Handles deliveries of one step's work. Events, outcome and settlement are its own; the agent only tells."""

    def __init__(self, agent: Agent, connection: Connection, computer: Computer, *, lease_sec: float) -> None:
        self._agent = agent
        self.step = parse_step(agent.step)
        self._connection = connection
        self._computer = computer
        self._lease_sec = lease_sec
        self._pace = Pace()
        self._keepers: dict[Keeper, JobId] = {}
        self.release = asyncio.Event()
        """Set when what is still running shall be handed back."""
        self.stubborn = asyncio.Event()
        """Set when a handler does not end though it was cancelled: only the end of this process ends it."""

    def look(self, job_id: JobId) -> None:
        """Have a look at a job's control fact, if it runs here: somebody hinted at it."""
        for keeper, running in self._keepers.items():
            if running == job_id:
                keeper.look()

    async def handle(self, delivery: Delivery) -> None:
        """Do a piece of work and settle its delivery. What cannot be settled is handed out again."""
        message = delivery.message
        try:
            item = _item_of(message)
        except (MalformedWorkError, InvalidIdError) as error:
            await self._bury(delivery, str(error))
            return
        job_id, number = JobId(item.job_id), item.runs_before + delivery.number
        with structlog.contextvars.bound_contextvars(
            job_id=job_id, step=self.step, run=format_run(item.attempt, number)
        ):
            try:
                await self._handle(delivery, item, job_id, number)
            except AppError as error:
                logger.warning("run_not_settled", code=error.code, reason=str(error))
            except Exception:
                logger.exception("run_not_settled")

    async def _handle(self, delivery: Delivery, item: WorkItem, job_id: JobId, number: int) -> None:
        log = self._connection.log
        if delivery.number > item.max_deliveries:
            await self._report(job_id, outcome_of(item, number, None))
            await delivery.ack()
            logger.warning("run_ended", outcome="crashed", deliveries=delivery.number)
            return
        async with Keeper(log, delivery, item, lease_sec=self._lease_sec) as keeper:
            self._keepers[keeper] = job_id
            try:
                work = Work(item, delivery=number, documents=self._connection.documents, computer=self._computer)
                teller = Teller(log, item, work, self._pace)
                ended = await run(
                    self._agent,
                    work,
                    teller,
                    deadline_sec=item.deadline_sec,
                    unwanted=keeper.unwanted,
                    release=self.release,
                )
                if ended.stubborn:
                    self.stubborn.set()
                if ended.stopped != "unwanted":
                    await self._report(job_id, outcome_of(item, number, ended))
                await delivery.ack()
            finally:
                del self._keepers[keeper]
        if ended.refs is not None:
            self._pace.note(ended.duration_sec, work.bytes_read)
        _log(ended, told=teller.told, reason=keeper.reason or None)

    async def _report(self, job_id: JobId, outcome: Outcome) -> None:
        """Append the outcome, under another message id where somebody took ours."""
        run_name = format_run(outcome.attempt, outcome.delivery)
        message_id = own_id = f"{job_id}:{self.step}:{run_name}:end"
        data = encode_outcome(outcome)
        while not await append_patiently(self._connection.log, subjects.results(job_id), data, message_id):
            logger.warning("outcome_id_taken")
            message_id = f"{own_id}:{random.SystemRandom().getrandbits(40)}"

    async def _bury(self, delivery: Delivery, reason: str) -> None:
        message = delivery.message
        logger.error("work_undecodable", subject=message.subject, reason=reason)
        try:
            job_id = subjects.job_of(message.subject)
            letter = DeadLetter(
                job_id=job_id,
                step=self.step,
                code="undecodable",
                reason=reason[:500],
                undecodable=message.data[:_SHOWN_OF_UNDECODABLE].decode("utf-8", "replace"),
            )
            await self._connection.letters.bury(self.step, job_id, encode_letter(letter))
            await delivery.term("undecodable")
        except InvalidIdError:
            await delivery.term("no job")
        except (TransientError, LimitError) as error:
            logger.warning("letter_not_stored", code=error.code, reason=str(error))


def _item_of(message: StoredMessage) -> WorkItem:
    item = decode_work(message.data)
    if message.subject != subjects.work(parse_step(item.step), parse_job_id(item.job_id), item.attempt):
        raise MalformedWorkError("the item names another job, step or attempt than its subject")
    return item


def _log(ended: Ended, *, told: int, reason: str | None) -> None:
    failure = ended.failure
    logger.log(
        logging.INFO if ended.refs is not None or ended.stopped in {"unwanted", "released"} else logging.WARNING,
        "run_ended",
        outcome="succeeded" if ended.refs is not None else ended.stopped or "failed",
        code=failure.code if failure is not None else None,
        reason=failure.message if failure is not None else reason,
        told=told,
        duration_ms=round(ended.duration_sec * 1000, 1),
        exc_info=ended.error if failure is not None and failure.unexpected else None,
    )
