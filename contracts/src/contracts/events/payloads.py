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
    """The step's name."""
    after: list[Key] = []
    """The steps whose ends it waits for; none for the first."""


class JobStatus(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the job stands. `running` also tells the graph, so that a reader needs no other source for it."""

    status: JobStatusName
    """Where the job stands."""
    revision: Ordinal
    """Which run of the graph, from 1."""
    reason: Text | None = None
    """Why it failed or was canceled."""
    graph: list[StepNode] = []
    """The steps in their order; with `running` only."""


class StepProgress(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How far a step is. `attempt` counts from 1; `eta_sec` is left out while too few durations are known."""

    step: Key
    """The step's name."""
    pct: Percent
    """How much of the step is done."""
    state: StepStateName
    """Where the step stands."""
    attempt: Ordinal
    """Which attempt of the step, from 1."""
    milestone: Text | None = None
    """What was just done, in a few words."""
    eta_sec: Seconds | None = None
    """Seconds until the step's probable end."""


class Insight(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something worth knowing, in one sentence. `category` is an open enum: see `contracts.catalogue`."""

    id: Key
    """Unique within the job: a second insight of this id replaces the first."""
    category: Key
    """What it is about: a key of the catalogue, or one of the writer's own."""
    importance: Importance
    """How much it matters to the reader."""
    message: Text
    """One sentence. It quotes nothing of the résumé and names nobody."""
    step: Key | None = None
    """The step that found it."""
    ref: Ref | None = None
    """The document that holds what the sentence leaves out."""


class MetricUpdate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number. `key` is an open enum: see `contracts.catalogue`."""

    key: Key
    """What is measured: a key of the catalogue, or one of the writer's own."""
    value: float
    """The number; a later one of the same key replaces it."""
    unit: Key | None = None
    """The value's unit, where the catalogue does not know the key."""
    step: Key | None = None
    """The step that measured it."""


class ValidationUpdate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The verdict of one validation rule on the text before or after."""

    rule_id: Key
    """The rule."""
    severity: Severity
    """How bad it is to break the rule."""
    phase: Phase
    """Which text was judged: the one before the changes or the one after them."""
    status: RuleVerdict
    """The verdict."""
    message: Text | None = None
    """What was found and what to do about it; it quotes nothing of the résumé."""
    section: Text | None = None
    """Where it was found."""
    ref: Ref | None = None
    """The document that holds the places."""


class DiffChunk(msgspec.Struct, frozen=True, kw_only=True):
    """A change of the résumé, told by where it is; its words lie in the document that `ref` names."""

    patch_id: Key
    """The patch, as the document that `ref` names has it."""
    section: Text
    """Where the change is."""
    op: Key
    """What kind of change it is."""
    summary: Text
    """One sentence on the change; it quotes nothing of the résumé."""
    ref: Ref
    """The document that holds the words before and after."""


class ErrorInfo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something went wrong, and whether it will be tried again."""

    code: Key
    """Stable, for programs."""
    message: Text
    """One sentence, for people."""
    retryable: bool
    """Whether it is tried again without anybody's doing."""
    step: Key | None = None
    """The step that failed, where it was one."""
    attempt: Ordinal | None = None
    """The attempt that failed, from 1."""
    next_try_sec: Seconds | None = None
    """Seconds until the next attempt."""


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True):
    """A sign of life of a quiet stream: made by the gateway, never stored."""

    last_seq: Count
    """The position of the last event that was sent; 0 where there was none."""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """The last event of a revision. `artifacts` maps names to refs."""

    revision: Ordinal
    """The revision that has ended."""
    status: JobStatusName
    """How it ended: completed, failed or canceled."""
    duration_ms: Count
    """From the revision's beginning to its end."""
    artifacts: dict[str, Ref] = {}
    """What exists now: public name to ref."""
