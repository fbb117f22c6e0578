"""The one fold of a job's shown events: pure, the same in Python and TypeScript (proof: `tests/golden`)."""

from contracts.events import (
    DiffChunkEvent,
    DoneEvent,
    ErrorEvent,
    Event,
    HeartbeatEvent,
    InsightEvent,
    JobStatusEvent,
    JobStatusName,
    MetricUpdateEvent,
    StepProgressEvent,
    UnknownEvent,
    ValidationUpdateEvent,
)
from contracts.ids import parse_run
from contracts.state.tellings import Tellings
from contracts.state.view import DiffView, ErrorView, InsightView, StateView, StepView, ValidationView
from contracts.visibility import STEP_ENDS

_FULL = 100


class JobState:
    """Folds a job's shown events, in their order, into what readers see."""

    def __init__(self) -> None:
        self.seq = 0
        self._status: JobStatusName = "started"
        self._revision = 1
        self._reason: str | None = None
        self._steps: dict[str, StepView] = {}
        self._tellings = Tellings()
        self._errors: list[ErrorView] = []
        self._artifacts: dict[str, str] = {}
        self._progress = 0
        self._started_at: str | None = None
        self._finished_at: str | None = None
        self._duration_ms: int | None = None

    def apply(self, seq: int, event: Event | UnknownEvent) -> None:
        """Take the next shown event; one at or before the last position is skipped, so twice is as once."""
        if seq <= self.seq:
            return
        self.seq = seq
        match event:
            case JobStatusEvent():
                self._job_status(event)
            case StepProgressEvent():
                self._step_progress(event)
            case InsightEvent() | MetricUpdateEvent() | ValidationUpdateEvent() | DiffChunkEvent():
                self._tellings.tell(seq, event)
            case ErrorEvent(data=data):
                self._errors.append(
                    ErrorView(
                        seq=seq,
                        timestamp=event.timestamp,
                        code=data.code,
                        message=data.message,
                        retryable=data.retryable,
                        step=data.step,
                        attempt=data.attempt,
                        next_try_sec=data.next_try_sec,
                    )
                )
            case DoneEvent(data=data):
                self._status = data.status
                self._artifacts = dict(data.artifacts)
                self._duration_ms = data.duration_ms
                self._finished_at = event.timestamp
            case HeartbeatEvent() | UnknownEvent():
                pass
        self._advance()

    def view(self) -> StateView:
        """Give the state at this position."""
        told = list(self._tellings.shown())
        validations: dict[tuple[str, str], ValidationView] = {}
        insights: dict[str, InsightView] = {}
        diffs: dict[str, DiffView] = {}
        metrics: dict[str, float] = {}
        for seq, event in told:
            match event:
                case InsightEvent(data=data):
                    insights[data.id] = InsightView(
                        seq=seq,
                        timestamp=event.timestamp,
                        id=data.id,
                        category=data.category,
                        importance=data.importance,
                        message=data.message,
                        step=data.step or event.step,
                        ref=data.ref,
                    )
                case MetricUpdateEvent(data=data):
                    metrics[data.key] = data.value
                case ValidationUpdateEvent(data=data):
                    validations[data.rule_id, data.phase] = ValidationView(
                        rule_id=data.rule_id,
                        severity=data.severity,
                        phase=data.phase,
                        status=data.status,
                        message=data.message,
                        section=data.section,
                        ref=data.ref,
                    )
                case DiffChunkEvent(data=data):
                    diffs[data.patch_id] = DiffView(
                        seq=seq,
                        patch_id=data.patch_id,
                        section=data.section,
                        op=data.op,
                        summary=data.summary,
                        ref=data.ref,
                    )
        running = [step.step for step in self._steps.values() if step.state == "running"]
        return StateView(
            status=self._status,
            revision=self._revision,
            reason=self._reason,
            steps=list(self._steps.values()),
            current_step=running[-1] if running else "",
            progress=self._progress,
            insights=list(insights.values()),
            metrics=metrics,
            validations=list(validations.values()),
            diffs=list(diffs.values()),
            errors=list(self._errors),
            artifacts=dict(self._artifacts),
            started_at=self._started_at,
            finished_at=self._finished_at,
            duration_ms=self._duration_ms,
        )

    def _job_status(self, event: JobStatusEvent) -> None:
        data = event.data
        self._status = data.status
        self._reason = data.reason
        if data.status == "started":
            self._started_at = event.timestamp
        if data.status == "running":
            self._revision = data.revision
            self._progress = 0
            self._errors = []
            self._finished_at = self._duration_ms = None
            self._steps = {
                node.step: StepView(step=node.step, state="pending", pct=0, attempt=1, after=list(node.after))
                for node in data.graph
            }

    def _step_progress(self, event: StepProgressEvent) -> None:
        data = event.data
        before = self._steps.get(data.step)
        ends = data.state in STEP_ENDS
        if before is not None and not ends and (data.attempt < before.attempt or _is_older(event.run, before.run)):
            return  # a run that was superseded goes on talking
        same_run = before is not None and before.run == event.run
        if data.state == "completed":
            self._tellings.accept(data.step, event.run)
        elif data.state == "running" and event.run is not None:
            self._tellings.begin(data.step, event.run)
        self._steps[data.step] = StepView(
            step=data.step,
            state=data.state,
            pct=max(data.pct, before.pct) if before is not None and same_run else data.pct,
            attempt=data.attempt,
            after=before.after if before is not None else [],
            run=event.run,
            milestone=data.milestone or (before.milestone if before is not None and same_run else None),
            eta_sec=data.eta_sec,
            started_at=before.started_at if before is not None and (same_run or ends) else event.timestamp,
            ended_at=event.timestamp if ends else None,
        )

    def _advance(self) -> None:
        if self._steps:
            mean = sum(step.pct for step in self._steps.values()) // len(self._steps)
            self._progress = max(self._progress, mean)
        if self._status == "completed":
            self._progress = _FULL


def _is_older(run: str | None, than: str | None) -> bool:
    return run is not None and than is not None and parse_run(run) < parse_run(than)
