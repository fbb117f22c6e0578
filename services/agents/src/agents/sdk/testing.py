"""Test an agent without NATS: given documents, when it handles them, then it told.

>>> told = [told async for told in PlanningAgent(Matcher()).handle(given(profile=profile, posting=posting))]
>>> assert handed_over(told, "plan", Plan).patches
"""

import pickle
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date
from typing import ParamSpec, TypeVar

import msgspec
from typing_extensions import override

from agents.sdk.told import Document, StepOutcome, Told, encode_document
from agents.sdk.work import Computer, Work
from contracts.ids import JobId
from contracts.refs import ref_for
from contracts.work import WorkItem
from eventlog.memory import MemoryConnection, MemoryServer

T = TypeVar("T")
P = ParamSpec("P")

TEST_JOB = JobId("00000000-0000-4000-8000-000000000000")


class ComputedHere(Computer):
    """Computes in the test's own process, and refuses what could not be sent to another one."""

    @override
    def compute(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        if "<" in function.__qualname__:
            raise TypeError(f"{function.__qualname__} cannot be sent: functions of modules and methods can")
        return self._answer(function(*_sent(args), **_sent(kwargs)))

    async def _answer(self, result: T) -> T:
        return _sent(result)


def _sent(thing: T) -> T:
    copy: T = pickle.loads(pickle.dumps(thing))  # noqa: S301, our own bytes of a moment ago
    return copy


def given(
    documents: Mapping[str, Document] | None = None,
    /,
    *,
    step: str = "testing",
    attempt: int = 1,
    delivery: int = 1,
    started_at: date = date(2026, 11, 22),
    deadline_sec: float = 60.0,
    **named: Document,
) -> Work:
    """Make work of documents, as the earlier steps would have left them.

    Args:
        documents: Documents whose name is no Python word.
        step: The step that it is work of.
        attempt: Which attempt this is, from 1.
        delivery: Which delivery of it, from 1.
        started_at: The day on which the job was started.
        deadline_sec: How long the run may take: nobody stops it, but an agent may look.
        **named: All other documents.
    """
    server = MemoryServer()
    refs = {}
    for name, document in {**(documents or {}), **named}.items():
        content = encode_document(document)
        refs[name] = ref_for(TEST_JOB, name, content)
        server.documents[refs[name]] = content
    item = WorkItem(
        job_id=TEST_JOB,
        revision=1,
        step=step,
        attempt=attempt,
        refs=refs,
        started_at=f"{started_at.isoformat()}T00:00:00Z",
        deadline_sec=deadline_sec,
    )
    return Work(item, delivery=delivery, documents=MemoryConnection(server).documents, computer=ComputedHere())


def handed_over(told: Iterable[Told], name: str, kind: type[T]) -> T:
    """Give a document of the outcome as a reader will get it: stored and read again.

    Raises:
        AssertionError: There was not exactly one outcome, told last, or it has no such document.
    """
    *before, last = told
    if not isinstance(last, StepOutcome) or any(isinstance(one, StepOutcome) for one in before):
        raise AssertionError("exactly one outcome is told, and last")
    if name not in last.documents:
        raise AssertionError(f"the outcome has {', '.join(sorted(last.documents))}, and no {name}")
    content: bytes | str = encode_document(last.documents[name])
    if kind is str or kind is bytes:
        text: T = content.decode() if kind is str and isinstance(content, bytes) else content  # type: ignore[assignment]
        return text
    return msgspec.json.decode(content, type=kind)
