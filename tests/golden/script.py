"""A job's log, written line by line: what golden scenarios are told in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from contracts.events import (
    DiffChunk,
    DiffChunkEvent,
    Done,
    DoneEvent,
    ErrorEvent,
    ErrorInfo,
    Event,
    Insight,
    InsightEvent,
    JobStatus,
    JobStatusEvent,
    MetricUpdate,
    MetricUpdateEvent,
    StepNode,
    StepProgress,
    StepProgressEvent,
    UnknownEvent,
    ValidationUpdate,
    ValidationUpdateEvent,
    timestamp_of,
)
from contracts.ids import agent_event_id
from contracts.subjects import Channel

JOB = "11111111-2222-4333-8444-555555555555"
OTHER_JOB = "99999999-2222-4333-8444-555555555555"
BEGAN = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
GRAPH = [
    StepNode(step="ingesting"),
    StepNode(step="analyzing", after=["ingesting"]),
    StepNode(step="profiling", after=["ingesting"]),
    StepNode(step="planning", after=["analyzing", "profiling"]),
    StepNode(step="writing", after=["planning"]),
    StepNode(step="validating", after=["writing"]),
    StepNode(step="polishing", after=["validating"]),
]
STEPS = [node.step for node in GRAPH]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One stored message of the job's public subjects."""

    seq: int
    channel: Channel
    message_id: str | None
    event: Event | UnknownEvent


@dataclass(slots=True)
class Run:
    """One run of a step telling its story; its ids and message ids are those that the agent runtime gives."""

    script: "Script"
    step: str
    run: str
    told: int = 0

    def running(self, pct: int, milestone: str | None = None) -> int:
        """Tell progress."""
        data = StepProgress(
            step=self.step, pct=pct, state="running", attempt=int(self.run.split(".")[0]), milestone=milestone
        )
        return self._tell(StepProgressEvent, data)

    def insight(self, name: str, message: str = "A thing worth knowing", **more: Any) -> int:  # noqa: ANN401
        """Tell an insight."""
        fields: dict[str, Any] = {"category": "requirement", "importance": "medium"} | more
        return self._tell(InsightEvent, Insight(id=name, message=message, **fields))

    def metric(self, key: str, value: float) -> int:
        """Tell a number."""
        return self._tell(MetricUpdateEvent, MetricUpdate(key=key, value=value))

    def verdict(self, rule: str, phase: str, status: str) -> int:
        """Tell a rule's verdict."""
        data = ValidationUpdate(rule_id=rule, severity="major", phase=phase, status=status)  # type: ignore[arg-type]
        return self._tell(ValidationUpdateEvent, data)

    def diff(self, patch: str, summary: str = "Reworded a statement") -> int:
        """Tell a change."""
        data = DiffChunk(
            patch_id=patch,
            section="experience",
            op="weak_opening",
            summary=summary,
            ref=f"{JOB}.plan.0123456789abcdef",
        )
        return self._tell(DiffChunkEvent, data)

    def _tell(self, kind: type[Any], data: msgspec.Struct) -> int:
        self.told += 1
        name = agent_event_id(JOB, self.step, self.run, self.told)
        event = kind(timestamp=self.script.now(), id=name, job_id=JOB, step=self.step, run=self.run, data=data)
        return self.script.add("events", event, message_id=name)


@dataclass(slots=True)
class Script:
    """Collects the lines; every method returns the position of what it wrote.

    Positions leave gaps, as they do in a stream that many jobs share.
    """

    lines: list[Line] = field(default_factory=list)
    seq: int = 100

    def now(self) -> str:
        """Give the time of the next line: a quarter of a second a position."""
        return timestamp_of(BEGAN + timedelta(milliseconds=250 * (self.seq + 3 - 100)))

    def add(self, channel: Channel, event: Event | UnknownEvent, message_id: str | None = None) -> int:
        """Write any line."""
        self.seq += 3
        self.lines.append(Line(seq=self.seq, channel=channel, message_id=message_id, event=event))
        return self.seq

    def run(self, step: str, run: str = "1.1") -> Run:
        """Begin a run of a step; it writes nothing by itself."""
        return Run(self, step, run)

    def job(self, status: str, revision: int = 1, reason: str | None = None) -> int:
        """Write a job status; `running` carries the graph."""
        graph = GRAPH if status == "running" else []
        data = JobStatus(status=status, revision=revision, reason=reason, graph=graph)  # type: ignore[arg-type]
        return self.add("status", JobStatusEvent(timestamp=self.now(), id=self._fact(), job_id=JOB, data=data))

    def started(self) -> int:
        """Write the two lines that every job begins with."""
        self.job("started")
        return self.job("running")

    def step(self, step: str, state: str, *, run: str | None = "1.1", pct: int = 100, attempt: int = 1) -> int:
        """Write what the pipeline says of a step: its end, or that its next attempt waits."""
        data = StepProgress(step=step, pct=pct, state=state, attempt=attempt)  # type: ignore[arg-type]
        event = StepProgressEvent(timestamp=self.now(), id=self._fact(), job_id=JOB, step=step, run=run, data=data)
        return self.add("status", event)

    def completed(self, *steps: str) -> int:
        """Write the ends of steps that went well at the first attempt."""
        for step in steps:
            self.step(step, "completed")
        return self.seq

    def error(self, code: str, **more: Any) -> int:  # noqa: ANN401
        """Write a step's error on `status`."""
        fields: dict[str, Any] = {"message": "It did not work", "retryable": False} | more
        data = ErrorInfo(code=code, **fields)
        return self.add("status", ErrorEvent(timestamp=self.now(), id=self._fact(), job_id=JOB, data=data))

    def done(self, status: str, revision: int = 1, **artifacts: str) -> int:
        """Write the last event of a revision."""
        data = Done(revision=revision, status=status, duration_ms=4321, artifacts=artifacts)  # type: ignore[arg-type]
        return self.add("status", DoneEvent(timestamp=self.now(), id=self._fact(), job_id=JOB, data=data))

    def _fact(self) -> str:
        return f"{self.seq + 2}.0"
