"""Keeps a job's projection up with the log, whatever happens to its live messages.

Who wins the race between history and live messages?

    live messages are buffered     from before the leader is asked how far the log reaches
    history is read                until that position is reached: a replica may lag
    buffered messages follow       each once, by position; only then live messages count at once

The same is done again whenever live messages may have been lost: a gap in the positions of a subject, a disturbance of
the connection, or somebody who has to be sure (`refresh`). A message that turns up behind one that was shown already
cannot be told any more: then everything is read again, and viewers who saw the difference are told so.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from typing import Final, Literal, TypeAlias

import structlog

from contracts import subjects
from contracts.ids import JobId
from contracts.subjects import channel_of
from eventlog import AppError, EventLog, Following, RequestError, StoredMessage, TransientError
from gateway.counts import Repair
from gateway.joblog.projection import OnRejected, Projection
from gateway.joblog.standing import standing_of

Over: TypeAlias = Literal["erased", "failed"]
"""Why a log is followed no more: the job is gone, or we are at fault."""

Splice: TypeAlias = Literal["whole", "hole", "late"]
"""Whether history and live messages meet: else one is missing between them, or turned up behind what was shown."""

_BACKOFF_SEC: Final = 1.0
_GAP: Final = "gap"

logger = structlog.get_logger(__name__)


class LiveLog:
    """One job's projection, live."""

    def __init__(
        self,
        job_id: JobId,
        log: EventLog,
        *,
        places: asyncio.Semaphore,
        on_rejected: OnRejected,
        on_change: Callable[[], None],
        on_rewritten: Callable[[int], None],
    ) -> None:
        """Prepare; `open` begins.

        Args:
            job_id: The job.
            log: Where it is.
            places: Bounds how many logs are read at once.
            on_rejected: Told of every message that is not shown.
            on_change: Called after anything changed.
            on_rewritten: Called with the number of leading frames that are still true, where others are not.
        """
        self.job_id = job_id
        self.projection = Projection(job_id, on_rejected)
        self.over: Over | None = None
        self.control = 0
        """Position of the newest fact of its control, as the leader last said."""
        self.repaired = 0
        """How many messages had to be read since live ones did not bring them."""
        self.repairs: Counter[Repair] = Counter()
        """How often it was read again, by the reason."""
        self.news: list[tuple[str, str]] = []
        """Of each event shown behind the history: when it was stored, and its type. Whoever tells it clears it."""
        self._log = log
        self._places = places
        self._on_rejected = on_rejected
        self._on_change = on_change
        self._on_rewritten = on_rewritten
        self._following: Following | None = None
        self._pending: list[StoredMessage] = []
        self._reopening = 0  # position of the fact that asks for another revision, as the leader last said
        self._sure = 0  # up to here nothing is missing on either subject
        self._wanted = 1
        self._settled = 0  # the last of the wanted rounds that succeeded; below `_wanted` live messages wait
        self._round = asyncio.Event()
        self._repairing: asyncio.Task[None] | None = None
        self._attempt: asyncio.Task[None] | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come: the newest revision is over, and nobody has asked for another one."""
        return self.projection.ended and self._reopening < self.projection.done_at

    async def open(self) -> None:
        """Follow the job and read its history.

        Raises:
            NoSuchJobError: It has no start.
            JobErasedError: It was erased.
            TransientError: The log does not answer.
        """
        self._following = await self._log.follow(self.job_id, self._on_live)
        try:
            await self._catch_up()
            if self._settled < self._wanted:  # disturbed while it read
                self._repair()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Let go of everything. Safe to call twice."""
        self._on_change, self._on_rewritten = _nobody, _nobody  # a ring of objects would wait for the collector
        for task in (self._repairing, self._attempt):
            if task is not None:
                task.cancel()
        following, self._following = self._following, None
        if following is not None:
            await following.stop()

    def disturb(self, reason: str) -> None:
        """Live messages may have been lost: read them. What is being read already is asked for anew."""
        if self._following is None or self.over is not None:
            return
        logger.debug("job_log_disturbed", job_id=self.job_id, reason=reason)
        self.repairs["gap" if reason == _GAP else "disturbance"] += 1
        self._want()
        if self._attempt is not None:
            self._attempt.cancel()  # it may wait for an answer that is lost

    async def refresh(self, *, patience_sec: float = 5.0) -> None:
        """Return when all that the leader has now is in the projection, or the log is over.

        Raises:
            TransientError: The log does not answer so soon.
        """
        self._want()
        mine = self._wanted
        try:
            async with asyncio.timeout(patience_sec):
                while self._settled < mine and self.over is None:
                    await self._round.wait()
        except TimeoutError:
            raise TransientError("the log does not answer", code="log_unavailable") from None

    def check(self) -> None:
        """Look, without waiting, whether the leader has something that live messages did not bring."""
        self.repairs["heartbeat"] += 1
        self._want()

    def _want(self) -> None:
        self._wanted += 1
        self._repair()

    def _repair(self) -> None:
        if self._repairing is None and self._following is not None and self._settled > 0:
            self._repairing = asyncio.create_task(self._repair_until_settled())

    def _on_live(self, message: StoredMessage) -> None:
        if self.over is not None:
            return
        if self._settled < self._wanted:
            self._pending.append(message)
        elif message.seq > self.projection.tail and not self._hole_before(message):
            self._accept(message)
            self._on_change()
        elif not self.projection.holds(message.seq):
            self._pending.append(message)
            self.disturb(_GAP)

    def _hole_before(self, message: StoredMessage) -> bool:
        return (message.previous or 0) > self.projection.last[channel_of(message.subject)]

    async def _repair_until_settled(self) -> None:
        while self._settled < self._wanted:
            attempt = self._attempt = asyncio.create_task(self._catch_up())
            await asyncio.wait({attempt})
            self._attempt = None
            if attempt.cancelled():
                continue
            error = attempt.exception()
            if isinstance(error, RequestError):
                self._end("erased")
                return
            if isinstance(error, AppError):
                logger.warning("job_log_unread", job_id=self.job_id, code=error.code, reason=str(error))
                await asyncio.sleep(random.uniform(0, _BACKOFF_SEC))  # noqa: S311 - jitter is no secret
            elif error is not None:
                logger.error("job_log_failed", job_id=self.job_id, exc_info=error)
                self._end("failed")
                return
        self._repairing = None

    def _end(self, why: Over) -> None:
        self.over = why
        self._round.set()
        self._on_change()

    async def _catch_up(self) -> None:
        async with self._places:
            wanted = self._wanted
            outcome: Splice = "hole"
            while outcome != "whole":
                standing = await standing_of(self._log, self.job_id)
                self.control, self._reopening = standing.control, standing.reopening
                last = self.projection.last
                shrunk = standing.status < last["status"] or standing.events < last["events"]
                if shrunk or outcome == "late":
                    outcome = self._rewrite(await self._read(0, standing.reach))
                else:
                    outcome = self._splice(await self._read(self._sure, standing.reach))
            self._settled = wanted
        self._round.set()
        self._round = asyncio.Event()
        self._on_change()

    async def _read(self, after: int, reach: int) -> list[StoredMessage]:
        if reach <= after:
            return []
        return await self._log.read(subjects.public(self.job_id), after=after, at_least=reach)

    def _splice(self, history: list[StoredMessage]) -> Splice:
        """Take what was read from where we were sure on, then what came live meanwhile."""
        tail = self.projection.tail
        if any(message.seq <= tail and not self.projection.holds(message.seq) for message in history):
            return "late"
        new = [message for message in history if message.seq > tail]
        for message in new:
            self._accept(message)
        if self._settled > 0:
            self.repaired += len(new)
        if history:
            self._sure = history[-1].seq
        return self._take_pending()

    def _rewrite(self, history: list[StoredMessage]) -> Splice:
        """Begin again with the whole history; tell how much of what was shown is still true."""
        shown = self.projection.frames
        self.projection = Projection(self.job_id, self._on_rejected)
        for message in history:
            self.projection.accept(message)
        self._sure = self.projection.tail
        now = self.projection.frames
        same = next((n for n, (was, is_) in enumerate(zip(shown, now, strict=False)) if was != is_), None)
        same = min(len(shown), len(now)) if same is None else same
        self.repairs["late"] += 1
        logger.warning("job_log_rewritten", job_id=self.job_id, shown=len(shown), still_true=same)
        if same < len(shown):
            self._on_rewritten(same)
        return self._take_pending()

    def _take_pending(self) -> Splice:
        pending, self._pending = sorted(self._pending, key=lambda message: message.seq), []
        for n, message in enumerate(pending):
            if self.projection.holds(message.seq):
                continue
            if message.seq < self.projection.tail:
                return "late"
            if self._hole_before(message):
                self._pending = pending[n:]
                return "hole"
            self._accept(message)
        return "whole"

    def _accept(self, message: StoredMessage) -> None:
        shown = self.projection.accept(message)
        if shown is not None and self._settled > 0:
            self.news.append((message.timestamp, shown))


def _nobody(*_: object) -> None:
    """Nobody is left to be told."""
