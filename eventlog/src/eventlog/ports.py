"""What the services see of the log: protocols that JetStream and the in-memory twin both keep.

Vocabulary: a *position* is the stream sequence of a stored message; positions grow, have gaps, and order everything.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self, TypeAlias

import msgspec

from contracts.ids import JobId, StepName
from contracts.work import WorkItem


class StoredMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as the log holds it.

    `subject` is the one that it was stored under, also where it came live. `timestamp` is the server's, RFC 3339.
    `previous` is the position of the message before it on the same subject (0: none), known of live messages only.
    """

    seq: int
    subject: str
    data: bytes
    timestamp: str
    message_id: str | None = None
    previous: int | None = None


class Appended(msgspec.Struct, frozen=True, kw_only=True):
    """Where a message was stored; `duplicate` where the server knew its message id already."""

    seq: int
    duplicate: bool = False


class Following(Protocol):
    """A live subscription."""

    async def stop(self) -> None:
        """End it; nothing is called back afterwards. Safe to call twice."""
        ...


class EventLog(Protocol):
    """The durable log of all jobs: the stream `JOBS`."""

    async def append(
        self, subject: str, data: bytes, *, message_id: str | None = None, expected_last: int | None = None
    ) -> Appended:
        """Store a message, and wait until it is stored.

        Args:
            subject: One of `contracts.subjects`.
            data: At most 64 KB.
            message_id: Makes a repeated append single within the server's dedupe window.
            expected_last: The position of the subject's last message; 0 where it must have none.

        Raises:
            ConcurrencyError: The subject's last message is another one; nothing was stored. The append of a message
                that turns out to be stored already, by us, is a success.
            StorageFullError: The subject or the stream is full; nothing was stored.
            TransientError: No answer within the time-out; it may or may not have taken effect.
        """
        ...

    async def last(self, subject: str) -> StoredMessage | None:
        """Read a subject's newest message from the stream's leader, None if it has none.

        Raises:
            TransientError: No answer within the time-out.
        """
        ...

    async def positions(self, subjects: Sequence[str]) -> dict[str, int]:
        """Give the positions of the newest messages of up to a thousand subjects, those left out that have none.

        Any replica may answer: what it says was true a moment ago.

        Raises:
            TransientError: No complete answer within the time-out.
        """
        ...

    async def read(self, filter_subject: str, *, after: int = 0, at_least: int = 0) -> list[StoredMessage]:
        """Read all messages of a filter behind a position, in order, empty if there are none.

        Args:
            filter_subject: One filter, wildcards allowed.
            after: A position; 0 for the beginning.
            at_least: A position that must be reached: a replica that lags is asked again.

        Raises:
            TransientError: No complete answer within the time-out.
        """
        ...

    async def oldest(self, filter_subject: str, *, after: int = 0, most: int = 500) -> list[StoredMessage]:
        """Read the first messages of a filter behind a position, in order, empty if there are none.

        A replica that lags may give fewer, or what was erased a moment ago: for who comes again.

        Args:
            filter_subject: One filter, wildcards allowed.
            after: A position; 0 for the beginning.
            most: How many at most, up to 1,000; fewer where they are large.

        Raises:
            TransientError: No complete answer within the time-out.
        """
        ...

    async def follow(self, job_id: JobId, on_message: Callable[[StoredMessage], None]) -> Following:
        """Call back for every message of a job's public subjects that is stored from now on, in order of arrival.

        From now on: of what is stored behind the answer of the next `last`. `read` and `positions` go another way and
        may overtake the subscription, so who joins history and live messages asks `last` first, and reads `at_least`
        to there.

        Live messages can be lost (a disconnect, a slow reader): `previous` shows a hole, and `on_disturbance` tells of
        the chance of one; whoever follows repairs by reading.

        Raises:
            TransientError: The connection is closed.
        """
        ...

    def on_disturbance(self, callback: Callable[[str], None]) -> None:
        """Call back, with a reason, whenever live messages may have been lost."""
        ...


class Delivery(Protocol):
    """A message handed out by a durable consumer; settled exactly once, by the runner."""

    @property
    def message(self) -> StoredMessage:
        """The message."""
        ...

    @property
    def number(self) -> int:
        """How often it was handed out, this time included, from 1."""
        ...

    @property
    def whole_since(self) -> int | None:
        """The position from which on all first deliveries of the consumer came to us; None where that is not known."""
        ...

    async def ack(self) -> None:
        """It is done with: never again."""
        ...

    async def nak(self, delay_sec: float) -> None:
        """Hand it out again after a delay."""
        ...

    async def in_progress(self) -> None:
        """Renew the lease."""
        ...

    async def term(self, reason: str) -> None:
        """It can never be handled: never again."""
        ...


class Deliveries(Protocol):
    """A durable consumer's hand-outs."""

    async def fetch(self, slots: int) -> list[Delivery]:
        """Wait up to two seconds for at least one delivery; never more than `slots`, empty if there was none.

        A dead server looks like a quiet one: ask again.
        """
        ...

    async def stop(self) -> None:
        """Ask for no more. Deliveries that arrived unasked for are handed back."""
        ...


