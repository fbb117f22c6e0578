"""The lifecycle events that follow from one fact: their ids, times and order are a function of it."""

from contracts.events import (
    Done,
    DoneEvent,
    ErrorEvent,
    ErrorInfo,
    Event,
    JobStatus,
    JobStatusEvent,
    JobStatusName,
    StepNode,
    StepProgress,
    StepProgressEvent,
    StepStateName,
    timestamp_of,
)
from contracts.ids import lifecycle_event_id
from pipeline.facts import StoredFact

_FULL = 100


class Narration:
    """Appends the events of one fact to a job's lifecycle, in the order of the calls."""

    def __init__(self, job_id: str, cause: StoredFact, lifecycle: list[Event]) -> None:
        self._job_id = job_id
        self._seq = cause.seq
        self._timestamp = timestamp_of(cause.at)
        self._lifecycle = lifecycle
        self._told = 0

    def job(
        self,
        status: JobStatusName,
        revision: int,
        *,
        reason: str | None = None,
        graph: list[StepNode] | None = None,
    ) -> None:
        """Tell where the job stands."""
        self._lifecycle.append(
            JobStatusEvent(
                timestamp=self._timestamp,
                id=self._next_id(),
                job_id=self._job_id,
                data=JobStatus(status=status, revision=revision, reason=reason, graph=graph or []),
            )
        )

    def step(
        self,
        step: str,
        state: StepStateName,
        *,
        attempt: int,
        run: str | None = None,
        milestone: str | None = None,
    ) -> None:
        """Tell what became of a step; `run` is the one that decided it."""
        self._lifecycle.append(
            StepProgressEvent(
                timestamp=self._timestamp,
                id=self._next_id(),
                job_id=self._job_id,
                step=step,
                run=run,
                data=StepProgress(
                    step=step,
                    pct=_FULL if state == "completed" else 0,
                    state=state,
                    attempt=attempt,
                    milestone=milestone,
                ),
            )
        )

    def error(self, error: ErrorInfo, *, run: str | None = None) -> None:
        """Tell what went wrong."""
        self._lifecycle.append(
            ErrorEvent(
                timestamp=self._timestamp,
                id=self._next_id(),
                job_id=self._job_id,
                step=error.step,
                run=run,
                data=error,
            )
        )

    def done(self, status: JobStatusName, revision: int, *, duration_ms: int, artifacts: dict[str, str]) -> None:
        """Tell that the revision has ended, and what exists."""
        self._lifecycle.append(
            DoneEvent(
                timestamp=self._timestamp,
                id=self._next_id(),
                job_id=self._job_id,
                data=Done(revision=revision, status=status, duration_ms=duration_ms, artifacts=artifacts),
            )
        )

    def _next_id(self) -> str:
        event_id = lifecycle_event_id(self._seq, self._told)
        self._told += 1
        return event_id
