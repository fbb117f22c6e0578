"""What this process knows of jobs: a cache, never the truth."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import structlog

from contracts import subjects
from contracts.control import MalformedFactError, Start
from contracts.ids import JobId
from eventlog import Delivery, EventLog
from pipeline.facts import stored_fact
from pipeline.graph import Graph
from pipeline.job import Job
from pipeline.projection import Projection

logger = structlog.get_logger(__name__)


class Dossier:
    """One job: the fold of its facts so far, its projection, and what was dispatched from here."""

    def __init__(self, job_id: JobId, log: EventLog, graphs: Mapping[str, Graph]) -> None:
        self.job_id = job_id
        self.job = Job(job_id, graphs)
        self._graphs = graphs
        self.projection = Projection(log, job_id)
        self.dispatched: set[tuple[str, int, int]] = set()
        self.position = 0
        """Up to where the facts are known."""
        self.doubtful = False
        """Whether something may have come that was not taken: then only reading helps."""
        self.lock = asyncio.Lock()
        self.users = 0
        self._log = log

    def take(self, delivery: Delivery) -> bool:
        """Take a fact as it was delivered, if none can stand between it and what is known; else False.

        Nothing stands before a start. Behind a position from which on all facts came to us, and in their order, those
        that are not known are none of this job.
        """
        message = delivery.message
        fact = stored_fact(message, self.job_id)
        since = delivery.whole_since
        known = self.position > 0 and since is not None and since <= self.position and not self.doubtful
        if not known and not (self.position == 0 and isinstance(fact.fact, Start)):
            return False
        if self.position == 0:
            self.projection.begin()
        self.job.apply(fact)
        self.position = message.seq
        return True

    async def catch_up(self, at_least: int) -> None:
        """Read the facts that are new, or all where they are doubtful, up to a position at the least.

        Raises:
            TransientError: The log does not answer.
        """
        if self.doubtful:
            self.job, self.position = Job(self.job_id, self._graphs), 0
        for message in await self._log.read(subjects.facts(self.job_id), after=self.position, at_least=at_least):
            try:
                self.job.apply(stored_fact(message, self.job_id))
            except MalformedFactError as error:
                logger.warning("fact_malformed", job_id=self.job_id, seq=message.seq, reason=str(error))
            self.position = message.seq
        self.doubtful = False


class Dossiers:
    """The jobs that were handled last; one at a time handles a job."""

    def __init__(self, log: EventLog, graphs: Mapping[str, Graph], *, capacity: int = 20_000) -> None:
        self._log = log
        self._graphs = graphs
        self._capacity = capacity
        self._dossiers: OrderedDict[JobId, Dossier] = OrderedDict()

    @asynccontextmanager
    async def of(self, job_id: JobId) -> AsyncIterator[Dossier]:
        """Have a job's dossier for oneself."""
        dossier = self._dossiers.get(job_id)
        if dossier is None:
            dossier = self._dossiers[job_id] = Dossier(job_id, self._log, self._graphs)
        self._dossiers.move_to_end(job_id)
        dossier.users += 1
        try:
            async with dossier.lock:
                yield dossier
        except BaseException:
            dossier.doubtful = True
            raise
        finally:
            dossier.users -= 1
            if not dossier.job.open:
                self._dossiers.move_to_end(job_id, last=False)  # it will hardly be asked for again: the first to go
            self._shrink()

    def _shrink(self) -> None:
        """Forget the ended jobs, and those that were not looked at for longest; none that somebody waits for."""
        while len(self._dossiers) > self._capacity:
            job_id, oldest = next(iter(self._dossiers.items()))
            if oldest.users:
                return
            del self._dossiers[job_id]
