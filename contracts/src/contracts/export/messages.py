"""What has a schema: every message by its wire name, with its struct and whoever reads it."""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias, get_args

from contracts import commands, control, work
from contracts.events import Event, UnknownEvent
from contracts.letters import DeadLetter
from contracts.preview import Preview
from contracts.problem import Problem
from contracts.snapshot import Snapshot
from contracts.state import StateView

VERSION: Final = "0.1"
"""The contract's version. What was released under the same numbers up to the first that is not 0 is never broken."""

Readers: TypeAlias = tuple[str, ...]

_OF_EVENTS: Final = ("gateway", "pipeline", "page", "integrators")
_OF_FACTS: Final = ("pipeline", "gateway", "agents")
_OF_OUTCOMES: Final = ("pipeline",)
_OF_ANSWERS: Final = ("page", "integrators")


@dataclass(frozen=True, slots=True)
class Message:
    """One message, or a union of messages. Its name is that of its schema's file."""

    name: str
    type: Any
    readers: Readers
    description: str | None = None
    """Of a union; a struct brings its docstring."""

    @property
    def members(self) -> tuple[Any, ...]:
        """The structs of a union; the struct itself where it is none."""
        return get_args(self.type) or (self.type,)


def _each(prefix: str, union: Any, readers: Readers) -> tuple[Message, ...]:  # noqa: ANN401 - a union of structs
    return tuple(Message(f"{prefix}.{member.__struct_config__.tag}", member, readers) for member in get_args(union))


MESSAGES: Final[tuple[Message, ...]] = (
    Message("event", Event, _OF_EVENTS, "One of the nine events of a job, told apart by `type`."),
    *_each("event", Event, _OF_EVENTS),
    Message("envelope", UnknownEvent, _OF_EVENTS),
    Message("control", control.Control, _OF_FACTS, "A fact that steers a job, told apart by `kind`."),
    *_each("control", control.Control, _OF_FACTS),
    Message("outcome", work.Outcome, _OF_OUTCOMES, "How one run of a work item ended, told apart by `kind`."),
    *_each("outcome", work.Outcome, _OF_OUTCOMES),
    Message("work", work.WorkItem, ("agents", "pipeline")),
    Message("letter", DeadLetter, ("operators",)),
    Message("command.start", commands.StartCommand, ("pipeline",)),
    Message("command.steer", commands.JobCommand, ("pipeline",)),
    Message("command.answers", commands.AnswersCommand, ("pipeline",)),
    Message("command.patches", commands.PatchesCommand, ("pipeline",)),
    Message("answer.started", commands.StartedAnswer, ("integrators",)),
    Message("answer.standing", commands.StandingAnswer, ("integrators",)),
    Message("answer.preview", Preview, ("gateway", *_OF_ANSWERS)),
    Message("state", StateView, _OF_ANSWERS),
    Message("snapshot", Snapshot, _OF_ANSWERS),
    Message("problem", Problem, _OF_ANSWERS),
)
"""In the order in which the files are written; a union stands before its members."""