class WorkQueue(Protocol):
    """Work for agents, and facts for the pipeline."""

    async def publish(self, item: WorkItem) -> None:
        """Make an attempt available; success where the same attempt is outstanding already.

        Raises:
            StorageFullError: The queue is full.
            TransientError: No answer within the time-out; it may or may not have taken effect.
        """
        ...

    async def work(self, step: StepName) -> Deliveries:
        """Join the agents of a step: the durable consumer `agent-{step}`."""
        ...

    async def facts(self) -> Deliveries:
        """Join the pipelines: the durable consumer `pipeline` on `run.*.*`."""
        ...


class Letters(Protocol):
    """What nobody could deliver: the stream `DEAD`. One letter per step and job, the newest."""

    async def bury(self, step: StepName, job_id: JobId, letter: bytes) -> None:
        """Keep a dead letter.

        Raises:
            StorageFullError: The stream is full.
            TransientError: No answer within the time-out; it may or may not have taken effect.
        """
        ...

    async def read(self, job_id: JobId | None = None) -> list[StoredMessage]:
        """Read the letters of a job, or of all jobs, oldest first.

        Raises:
            TransientError: No answer within the time-out.
        """
        ...

    async def drop(self, job_id: JobId, step: StepName | None = None) -> int:
        """Forget a job's letter of a step, or all of its letters; returns how many there were.

        Raises:
            TransientError: No answer within the time-out; it may or may not have taken effect.
        """
        ...


class Documents(Protocol):
    """What is too private or too large for events: created once, never overwritten."""

    async def put(self, job_id: JobId, name: str, content: bytes) -> str:
        """Store a document and return its ref; the same content under the same name is stored once.

        Raises:
            StorageFullError: The bucket is full; nothing was stored.
            TransientError: No answer within the time-out; it may or may not have taken effect.
        """
        ...

    async def get(self, ref: str) -> bytes:
        """Read a document; a ref that is not found is asked for again for two seconds, since a replica may lag.

        Raises:
            DocumentNotFoundError: There is none.
            TransientError: No answer within the time-out.
        """
        ...


class Signals(Protocol):
    """Hints to whoever runs something for a job: fast, and never the truth."""

    async def send(self, job_id: JobId, hint: str) -> None:
        """Tell everyone who listens; nobody may be listening.

        Raises:
            TransientError: There is no connection, and no room to wait for one; nothing was told.
        """
        ...

    async def listen(self, on_hint: Callable[[JobId, str], None]) -> Following:
        """Call back for each hint, of any job.

        Raises:
            TransientError: The connection is closed.
        """
        ...


CommandHandler: TypeAlias = Callable[[bytes], Awaitable[bytes]]
"""Takes a command's JSON and gives the answer's; refuses by raising an `AppError`."""


class Commands(Protocol):
    """Commands by request and reply, for callers of any language."""

    async def serve(
        self, service: str, version: str, description: str, handlers: Mapping[str, CommandHandler]
    ) -> Following:
        """Answer `{service}.{name}` for each handler; replicas share the requests.

        A refusal is answered with a status of three digits and `{code}: {sentence}`.
        """
        ...

    async def call(self, subject: str, body: bytes, *, timeout_sec: float) -> bytes:
        """Ask for a command, and give its answer.

        Args:
            subject: `{service}.{name}`, one of `contracts.subjects`.
            body: What the command takes, at most 8 MB.
            timeout_sec: How long to wait.

        Raises:
            RequestError: It was refused, with the status, code and sentence of whoever refused it.
            LimitError: It was refused because of a limit.
            UnansweredError: No answer in time; it may or may not have taken effect.
            TransientError: Nobody serves it, or who does cannot now.
        """
        ...


class Connection(Protocol):
    """The composition of it all: what `eventlog.connect` returns."""

    @property
    def log(self) -> EventLog:
        """The durable log of all jobs."""
        ...

    @property
    def queue(self) -> WorkQueue:
        """Work and facts."""
        ...

    @property
    def letters(self) -> Letters:
        """Work that was given up."""
        ...

    @property
    def documents(self) -> Documents:
        """What is too private or too large for events."""
        ...

    @property
    def signals(self) -> Signals:
        """Hints."""
        ...

    @property
    def commands(self) -> Commands:
        """Commands by request and reply."""
        ...

    async def check(self) -> None:
        """Ask every part of the log for a sign of life.

        Raises:
            PartsMissingError: Some do not answer; it says which.
        """
        ...

    async def erase(self, job_id: JobId) -> None:
        """Erase a job's documents beyond recovery, its events, outcomes, work, letters, and all control but the last.

        Erasing twice is as once. A run that goes on may write again: sweep once more after the longest lease.

        Raises:
            TransientError: No answer within the patience; some of it may be gone.
        """
        ...

    async def close(self) -> None:
        """Flush what was written and disconnect. Safe to call twice."""
        ...

    async def __aenter__(self) -> Self:
        """Use it for a while."""
        ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        ...
