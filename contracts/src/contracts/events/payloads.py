"""What each type of event says: the `data` of the envelope."""

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

JobStatusName: TypeAlias = Literal["started", "running", "completed", "failed", "canceled"]
StepStateName: TypeAlias = Literal["pending", "running", "completed", "failed", "skipped"]
Importance: TypeAlias = Literal["low", "medium", "high"]
Severity: TypeAlias = Literal["critical", "major", "minor"]
Phase: TypeAlias = Literal["before", "after"]
RuleVerdict: TypeAlias = Literal["pass", "warn", "fail", "n/a"]

Text: TypeAlias = Annotated[str, Meta(max_length=500)]
Key: TypeAlias = Annotated[str, Meta(min_length=1, max_length=100)]
Ref: TypeAlias = Annotated[str, Meta(min_length=1, max_length=300)]
Count: TypeAlias = Annotated[int, Meta(ge=0)]
Ordinal: TypeAlias = Annotated[int, Meta(ge=1)]
Percent: TypeAlias = Annotated[int, Meta(ge=0, le=100)]
Seconds: TypeAlias = Annotated[float, Meta(ge=0)]


class StepNode(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the graph and the steps that it waits for."""

    step: Key
    after: list[Key] = []


class JobStatus(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the job stands. `running` also tells the graph, so that a reader needs no other source for it."""

    status: JobStatusName
    revision: Ordinal
    reason: Text | None = None
    graph: list[StepNode] = []


class StepProgress(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How far a step is. `attempt` counts from 1; `eta_sec` is left out while too few durations are known."""

    step: Key
    pct: Percent
    state: StepStateName
    attempt: Ordinal
    milestone: Text | None = None
    eta_sec: Seconds | None = None


class Insight(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something worth knowing, in one sentence. `category` is an open enum: see `contracts.catalogue`."""

    id: Key
    category: Key
    importance: Importance
    message: Text
    step: Key | None = None
    ref: Ref | None = None


class MetricUpdate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number. `key` is an open enum: see `contracts.catalogue`."""

    key: Key
    value: float
    unit: Key | None = None
    step: Key | None = None


class ValidationUpdate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The verdict of one validation rule on the text before or after."""

    rule_id: Key
    severity: Severity
    phase: Phase
    status: RuleVerdict
    message: Text | None = None
    section: Text | None = None
    ref: Ref | None = None


class DiffChunk(msgspec.Struct, frozen=True, kw_only=True):
    """A change of the résumé, told by where it is; its words lie in the document that `ref` names."""

    patch_id: Key
    section: Text
    op: Key
    summary: Text
    ref: Ref


class ErrorInfo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something went wrong, and whether it will be tried again."""

    code: Key
    message: Text
    retryable: bool
    step: Key | None = None
    attempt: Ordinal | None = None
    next_try_sec: Seconds | None = None


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True):
    """A sign of life of a quiet stream: made by the gateway, never stored."""

    last_seq: Count


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """The last event of a revision. `artifacts` maps names to refs."""

    revision: Ordinal
    status: JobStatusName
    duration_ms: Count
    artifacts: dict[str, Ref] = {}
