"""A world in which a test decides everything: who goes on, who dies, what is handed out, and what time it is.

The pipeline is the real one, replicas and all, over the in-memory log. Each of its calls to the log waits until the
test lets it through, so that any interleaving of two replicas, and a crash on either side of any write, can be played.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from typing_extensions import override

from contracts import subjects
from contracts.events import Insight, InsightEvent, encode_event, timestamp_of
from contracts.ids import JobId, StepName, agent_event_id, format_run
from contracts.work import Outcome, WorkItem, decode_work, encode_outcome
from eventlog import Appended, StoredMessage
from eventlog.jobs import Jobs
from eventlog.memory import MemoryConnection, MemoryServer
from eventlog.memory.connection import MemoryLetters, MemoryLog, MemoryQueue
from eventlog.wholeness import Wholeness
from pipeline.graph import Graph
from pipeline.runner import Runner
from tests.support.pipeline_facts import BEGIN

T = TypeVar("T")

_ROUNDS = 60
"""More rounds of the event loop than any chain of callbacks between two calls to the log takes."""


class Gate:
    """Where the calls of one replica wait to be let through, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[asyncio.Future[None]] = []

    async def through(self, call: Callable[[], Awaitable[T]]) -> T:
        """Wait, call, and wait again: a crash may come before the effect, or between it and its answer."""
        await self._pause()
        answer = await call()
        await self._pause()
        return answer

    def open(self) -> bool:
        """Let the oldest call go one step on; False if none waits."""
        self.waiting = [future for future in self.waiting if not future.done()]
        if not self.waiting:
            return False
        self.waiting.pop(0).set_result(None)
        return True

    async def _pause(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self.waiting.append(future)
        await future


class GatedLog(MemoryLog):
    """The log behind a gate."""

    def __init__(self, server: MemoryServer, gate: Gate) -> None:
        super().__init__(server)
        self._gate = gate

    @override
    async def append(
        self, subject: str, data: bytes, *, message_id: str | None = None, expected_last: int | None = None
    ) -> Appended:
        """See `EventLog.append`."""
        appending = super().append
        return await self._gate.through(
            lambda: appending(subject, data, message_id=message_id, expected_last=expected_last)
        )

    @override
    async def last(self, subject: str) -> StoredMessage | None:
        """See `EventLog.last`."""
        asking = super().last
        return await self._gate.through(lambda: asking(subject))

    @override
    async def read(self, filter_subject: str, *, after: int = 0, at_least: int = 0) -> list[StoredMessage]:
        """See `EventLog.read`."""
        reading = super().read
        return await self._gate.through(lambda: reading(filter_subject, after=after, at_least=at_least))


class GatedQueue(MemoryQueue):
    """The work queue behind a gate."""

    def __init__(self, server: MemoryServer, gate: Gate) -> None:
        super().__init__(server)
        self._gate = gate

    @override
    async def publish(self, item: WorkItem) -> None:
        """See `WorkQueue.publish`."""
        publishing = super().publish
        await self._gate.through(lambda: publishing(item))


class GatedLetters(MemoryLetters):
    """The dead letters behind a gate."""

    def __init__(self, server: MemoryServer, gate: Gate) -> None:
        super().__init__(server)
        self._gate = gate

    @override
    async def bury(self, step: StepName, job_id: JobId, letter: bytes) -> None:
        """See `Letters.bury`."""
        burying = super().bury
        await self._gate.through(lambda: burying(step, job_id, letter))

    @override
    async def drop(self, job_id: JobId, step: StepName | None = None) -> int:
        """See `Letters.drop`."""
        dropping = super().drop
        return await self._gate.through(lambda: dropping(job_id, step))


@dataclass(slots=True)
class Handout:
    """One hand-out of a fact: a `Delivery` whose settlement the world sees."""

    world: "World"
    message: StoredMessage
    number: int
    whole_since: int | None

    async def ack(self) -> None:
        """See `Delivery.ack`."""
        self.world.facts_left.pop(self.message.seq, None)

    async def nak(self, delay_sec: float) -> None:
        """See `Delivery.nak`."""
        if self.message.seq in self.world.facts_left:
            self.world.facts_left[self.message.seq] = self.world.now + timedelta(seconds=delay_sec)

    async def in_progress(self) -> None:
        """See `Delivery.in_progress`."""

    async def term(self, reason: str) -> None:
        """See `Delivery.term`."""
        raise AssertionError(f"a fact of ours was refused: {reason}")


class Replica:
    """One pipeline process: it forgets everything when it is killed."""

    def __init__(self, world: "World", graphs: dict[str, Graph]) -> None:
        self._world = world
        self._graphs = graphs
        self._tasks: set[asyncio.Task[None]] = set()
        self._begin()

    def _begin(self) -> None:
        self.gate = Gate()
        self.wholeness = Wholeness()
        connection = MemoryConnection(self._world.server)
        connection.log = GatedLog(self._world.server, self.gate)
        connection.queue = GatedQueue(self._world.server, self.gate)
        connection.letters = GatedLetters(self._world.server, self.gate)
        self._runner = Runner(connection, self._graphs, clock=lambda: self._world.now)

    def handle(self, handout: Handout) -> None:
        """Begin to handle a fact."""
        task = self._world.loop.create_task(self._runner.handle(handout))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def kill(self) -> None:
        """Die between any two instructions that the world can tell apart, and come back knowing nothing."""
        for task in list(self._tasks):
            task.cancel()
        self._world.settle()
        self._begin()


@dataclass(slots=True)
class Run:
    """One run of a work item, as an agent's runtime would have it."""

    item: WorkItem
    seq: int
    number: int
    told: int = 0
    reported: bool = False

    @property
    def name(self) -> str:
        """Give the run as events name it."""
        return format_run(self.item.attempt, self.number)


@dataclass
class World:
    """The log, two pipelines, any number of agents, and one job."""

    job_id: JobId
    graphs: dict[str, Graph]
    now: datetime = BEGIN
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    facts_left: dict[int, datetime] = field(default_factory=dict)
    """Facts that are not settled, and when they may be handed out again."""
    runs: list[Run] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = MemoryServer(clock=lambda: self.now)
        self.jobs = Jobs(MemoryConnection(self.server))
        self.replicas = [Replica(self, self.graphs) for _ in range(2)]
        self._numbers: dict[int, int] = {}
        self._handouts = itertools.count()
        self._handed_out: dict[int, int] = {}
        self._seen = 0

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """Do something whole, as somebody whom nothing disturbs."""
        found = self.loop.run_until_complete(doing)
        self.look()
        return found

    def settle(self) -> None:
        """Let everything run that waits for no gate."""

        async def rounds() -> None:
            for _ in range(_ROUNDS):
                await asyncio.sleep(0)

        self.loop.run_until_complete(rounds())
        self.look()

    def look(self) -> None:
        """Take notice of the facts that are new: they are to be handed out."""
        for message in self.server.jobs.read(subjects.facts(self.job_id), self._seen):
            self.facts_left[message.seq] = self.now
            self._seen = message.seq

    def hand_out(self, seq: int, replica: int) -> None:
        """Hand a fact to a replica, whether or not another one has it; first, as the server does, what is oldest."""
        if seq not in self._numbers:
            seq = min(left for left in self.facts_left if left not in self._numbers)
        (message,) = self.server.jobs.read(subjects.facts(self.job_id), seq - 1)[:1]
        number = self._numbers[seq] = self._numbers.get(seq, 0) + 1
        to = self.replicas[replica]
        since = to.wholeness.note(next(self._handouts), position=seq, first=number == 1)
        to.handle(Handout(self, message, number, since))
        self.settle()

    def let_through(self, replica: int) -> bool:
        """Let a replica make one step; False if it waits for nothing."""
        opened = self.replicas[replica].gate.open()
        self.settle()
        return opened

    def work(self) -> list[StoredMessage]:
        """List the outstanding work items, oldest first."""
        return self.server.work.read("work.*.*.*")

    def take(self, message: StoredMessage) -> Run:
        """Hand a work item to an agent, whether or not another one has it."""
        item = decode_work(message.data)
        self._handed_out[message.seq] = self._handed_out.get(message.seq, 0) + 1
        run = Run(item, message.seq, item.runs_before + self._handed_out[message.seq])
        self.runs.append(run)
        return run

    def tell(self, run: Run) -> None:
        """Let a run tell an insight that names it."""
        run.told += 1
        event_id = agent_event_id(self.job_id, run.item.step, run.name, run.told)
        event = InsightEvent(
            timestamp=timestamp_of(self.now),
            id=event_id,
            job_id=self.job_id,
            step=run.item.step,
            run=run.name,
            data=Insight(id=event_id, category="requirement", importance="low", message=f"by {run.name}"),
        )
        self.server.jobs.append(subjects.events(self.job_id), encode_event(event), event_id)

    def report(self, run: Run, outcome: Outcome) -> None:
        """Let a run report its outcome, which it has not settled yet."""
        run.reported = True
        message_id = f"{self.job_id}:{run.item.step}:{run.name}:end"
        self.server.jobs.append(subjects.results(self.job_id), encode_outcome(outcome), message_id)
        self.look()

    def remove(self, seq: int) -> None:
        """Acknowledge a work item: whoever else works on it."""
        self.server.work.remove(seq)

    def end(self) -> None:
        """Kill everybody and close the loop."""
        for replica in self.replicas:
            replica.kill()
        self.loop.close()
