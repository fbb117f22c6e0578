"""What the facts say about one step of a job."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from contracts.letters import FailedAttempt
from pipeline.graph import Step

Phase: TypeAlias = Literal["waiting", "ready", "completed", "failed", "skipped"]
"""`waiting` for earlier steps; `ready` from then until its end, pauses between attempts included."""


@dataclass(slots=True)
class StepState:
    """One step within the newest revision. Attempts count on over all revisions."""

    definition: Step
    phase: Phase = "waiting"
    attempt: int = 1
    used: bool = False
    """Whether this attempt's number may have been handed out already."""
    released: int = 0
    """The highest run of this attempt that an item which was handed back can have reached; 0 where none was."""
    failures: list[FailedAttempt] = field(default_factory=list)
    """Of this revision, oldest first."""
    ready_at: datetime | None = None
    due_at: datetime | None = None
    """When the current attempt may be dispatched."""
    due_by: int = 0
    """Position of the fact that made it due."""
    announced: int = 0
    """How many lifecycle events must stand in the log before the attempt is dispatched."""
    failed_by: int = 0
    """Position of the fact that ended it as failed."""
    run: str | None = None
    """The run that was accepted."""
    refs: dict[str, str] = field(default_factory=dict)
    """The documents of the run that was accepted."""

    @property
    def deadline(self) -> datetime | None:
        """When the step is given up, whatever it does; None while it is not ready."""
        if self.ready_at is None or self.phase != "ready":
            return None
        return self.ready_at + timedelta(seconds=self.definition.policy.step_deadline_sec)

    def make_ready(self, at: datetime, seq: int) -> None:
        """All that it waited for is there."""
        self.phase = "ready"
        self.used = True
        self.ready_at = at
        self.make_due(at, seq)

    def make_due(self, at: datetime, seq: int) -> None:
        """Its current attempt may be dispatched from a moment on."""
        self.due_at = at
        self.due_by = seq

    def next_attempt(self) -> None:
        """Whatever the current attempt still reports, it no longer counts."""
        self.attempt += 1
        self.released = 0

    def reopen(self) -> None:
        """Forget how the last revision ended for it, but not which numbers were used."""
        if self.used:
            self.next_attempt()
        self.phase = "waiting"
        self.used = False
        self.failures = []
        self.ready_at = self.due_at = None
        self.due_by = self.failed_by = 0
        self.run = None
        self.refs = {}
