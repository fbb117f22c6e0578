"""Starting jobs without a gateway, and looking at what became of them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from contracts import subjects
from contracts.control import Answers, Start, encode_control
from contracts.events import DoneEvent, Event, JobStatusEvent, StepProgressEvent, UnknownEvent, decode_event
from contracts.ids import JobId, new_job_id
from contracts.state import JobState, StateView
from contracts.visibility import Visibility
from eventlog import Connection, StoredMessage
from gateway.joblog.standing import standing_of


async def start_job(connection: Connection, graph: str, documents: Mapping[str, str] | None = None) -> JobId:
    """Start a job as the gateway does: the documents first, then the fact."""
    job_id = new_job_id()
    refs = {
        name: await connection.documents.put(job_id, name, text.encode()) for name, text in (documents or {}).items()
    }
    start = Start(job_id=job_id, body_hash="0" * 64, documents=refs, graph=graph)
    await connection.log.append(subjects.control(job_id), encode_control(start), expected_last=0)
    return job_id


async def say(connection: Connection, job_id: JobId, documents: Mapping[str, str]) -> None:
    """Open the next revision with what a user says, behind the last control fact."""
    refs = {name: await connection.documents.put(job_id, name, text.encode()) for name, text in documents.items()}
    control = subjects.control(job_id)
    last = await connection.log.last(control)
    assert last is not None
    fact = encode_control(Answers(job_id=job_id, documents=refs))
    await connection.log.append(control, fact, expected_last=last.seq)


@asynccontextmanager
async def watching(connection: Connection, job_id: JobId) -> AsyncIterator["Watch"]:
    """Watch a job from now on."""
    watch = Watch()
    following = await connection.log.follow(job_id, watch.see)
    try:
        standing = await standing_of(connection.log, job_id)
        for message in await connection.log.read(subjects.public(job_id), at_least=standing.reach):
            watch.see(message)
        yield watch
    finally:
        await following.stop()


class Watch:
    """What has been seen of a job, and waiting for more."""

    def __init__(self) -> None:
        self.seen: list[Event | UnknownEvent] = []
        self._more = asyncio.Event()

    def see(self, message: StoredMessage) -> None:
        """Take a stored or live message."""
        self.seen.append(decode_event(message.data))
        self._more.set()

    async def until(self, matches: Callable[[Event | UnknownEvent], bool], *, timeout_sec: float = 30) -> None:
        """Wait until an event has come.

        Raises:
            AssertionError: It did not; it says what came.
        """
        try:
            async with asyncio.timeout(timeout_sec):
                while not any(matches(event) for event in self.seen):
                    self._more.clear()
                    await self._more.wait()
        except TimeoutError:
            raise AssertionError("\n".join(["what was waited for is not among", *map(repr, self.seen)])) from None

    async def until_state(self, step: str, state: str, *, attempt: int = 1) -> None:
        """Wait until a step is told to be in a state."""
        await self.until(
            lambda event: (
                isinstance(event, StepProgressEvent)
                and (event.data.step, event.data.state, event.data.attempt) == (step, state, attempt)
            )
        )

    async def until_milestone(self, milestone: str, *, timeout_sec: float = 30) -> None:
        """Wait until an agent tells a milestone."""
        await self.until(
            lambda event: isinstance(event, StepProgressEvent) and event.data.milestone == milestone,
            timeout_sec=timeout_sec,
        )

    async def until_done(self, revision: int = 1, *, timeout_sec: float = 60) -> DoneEvent:
        """Wait until a revision has ended."""
        await self.until(
            lambda event: isinstance(event, DoneEvent) and event.data.revision == revision, timeout_sec=timeout_sec
        )
        return next(e for e in self.seen if isinstance(e, DoneEvent) and e.data.revision == revision)


async def until_done(connection: Connection, job_id: JobId, revision: int = 1, *, timeout_sec: float = 60) -> DoneEvent:
    """Wait until a job's revision has ended."""
    async with watching(connection, job_id) as watch:
        return await watch.until_done(revision, timeout_sec=timeout_sec)


async def history(connection: Connection, job_id: JobId) -> list[Event | UnknownEvent]:
    """Read all that a viewer is shown of a job."""
    shown, _ = await _fold(connection, job_id)
    return shown


async def state_of(connection: Connection, job_id: JobId) -> StateView:
    """Fold all that a viewer is shown of a job."""
    _, state = await _fold(connection, job_id)
    return state.view()


async def _fold(connection: Connection, job_id: JobId) -> tuple[list[Event | UnknownEvent], JobState]:
    visibility, state, shown = Visibility(job_id), JobState(), list[Event | UnknownEvent]()
    for message in await connection.log.read(subjects.public(job_id)):
        event = decode_event(message.data)
        if visibility.hides(subjects.channel_of(message.subject), event, message.message_id) is None:
            shown.append(event)
            state.apply(message.seq, event)
    return shown, state


def assert_one_end(events: list[Event | UnknownEvent], revisions: int = 1) -> None:
    """Check that a history is whole: each revision opened once and ended once, each step ended once in each."""
    opened = [e.data.revision for e in events if isinstance(e, JobStatusEvent) and e.data.status == "running"]
    ended = [e.data.revision for e in events if isinstance(e, DoneEvent)]
    assert opened == ended == list(range(1, revisions + 1))
    assert len({event.id for event in events}) == len(events)
    assert isinstance(events[-1], DoneEvent)
    ends: list[str] = []
    for event in events:
        if isinstance(event, JobStatusEvent) and event.data.status == "running":
            ends = []
        if isinstance(event, StepProgressEvent) and event.data.state in {"completed", "failed", "skipped"}:
            ends.append(event.data.step)
            assert len(ends) == len(set(ends))
