"""The event as it stands on the wire: one envelope, nine types, told apart by `type`."""

from typing import Annotated, Any, Final, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta

from contracts.events import payloads

Timestamp: TypeAlias = Annotated[
    str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$", max_length=40)
]
EventId: TypeAlias = Annotated[str, Meta(min_length=1, max_length=200)]
RunName: TypeAlias = Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,5}\.[1-9][0-9]{0,5}$")]


class Envelope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """What every event carries around its `data`.

    `timestamp` is RFC 3339 in UTC, `id` unique within the job's subject; `step` and `run` name the run of the work
    item that told it, where one did.
    """

    timestamp: Timestamp
    """When it happened: RFC 3339, in UTC."""
    id: EventId
    """Unique within the job's subject. A foreign publisher's ids begin with its own prefix, never with a job id."""
    job_id: payloads.Key
    """The job, as in the subject."""
    step: payloads.Key | None = None
    """The step of the run that told it."""
    run: RunName | None = None
    """The run that told it: `{attempt}.{delivery}` of its work item."""


class JobStatusEvent(Envelope, frozen=True, kw_only=True, tag="job_status"):
    """The job's life: on `status` only."""

    data: payloads.JobStatus
    """What it says."""


class StepProgressEvent(Envelope, frozen=True, kw_only=True, tag="step_progress"):
    """A step's progress; its end is told on `status` only."""

    data: payloads.StepProgress
    """What it says."""


class InsightEvent(Envelope, frozen=True, kw_only=True, tag="insight_emitted"):
    """An insight."""

    data: payloads.Insight
    """What it says."""


class MetricUpdateEvent(Envelope, frozen=True, kw_only=True, tag="metric_update"):
    """A number."""

    data: payloads.MetricUpdate
    """What it says."""


class ValidationUpdateEvent(Envelope, frozen=True, kw_only=True, tag="validation_update"):
    """A rule's verdict."""

    data: payloads.ValidationUpdate
    """What it says."""


class DiffChunkEvent(Envelope, frozen=True, kw_only=True, tag="diff_chunk"):
    """A change."""

    data: payloads.DiffChunk
    """What it says."""


class ErrorEvent(Envelope, frozen=True, kw_only=True, tag="error"):
    """A failure, and whether it will be tried again: a step's on `status` only."""

    data: payloads.ErrorInfo
    """What it says."""


class HeartbeatEvent(Envelope, frozen=True, kw_only=True, tag="heartbeat"):
    """A sign of life: made by the gateway, never stored."""

    data: payloads.Heartbeat
    """What it says."""


class DoneEvent(Envelope, frozen=True, kw_only=True, tag="done"):
    """The end of a revision: on `status` only."""

    data: payloads.Done
    """What it says."""


Event: TypeAlias = (
    JobStatusEvent
    | StepProgressEvent
    | InsightEvent
    | MetricUpdateEvent
    | ValidationUpdateEvent
    | DiffChunkEvent
    | ErrorEvent
    | HeartbeatEvent
    | DoneEvent
)
EventType: TypeAlias = Literal[
    "job_status", "step_progress", "insight_emitted", "metric_update", "validation_update", "diff_chunk", "error",
    "heartbeat", "done",
]  # fmt: skip
EVENT_TYPES: Final[frozenset[str]] = frozenset(get_args(EventType))


class UnknownEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A well-formed envelope of a type that we do not know: of a newer writer or an integrator.

    It is shown as it is and skipped by folds.
    """

    type: payloads.Key
    """None of the nine: a newer writer's, or an integrator's own."""
    timestamp: Timestamp
    """When it happened: RFC 3339, in UTC."""
    id: EventId
    """Unique within the job's subject."""
    job_id: payloads.Key
    """The job, as in the subject."""
    data: dict[str, Any]
    """What it says, in a form that only its writer knows."""
    step: payloads.Key | None = None
    """The step of the run that told it."""
    run: RunName | None = None
    """The run that told it: `{attempt}.{delivery}` of its work item."""
