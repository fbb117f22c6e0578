"""The ports in memory: for tests of everything that stands on them, without a server."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from contracts import subjects
from contracts.ids import JobId, StepName, parse_job_id, parse_step
from contracts.refs import parse_ref, ref_for
from contracts.work import WorkItem, encode_work
from eventlog.errors import AppError, DocumentNotFoundError, StorageFullError, TransientError, UnansweredError
from eventlog.memory.consumer import MemoryDeliveries
from eventlog.memory.server import MemoryServer
from eventlog.ports import Appended, CommandHandler, Deliveries, Following, StoredMessage
from eventlog.refusals import error_of, status_of


@dataclass(slots=True)
class MemoryFollowing:
    """See `Following`."""

    end: Callable[[], None]
    _ended: bool = False

    async def stop(self) -> None:
        """See `Following.stop`."""
        if not self._ended:
            self._ended = True
            self.end()


@dataclass(slots=True)
class MemoryLog:
    """See `EventLog`."""

    server: MemoryServer
    disturbed: list[Callable[[str], None]] = field(default_factory=list)

    async def append(
        self, subject: str, data: bytes, *, message_id: str | None = None, expected_last: int | None = None
    ) -> Appended:
        """See `EventLog.append`."""
        await asyncio.sleep(0)  # as a real append lets others run
        return self.server.jobs.append(subject, data, message_id, expected_last)

    async def last(self, subject: str) -> StoredMessage | None:
        """See `EventLog.last`."""
        await asyncio.sleep(0)
        return self.server.jobs.last(subject)

    async def positions(self, subjects: Sequence[str]) -> dict[str, int]:
        """See `EventLog.positions`."""
        await asyncio.sleep(0)
        newest = {subject: self.server.jobs.last(subject) for subject in subjects}
        return {subject: message.seq for subject, message in newest.items() if message is not None}

    async def read(self, filter_subject: str, *, after: int = 0, at_least: int = 0) -> list[StoredMessage]:
        """See `EventLog.read`."""
        del at_least  # there is no replica that could lag
        await asyncio.sleep(0)
        return self.server.jobs.read(filter_subject, after)

    async def oldest(self, filter_subject: str, *, after: int = 0, most: int = 500) -> list[StoredMessage]:
        """See `EventLog.oldest`."""
        await asyncio.sleep(0)
        return self.server.jobs.read(filter_subject, after)[:most]

    async def follow(self, job_id: JobId, on_message: Callable[[StoredMessage], None]) -> Following:
        """See `EventLog.follow`."""
        watched = {subjects.status(job_id), subjects.events(job_id)}
        active = True

        def listener(message: StoredMessage) -> None:
            if active and message.subject in watched:
                on_message(message)

        def end() -> None:
            nonlocal active
            active = False
            self.server.jobs.listeners.remove(listener)

        self.server.jobs.listeners.append(listener)
        return MemoryFollowing(end)

    def on_disturbance(self, callback: Callable[[str], None]) -> None:
        """See `EventLog.on_disturbance`."""
        self.disturbed.append(callback)


@dataclass(slots=True)
class MemoryQueue:
    """See `WorkQueue`."""

    server: MemoryServer

    async def publish(self, item: WorkItem) -> None:
        """See `WorkQueue.publish`."""
        subject = subjects.work(parse_step(item.step), parse_job_id(item.job_id), item.attempt)
        await asyncio.sleep(0)
        if not self.server.work.outstanding(subject):
            self.server.work.append(subject, encode_work(item))

    async def work(self, step: StepName) -> Deliveries:
        """See `WorkQueue.work`."""
        return MemoryDeliveries(self.server.work_consumer(step))

    async def facts(self) -> Deliveries:
        """See `WorkQueue.facts`."""
        return MemoryDeliveries(self.server.facts_consumer())


@dataclass(slots=True)
class MemoryLetters:
    """See `Letters`."""

    server: MemoryServer

    async def bury(self, step: StepName, job_id: JobId, letter: bytes) -> None:
        """See `Letters.bury`."""
        subject = subjects.dead(step, job_id)
        for older in self.server.dead.read(subject):
            self.server.dead.remove(older.seq)
        self.server.dead.append(subject, letter)

    async def read(self, job_id: JobId | None = None) -> list[StoredMessage]:
        """See `Letters.read`."""
        return self.server.dead.read(subjects.ALL_DEAD if job_id is None else subjects.dead_of_job(job_id))

    async def drop(self, job_id: JobId, step: StepName | None = None) -> int:
        """See `Letters.drop`."""
        wanted = subjects.dead_of_job(job_id) if step is None else subjects.dead(step, job_id)
        found = self.server.dead.read(wanted)
        for letter in found:
            self.server.dead.remove(letter.seq)
        return len(found)


@dataclass(slots=True)
class MemoryDocuments:
    """See `Documents`."""

    server: MemoryServer

    async def put(self, job_id: JobId, name: str, content: bytes) -> str:
        """See `Documents.put`."""
        ref = ref_for(job_id, name, content)
        known = self.server.documents
        if sum(map(len, known.values())) + len(content) > self.server.settings.documents_max_bytes:
            raise StorageFullError("the document store")
        known.setdefault(ref, content)
        return ref

    async def get(self, ref: str) -> bytes:
        """See `Documents.get`."""
        parse_ref(ref)
        try:
            return self.server.documents[ref]
        except KeyError:
            raise DocumentNotFoundError(ref) from None


@dataclass(slots=True)
class MemorySignals:
    """See `Signals`."""

    server: MemoryServer

    async def send(self, job_id: JobId, hint: str) -> None:
        """See `Signals.send`."""
        for listener in list(self.server.hints):
            asyncio.get_running_loop().call_soon(listener, job_id, hint)

    async def listen(self, on_hint: Callable[[JobId, str], None]) -> Following:
        """See `Signals.listen`."""
        self.server.hints.append(on_hint)
        return MemoryFollowing(lambda: self.server.hints.remove(on_hint))


@dataclass(slots=True)
class MemoryCommands:
    """See `Commands`."""

    server: MemoryServer

    async def serve(
        self, service: str, version: str, description: str, handlers: Mapping[str, CommandHandler]
    ) -> Following:
        """See `Commands.serve`."""
        del version, description  # what `$SRV.INFO` would tell
        named = {f"{service}.{name}": handler for name, handler in handlers.items()}
        self.server.commands.update(named)

        def end() -> None:
            for name in named:
                self.server.commands.pop(name, None)

        return MemoryFollowing(end)

    async def call(self, subject: str, body: bytes, *, timeout_sec: float) -> bytes:
        """See `Commands.call`."""
        handler = self.server.commands.get(subject)
        if handler is None:
            raise TransientError(f"nobody serves {subject}")
        try:
            async with asyncio.timeout(timeout_sec):
                return await handler(body)
        except TimeoutError:
            raise UnansweredError(f"{subject} was not answered within {timeout_sec:g} seconds") from None
        except AppError as error:
            raise error_of(status_of(error), error.code, str(error)) from None
        except Exception as error:
            raise error_of(500, "internal", "something went wrong on our side") from error


class MemoryConnection:
    """See `Connection`. Several on one server are what several processes on one NATS are."""

    def __init__(self, server: MemoryServer | None = None) -> None:
        self.server = server or MemoryServer()
        self.log = MemoryLog(self.server)
        self.queue = MemoryQueue(self.server)
        self.letters = MemoryLetters(self.server)
        self.documents = MemoryDocuments(self.server)
        self.signals = MemorySignals(self.server)
        self.commands = MemoryCommands(self.server)

    async def check(self) -> None:
        """See `Connection.check`."""

    async def erase(self, job_id: JobId) -> None:
        """See `Connection.erase`."""
        documents = self.server.documents
        for ref in [ref for ref in documents if parse_ref(ref).job_id == job_id]:
            del documents[ref]
        for stream, filter_subject in (
            (self.server.jobs, subjects.public(job_id)),
            (self.server.jobs, subjects.results(job_id)),
            (self.server.work, subjects.work_of_job(job_id)),
            (self.server.dead, subjects.dead_of_job(job_id)),
        ):
            for message in stream.read(filter_subject):
                stream.remove(message.seq)
        for message in self.server.jobs.read(subjects.control(job_id))[:-1]:
            self.server.jobs.remove(message.seq)

    async def close(self) -> None:
        """See `Connection.close`."""

    async def __aenter__(self) -> Self:
        """See `Connection.__aenter__`."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """See `Connection.__aexit__`."""
        await self.close()
