"""What is shown of a job's log: a function of the log alone, and so the same on every gateway.

Two rules carry most of it. Lifecycle is believed only from `status`, because whoever may publish an event may forge a
type. And an id that has the form of an agent's must be its message id too, because a guessed message id could otherwise
swallow, or outrun, what the agent says.
"""

from typing import Final, Literal, TypeAlias

from contracts.events import (
    DoneEvent,
    ErrorEvent,
    Event,
    HeartbeatEvent,
    JobStatusEvent,
    StepProgressEvent,
    UnknownEvent,
)
from contracts.ids import is_own_event_id
from contracts.subjects import Channel

Hidden: TypeAlias = Literal["other_job", "lifecycle", "forged", "duplicate", "step_ended", "job_ended"]
"""Why an event is not shown."""

STEP_ENDS: Final = frozenset({"completed", "failed", "skipped"})


class Visibility:
    """Decides, event by event in the order of the log, what is shown of one job."""

    def __init__(self, job_id: str) -> None:
        self._job_id = job_id
        self._seen: set[str] = set()
        self._ended_steps: set[str] = set()
        self._ended = False

    @property
    def ended(self) -> bool:
        """Whether the last shown event closed the job's newest revision."""
        return self._ended

    def hides(self, channel: Channel, event: Event | UnknownEvent, message_id: str | None) -> Hidden | None:
        """Decide about the next event of the log.

        Args:
            channel: The subject that it came by.
            event: The event as decoded.
            message_id: The message's `Nats-Msg-Id`, if it had one.

        Returns:
            None if it is shown, else why it is not.
        """
        if event.job_id != self._job_id:
            return "other_job"
        return self._on_status(event) if channel == "status" else self._on_events(event, message_id)

    def _on_status(self, event: Event | UnknownEvent) -> Hidden | None:
        match event:
            case JobStatusEvent(data=data) if data.status == "running":
                self._ended = False
                self._ended_steps.clear()
            case HeartbeatEvent():
                return "lifecycle"
            case _ if self._ended:
                return "job_ended"
            case StepProgressEvent(data=data) if data.state in STEP_ENDS:
                self._ended_steps.add(data.step)
            case DoneEvent():
                self._ended = True
            case _:
                pass
        return None

    def _on_events(self, event: Event | UnknownEvent, message_id: str | None) -> Hidden | None:
        own = is_own_event_id(event.id, self._job_id, event.step, event.run)
        foreign_as_own = event.id.startswith(f"{self._job_id}:") or isinstance(event, StepProgressEvent)
        reasons: tuple[tuple[Hidden, bool], ...] = (
            ("lifecycle", _is_lifecycle(event)),
            ("forged", message_id != event.id if own else foreign_as_own),
            ("job_ended", self._ended),
            ("step_ended", _step_of(event) in self._ended_steps),
            ("duplicate", event.id in self._seen),
        )
        for reason, applies in reasons:
            if applies:
                return reason
        self._seen.add(event.id)
        return None


def _is_lifecycle(event: Event | UnknownEvent) -> bool:
    match event:
        case JobStatusEvent() | DoneEvent() | HeartbeatEvent():
            return True
        case StepProgressEvent(data=data):
            return data.state in STEP_ENDS
        case ErrorEvent(data=data):
            return event.step is not None or data.step is not None
        case _:
            return False


def _step_of(event: Event | UnknownEvent) -> str | None:
    if event.step is not None or isinstance(event, UnknownEvent):
        return event.step
    return getattr(event.data, "step", None)
