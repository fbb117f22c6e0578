"""A chaos run in which nothing went wrong, written by hand: what verdicts are tested with."""

from contracts.events import (
    Done,
    DoneEvent,
    Event,
    Insight,
    InsightEvent,
    JobStatus,
    JobStatusEvent,
    MetricUpdate,
    MetricUpdateEvent,
    StepProgress,
    StepProgressEvent,
)
from contracts.ids import JobId, agent_event_id
from contracts.refs import ref_for
from tests.chaos.agents import TOLD_PER_RUN, made_by, said_by
from tests.chaos.plan import KINDS, STEPS
from tests.chaos.records import FaultRecord, JobRecord, Logged, RunRecord, Seen, ViewerRecord

JOB = JobId("11111111-2222-4333-8444-555555555555")
NOW = "2026-11-22T20:17:47.648Z"
RUN = "1.1"


def told_by(step: str, n: int, run: str = RUN) -> Event:
    """Make the n-th event of a run."""
    data = MetricUpdate(key="words", value=float(n))
    return MetricUpdateEvent(
        timestamp=NOW, id=agent_event_id(JOB, step, run, n), job_id=JOB, step=step, run=run, data=data
    )


def insight_of(step: str, n: int, says: str) -> Event:
    """Make the n-th event of the run that wins, which says that it was another one."""
    data = Insight(id=f"i-{n}", category="requirement", importance="low", message=said_by(step, says))
    return InsightEvent(timestamp=NOW, id=agent_event_id(JOB, step, RUN, n), job_id=JOB, step=step, run=RUN, data=data)


def end_of(step: str, *, run: str = RUN) -> Event:
    """Make the end of a step."""
    data = StepProgress(step=step, pct=100, state="completed", attempt=1)
    return StepProgressEvent(timestamp=NOW, id=f"9.{step}", job_id=JOB, step=step, run=run, data=data)


def opening(revision: int = 1) -> Event:
    """Make the opening of a revision."""
    data = JobStatus(status="running", revision=revision)
    return JobStatusEvent(timestamp=NOW, id=f"1.{revision}", job_id=JOB, data=data)


def done(revision: int = 1) -> Event:
    """Make the end of a revision."""
    artifacts = {step: ref_for(JOB, f"by-{step}", made_by(step, RUN).encode()) for step in STEPS}
    data = Done(revision=revision, status="completed", duration_ms=1, artifacts=artifacts)
    return DoneEvent(timestamp=NOW, id=f"10.{revision}", job_id=JOB, data=data)


def whole() -> list[Event]:
    """Give the events of a job that completed."""
    events = [opening()]
    for step in STEPS:
        events += [told_by(step, n) for n in range(1, TOLD_PER_RUN + 1)]
        events.append(end_of(step))
    return [*events, done()]


def logged(events: list[Event]) -> list[Logged]:
    """Give them positions, with gaps."""
    return [Logged(10 + 3 * n, event) for n, event in enumerate(events)]


def good_run(viewers: int = 3) -> RunRecord:
    """Record a run of one job in which every viewer saw all, one event each second from second 100 on."""
    shown = logged(whole())
    seen = [Seen(one.seq, one.event.id, 100.0 + n) for n, one in enumerate(shown)]
    watching = [
        ViewerRecord(job_id=JOB, name=f"viewer {n}", seen=list(seen), connections=2, finished=True)
        for n in range(viewers)
    ]
    faults = [FaultRecord(kind=kind, at=104.25 + n, until=105.0 + n) for kind in KINDS for n in range(2)]
    return RunRecord(jobs=[JobRecord(job_id=JOB, shown=shown, viewers=watching, settled=True)], faults=faults)
