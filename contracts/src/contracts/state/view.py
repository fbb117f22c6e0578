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
    """The step's name."""
    state: StepStateName
    """Where the step stands."""
    pct: int
    """How much of it is done, 0 to 100."""
    attempt: int
    """Which attempt, from 1."""
    after: list[str]
    """The steps whose ends it waits for."""
    run: str | None = None
    """The run that is shown, or that won."""
    milestone: str | None = None
    """What was done last, in a few words."""
    eta_sec: float | None = None
    """Seconds until its probable end, counted from its newest event."""
    started_at: str | None = None
    """When the shown run was first heard of."""
    ended_at: str | None = None
    """When the step ended."""


class InsightView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An insight with the position and the time of its event."""

    seq: int
    """The position of its event."""
    timestamp: str
    """The time of its event."""
    id: str
    """Unique within the job."""
    category: str
    """A key of the catalogue, or a foreign one."""
    importance: Importance
    """How much it matters."""
    message: str
    """One sentence."""
    step: str | None = None
    """The step that found it."""
    ref: str | None = None
    """The document with the rest."""


class ValidationView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The newest verdict of a rule in a phase."""

    rule_id: str
    """The rule."""
    severity: Severity
    """How bad it is to break it."""
    phase: Phase
    """Which text was judged."""
    status: RuleVerdict
    """The verdict."""
    message: str | None = None
    """What was found and what to do about it."""
    section: str | None = None
    """Where it was found."""
    ref: str | None = None
    """The document that holds the places."""


class DiffView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A change, with the position of its event."""

    seq: int
    """The position of its event."""
    patch_id: str
    """The patch."""
    section: str
    """Where the change is."""
    op: str
    """What kind of change it is."""
    summary: str
    """One sentence on the change."""
    ref: str
    """The document that holds the words before and after."""


class ErrorView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error of this revision."""

    seq: int
    """The position of its event."""
    timestamp: str
    """The time of its event."""
    code: str
    """Stable, for programs."""
    message: str
    """One sentence, for people."""
    retryable: bool
    """Whether it is tried again without anybody's doing."""
    step: str | None = None
    """The step that failed, where it was one."""
    attempt: int | None = None
    """The attempt that failed."""
    next_try_sec: float | None = None
    """Seconds from the event to the next attempt."""


class StateView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False, rename="camel"):
    """All that is known of a job at a position of its log.

    `steps` stand in the order of the graph, everything else in the order of the log. `progress` is the mean of the
    steps' percentages, 0 to 100, and never falls within a revision. `current_step` is the running step that comes last
    in the graph, empty where none runs.
    """

    status: JobStatusName
    """Where the job stands."""
    revision: int
    """The newest revision, from 1."""
    reason: str | None
    """Why it failed or was canceled."""
    steps: list[StepView]
    """The steps, in the order of the graph."""
    current_step: str
    """The running step that comes last in the graph; empty where none runs."""
    progress: int
    """The mean of the steps' percentages, 0 to 100."""
    insights: list[InsightView]
    """What was found, in the order of the log."""
    metrics: dict[str, float]
    """The newest value of each key."""
    validations: list[ValidationView]
    """The newest verdict of each rule and phase."""
    diffs: list[DiffView]
    """The changes, in the order of the log."""
    errors: list[ErrorView]
    """What went wrong in this revision."""
    artifacts: dict[str, str]
    """What exists: public name to ref."""
    started_at: str | None
    """When the job began."""
    finished_at: str | None
    """When the revision ended."""
    duration_ms: int | None
    """How long the revision took."""
