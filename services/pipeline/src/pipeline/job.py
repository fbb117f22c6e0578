"""A job as its facts tell it: the fold that decides by their order alone. No clock, no I/O, no logging."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import assert_never

from msgspec.structs import replace

from contracts.control import Answers, Cancel, Control, Deleted, Redrive, Start, Timeout
from contracts.events import ErrorInfo, Event, JobStatusName
from contracts.ids import format_run
from contracts.letters import FailedAttempt
from contracts.work import Crashed, Failed, Outcome, Released, Succeeded
from pipeline.facts import StoredFact
from pipeline.graph import Graph
from pipeline.lifecycle import Narration
from pipeline.setback import Setback
from pipeline.step import StepState
from pipeline.timing import backoff_sec

_REDRIVABLE = frozenset({"failed", "canceled"})


class Job:
    """Folds a job's facts, in their order, into what is true of it.

    The first outcome of the current attempt counts; the first of cancel, last success and exhaustion ends the
    revision. `lifecycle` is the whole history of the job that readers are told.
    """

    def __init__(self, job_id: str, graphs: Mapping[str, Graph]) -> None:
        self.job_id = job_id
        self._graphs = graphs
        self.last_seq = 0
        self.last_control_seq = 0
        self.started_at: str | None = None
        """The stored timestamp of the start; None where the facts have none."""
        self.graph: Graph | None = None
        self.documents: dict[str, str] = {}
        self.steps: dict[str, StepState] = {}
        self.revision = 0
        self.open = False
        self.deleted = False
        self.status: JobStatusName = "started"
        self.opened_by = 0
        """Position of the fact that opened the newest revision."""
        self.opened_at: datetime | None = None
        self.ended_by = 0
        """Position of the fact that ended the newest ended revision."""
        self.ended_at: datetime | None = None
        self.lifecycle: list[Event] = []
        self._opening = 0
        """How many lifecycle events there were when the newest revision stood open."""

    @property
    def deadline(self) -> datetime | None:
        """When the open revision is given up; None while none is open."""
        if not self.open or self.opened_at is None or self.graph is None:
            return None
        return self.opened_at + timedelta(seconds=self.graph.job_deadline_sec)

    def apply(self, stored: StoredFact) -> None:
        """Take the next fact; one at or before the last position is skipped, so twice is as once."""
        if stored.seq <= self.last_seq:
            return
        self.last_seq = stored.seq
        narration = Narration(self.job_id, stored, self.lifecycle)
        match stored.fact:
            case Succeeded() | Failed() | Crashed() | Released() as outcome:
                self._outcome(stored, outcome, narration)
            case control:
                self.last_control_seq = stored.seq
                self._control(stored, control, narration)

    def refs_for(self, step: StepState) -> dict[str, str]:
        """Collect what a step may read: the start's documents, and those of all steps before it, the later winning."""
        refs = dict(self.documents)
        before = self.graph.ancestors[step.definition.name] if self.graph is not None else frozenset()
        for name, state in self.steps.items():
            if name in before:
                refs |= state.refs
        return refs

    def _control(self, stored: StoredFact, fact: Control, narration: Narration) -> None:
        closed = not self.open and not self.deleted
        match fact:
            case Start():
                self._start(stored, fact, narration)
            case Cancel(reason=reason):
                self._end("canceled", stored, narration, reason=reason or "canceled")
            case Redrive():
                if closed and self.status in _REDRIVABLE:
                    self._open(stored, narration, rerun=frozenset())
            case Answers(documents=documents):
                if closed and self.graph is not None:
                    self.documents |= documents
                    self._open(stored, narration, rerun=self.graph.affected_by(documents))
            case Timeout():
                if self.open and fact.revision == self.revision:
                    self._timeout(stored, fact, narration)
            case Deleted():
                self.deleted = True
                self.open = False
            case _ as never:
                assert_never(never)

    def _start(self, stored: StoredFact, start: Start, narration: Narration) -> None:
        if self.started_at is not None:
            return
        self.started_at = stored.timestamp
        self.documents = dict(start.documents)
        self.graph = self._graphs.get(start.graph)
        narration.job("started", 1)
        if self.graph is not None:
            self.steps = {step.name: StepState(step) for step in self.graph.steps}
            self._open(stored, narration, rerun=frozenset())
            return
        self.revision, self.open = 1, True
        narration.job("running", self.revision)
        message = "this pipeline does not know the graph that the start names"
        narration.error(ErrorInfo(code="unknown_graph", message=message, retryable=False))
        self._end("failed", stored, narration, reason="unknown graph")

    def _open(self, stored: StoredFact, narration: Narration, *, rerun: frozenset[str]) -> None:
        """Begin the next revision: what is completed and not to be run again appears as completed at once."""
        if self.graph is None:
            return  # it failed for want of its graph, and would again
        self.revision += 1
        self.open = True
        self.status = "running"
        self.opened_by, self.opened_at = stored.seq, stored.at
        narration.job("running", self.revision, graph=self.graph.nodes)
        for name, step in self.steps.items():
            if step.phase == "completed" and name not in rerun:
                narration.step(name, "completed", attempt=step.attempt, run=step.run)
            elif self.revision > 1:
                step.reopen()
        self._opening = len(self.lifecycle)
        self._advance(stored, narration)

    def _outcome(self, stored: StoredFact, outcome: Outcome, narration: Narration) -> None:
        step = self.steps.get(outcome.step)
        if step is None or step.phase != "ready" or not self.open:
            return
        if (outcome.revision, outcome.attempt) != (self.revision, step.attempt):
            return  # of a run that was overtaken: the order of facts has decided
        run = format_run(outcome.attempt, outcome.delivery)
        match outcome:
            case Succeeded(refs=refs):
                step.phase, step.run, step.refs = "completed", run, dict(refs)
                narration.step(outcome.step, "completed", attempt=step.attempt, run=run)
                self._advance(stored, narration)
            case Failed() | Crashed():
                self._failed(stored, step, Setback.of(outcome, run), narration)
            case Released():
                # The item may have been handed out again meanwhile, and that run may live: its number stays its own.
                reached = outcome.delivery + step.definition.policy.max_deliveries - 1
                step.released = max(step.released, reached)
                step.make_due(stored.at, stored.seq)
            case _ as never:
                assert_never(never)

    def _timeout(self, stored: StoredFact, timeout: Timeout, narration: Narration) -> None:
        if timeout.step is None:
            message = "the job took longer than it may"
            narration.error(ErrorInfo(code="job_deadline", message=message, retryable=False))
            self._end("failed", stored, narration, reason="job deadline")
            return
        step = self.steps.get(timeout.step)
        if step is not None and step.phase == "ready" and timeout.attempt in {None, step.attempt}:
            self._failed(stored, step, Setback.of_deadline(timeout), narration)

    def _failed(self, stored: StoredFact, step: StepState, setback: Setback, narration: Narration) -> None:
        """Plan the next attempt, or give the step up."""
        name, policy, attempt = step.definition.name, step.definition.policy, step.attempt
        step.failures.append(
            FailedAttempt(
                attempt=attempt,
                code=setback.code,
                message=setback.message,
                at=stored.timestamp,
                run=setback.run,
                duration_ms=setback.duration_ms,
            )
        )
        error = ErrorInfo(code=setback.code, message=setback.message, retryable=False, step=name, attempt=attempt)
        if setback.pause_sec is not None and len(step.failures) < policy.attempts:
            drawn = backoff_sec(policy, len(step.failures), self.job_id, name, attempt)
            pause_sec = max(setback.pause_sec, drawn)
            due_at = stored.at + timedelta(seconds=pause_sec)
            if step.deadline is None or due_at < step.deadline:
                narration.error(replace(error, retryable=True, next_try_sec=pause_sec), run=setback.run)
                step.next_attempt()
                step.make_due(due_at, stored.seq)
                narration.step(name, "pending", attempt=step.attempt)
                step.announced = len(self.lifecycle)
                return
        narration.error(error, run=setback.run)
        step.phase, step.failed_by = "failed", stored.seq
        narration.step(name, "failed", attempt=attempt, run=setback.run)
        self._end("failed", stored, narration, reason=f"{name} failed")

    def _advance(self, stored: StoredFact, narration: Narration) -> None:
        """Make ready what waits for nothing more; the last success ends the revision."""
        if all(step.phase == "completed" for step in self.steps.values()):
            self._end("completed", stored, narration)
            return
        for step in self.steps.values():
            before = [self.steps[name] for name in step.definition.after]
            if step.phase == "waiting" and all(earlier.phase == "completed" for earlier in before):
                step.make_ready(stored.at, stored.seq)
                step.announced = self._opening

    def _end(
        self, status: JobStatusName, stored: StoredFact, narration: Narration, *, reason: str | None = None
    ) -> None:
        """End the open revision, if one is open: the first to do so does."""
        if not self.open:
            return
        for name, step in self.steps.items():
            if step.phase in {"waiting", "ready"}:
                step.phase = "skipped"
                narration.step(name, "skipped", attempt=step.attempt)
        self.open = False
        self.status = status
        self.ended_by, self.ended_at = stored.seq, stored.at
        took = stored.at - (self.opened_at or stored.at)
        narration.job(status, self.revision, reason=reason)
        narration.done(
            status,
            self.revision,
            duration_ms=max(0, round(took.total_seconds() * 1000)),
            artifacts=self._artifacts(),
        )

    def _artifacts(self) -> dict[str, str]:
        if self.graph is None:
            return {}
        refs = dict(self.documents)
        for step in self.steps.values():
            if step.phase == "completed":
                refs |= step.refs
        return {name: refs[document] for name, document in self.graph.artifacts.items() if document in refs}
