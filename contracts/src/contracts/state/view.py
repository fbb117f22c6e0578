"""The state of a job as readers see it: what the snapshot carries and the TypeScript reducer gives."""

import msgspec

from contracts.events.payloads import (
    Importance,
    JobStatusName,
    Phase,
    RuleVerdict,
    Severity,
    StepStateName,
)


class StepView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step of the graph. `after` names the steps that it waits for; `run` the run that is shown, or that won."""

    step: str
    state: StepStateName
    pct: int
    attempt: int
    after: list[str]
    run: str | None = None
    milestone: str | None = None
    eta_sec: float | None = None
    started_at: str | None = None
    ended_at: str | None = None


class InsightView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An insight with the position and the time of its event."""

    seq: int
    timestamp: str
    id: str
    category: str
    importance: Importance
    message: str
    step: str | None = None
    ref: str | None = None


class ValidationView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The newest verdict of a rule in a phase."""

    rule_id: str
    severity: Severity
    phase: Phase
    status: RuleVerdict
    message: str | None = None
    section: str | None = None
    ref: str | None = None


class DiffView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A change, with the position of its event."""

    seq: int
    patch_id: str
    section: str
    op: str
    summary: str
    ref: str


class ErrorView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error of this revision."""

    seq: int
    timestamp: str
    code: str
    message: str
    retryable: bool
    step: str | None = None
    attempt: int | None = None
    next_try_sec: float | None = None


class StateView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False, rename="camel"):
    """All that is known of a job at a position of its log.

    `steps` stand in the order of the graph, everything else in the order of the log. `progress` is the mean of the
    steps' percentages, 0 to 100, and never falls within a revision. `current_step` is the running step that comes last
    in the graph, empty where none runs.
    """

    status: JobStatusName
    revision: int
    reason: str | None
    steps: list[StepView]
    current_step: str
    progress: int
    insights: list[InsightView]
    metrics: dict[str, float]
    validations: list[ValidationView]
    diffs: list[DiffView]
    errors: list[ErrorView]
    artifacts: dict[str, str]
    started_at: str | None
    finished_at: str | None
    duration_ms: int | None
