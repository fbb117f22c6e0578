"""A piece of work as an agent sees it: documents by name, and a place to compute."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import ParamSpec, Protocol, TypeVar, cast

import msgspec

from agents.sdk.told import Document, encode_document
from contracts.ids import JobId, format_run
from contracts.work import WorkItem
from eventlog import Documents, PermanentError

T = TypeVar("T")
P = ParamSpec("P")


class Computer(Protocol):
    """Where heavy work is computed, so that the process that holds the lease stays awake."""

    def compute(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Call a function elsewhere. Cancelling the call ends the computation."""
        ...


class Work:
    """One run of a work item: what `Agent.handle` is given."""

    def __init__(self, item: WorkItem, *, delivery: int, documents: Documents, computer: Computer) -> None:
        self._item = item
        self._delivery = delivery
        self._documents = documents
        self._computer = computer
        self.bytes_read = 0
        """Size of the documents that were read so far: how large this work's input is."""

    @property
    def attempt(self) -> int:
        """Which attempt of the step this is, from 1."""
        return self._item.attempt

    @property
    def delivery(self) -> int:
        """How often this attempt was handed out, this time included, from 1."""
        return self._delivery

    @property
    def run(self) -> str:
        """Name this run: `{attempt}.{delivery}`."""
        return format_run(self._item.attempt, self._delivery)

    @property
    def step(self) -> str:
        """The step that this is work of."""
        return self._item.step

    @property
    def deadline_sec(self) -> float:
        """How long the run may take before it is cancelled, in seconds."""
        return self._item.deadline_sec

    @property
    def started_at(self) -> date:
        """The day on which the job was started (UTC): the only notion of "today" that a step has."""
        return datetime.fromisoformat(self._item.started_at).date()

    def has(self, name: str) -> bool:
        """Tell whether a document of this name was handed over to this step."""
        return name in self._item.refs

    def ref(self, name: str) -> str:
        """Give the ref of a document that was handed over.

        Raises:
            PermanentError: There is none of this name.
        """
        try:
            return self._item.refs[name]
        except KeyError:
            message = f"this step was not given a document {name!r}"
            raise PermanentError(message, code="missing_document") from None

    async def read(self, name: str, kind: type[T]) -> T:
        """Read a document that was handed over.

        Args:
            name: Its name, as the start or an earlier step called it.
            kind: A struct of `contracts.documents`, or `str` or `bytes` for what is no JSON.

        Raises:
            PermanentError: There is none of this name, or it is not of this kind.
            DocumentNotFoundError: It was erased.
            TransientError: The log does not answer.
        """
        content = await self._documents.get(self.ref(name))
        self.bytes_read += len(content)
        try:
            if kind is bytes:
                return cast("T", content)
            if kind is str:
                return cast("T", content.decode())
            return msgspec.json.decode(content, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            message = f"the document {name!r} is no {kind.__name__}"
            raise PermanentError(message, code="malformed_document") from error

    async def store(self, name: str, document: Document) -> str:
        """Store a document before the outcome, and return its ref: an event may point to it.

        The outcome names it once more if later steps or the user shall find it.

        Raises:
            LimitError: The store is full.
            TransientError: The log does not answer; it may or may not have taken effect.
        """
        return await self._documents.put(JobId(self._item.job_id), name, encode_document(document))

    async def compute(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function that takes more than some milliseconds in the computing process.

        The function is one of a module, or a method of an object that the agent keeps in an attribute; its
        arguments and result are copied. What it raises is raised here. It is killed when the run is cancelled
        or out of time.
        """
        return await self._computer.compute(function, *args, **kwargs)
