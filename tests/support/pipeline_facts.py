"""Given-when-then for the pipeline: facts in one order, as the log would hold them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.control import Answers, Cancel, Control, Deleted, Redrive, Start, Timeout
from contracts.events import DoneEvent, ErrorEvent, Event, JobStatusEvent, StepProgressEvent
from contracts.work import Crashed, Failed, Outcome, Released, Succeeded
from pipeline.facts import StoredFact
from pipeline.graph import Graph, RetryPolicy, Step
from pipeline.job import Job

JOB = "5f1c2a34-0000-4000-8000-000000000001"
BEGIN = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)

POLICY = RetryPolicy(
    attempts=3, backoff_base_sec=4.0, backoff_cap_sec=10.0, attempt_deadline_sec=30.0, step_deadline_sec=100.0
)
DIAMOND = Graph(
    name="diamond",
    steps=(
        Step(name="reading", reads=("resume", "job"), policy=POLICY),
        Step(name="left", after=("reading",), policy=POLICY),
        Step(name="right", after=("reading",), reads=("answers",), policy=POLICY),
        Step(name="joining", after=("left", "right"), policy=POLICY),
        Step(name="ending", after=("joining",), policy=POLICY),
    ),
    artifacts={"source": "resume", "text": "text.md", "plan": "plan"},
    job_deadline_sec=500.0,
)
GRAPHS = {DIAMOND.name: DIAMOND}


class Given:
    """A job's facts as they happened; each a second after the one before, unless told otherwise."""

    def __init__(self, graph: str = "diamond") -> None:
        self.job = Job(JOB, GRAPHS)
        self.facts: list[StoredFact] = []
        self.now = BEGIN
        self.revision = 1
        self.put(Start(job_id=JOB, body_hash="0" * 64, documents={"resume": f"{JOB}.resume.0"}, graph=graph))

    @property
    def seq(self) -> int:
        """The position of the last fact."""
        return self.job.last_seq

    def put(self, fact: Control | Outcome, *, after_sec: float = 1.0) -> list[str]:
        """Store a fact, and say what it made known."""
        self.now += timedelta(seconds=after_sec)
        stored = StoredFact(
            seq=10 * (len(self.facts) + 1),
            at=self.now,
            timestamp=self.now.isoformat().replace("+00:00", "Z"),
            fact=fact,
        )
        self.facts.append(stored)
        before = len(self.job.lifecycle)
        self.job.apply(stored)
        return told(self.job.lifecycle[before:])

    def succeeded(
        self, *steps: str, attempt: int = 1, delivery: int = 1, made: dict[str, str] | None = None
    ) -> list[str]:
        """Some steps succeed, one after the other, each with the same documents."""
        lines: list[str] = []
        for step in steps:
            lines += self.put(Succeeded(**self._whose(step, attempt, delivery), refs=made or {}))
        return lines

    def failed(
        self, step: str, *, attempt: int = 1, retryable: bool = True, retry_after_sec: float | None = None
    ) -> list[str]:
        """A step fails."""
        return self.put(
            Failed(
                **self._whose(step, attempt, 1),
                code="model_busy",
                message="The model is busy",
                retryable=retryable,
                retry_after_sec=retry_after_sec,
            )
        )

    def crashed(self, step: str, *, attempt: int = 1) -> list[str]:
        """Whoever worked on it died too often."""
        return self.put(Crashed(**self._whose(step, attempt, 4)))

    def released(self, step: str, *, attempt: int = 1, delivery: int = 1) -> list[str]:
        """A runtime hands an attempt back."""
        return self.put(Released(**self._whose(step, attempt, delivery)))

    def cancel(self) -> list[str]:
        """Somebody cancels the job."""
        return self.put(Cancel(job_id=JOB))

    def redrive(self) -> list[str]:
        """Somebody wants it tried again."""
        self.revision += 1
        return self.put(Redrive(job_id=JOB))

    def answers(self, **documents: str) -> list[str]:
        """The user answers."""
        self.revision += 1
        return self.put(Answers(job_id=JOB, documents=documents))

    def timeout(self, step: str | None = None, attempt: int | None = None) -> list[str]:
        """A deadline passes."""
        return self.put(Timeout(job_id=JOB, revision=self.revision, step=step, attempt=attempt))

    def deleted(self) -> list[str]:
        """The job is erased."""
        return self.put(Deleted(job_id=JOB))

    def _whose(self, step: str, attempt: int, delivery: int) -> dict[str, Any]:
        return {
            "job_id": JOB,
            "revision": self.revision,
            "step": step,
            "attempt": attempt,
            "delivery": delivery,
        }


def told(events: list[Event]) -> list[str]:
    """Say events in short: `job running 1`, `left completed 1 (1.1)`, `error busy left 1 again`, `done failed 1`."""
    return [_line(event) for event in events]


def _line(event: Event) -> str:
    match event:
        case JobStatusEvent(data=job):
            return f"job {job.status} {job.revision}"
        case StepProgressEvent(data=step):
            return f"{step.step} {step.state} {step.attempt}" + (f" ({event.run})" if event.run else "")
        case ErrorEvent(data=error):
            again = "again" if error.retryable else "given up"
            return f"error {error.code} {error.step or 'job'} {error.attempt or '-'} {again}"
        case DoneEvent(data=done):
            return f"done {done.status} {done.revision}"
        case _:
            raise AssertionError(event)
