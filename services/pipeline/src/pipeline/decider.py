"""What is due now, given a job: pure, so that every replica decides alike."""

from datetime import datetime

import msgspec

from contracts.control import Timeout
from contracts.letters import DeadLetter
from contracts.work import WorkItem
from pipeline.job import Job
from pipeline.step import StepState

WATCHDOG_SEC = 30.0
"""The longest time for which nobody looks after an open job."""

REDISPATCH_AFTER_SEC = 5.0
"""How long an item was due before the watchdog asks whether it was lost: it is refused where it was not."""

_SETTLING_SEC = 0.5
"""How long an item that was handed back may still occupy its subject: the runtime reports first, then acknowledges."""

_SOONEST_SEC = 0.01
_PROMPT_SEC = 1.0
_MOST_RUNS_BEFORE = 900_000


class Dispatch(msgspec.Struct, frozen=True):
    """A work item that is due, and how many lifecycle events must stand in the log before it is published.

    `key` names the dispatch: a new attempt, or the same attempt once more after it was handed back. `again` says that
    it is published even by who has published it before: it may have been lost.
    """

    item: WorkItem
    key: tuple[str, int, int]
    announced: int
    again: bool


def dispatches(job: Job, now: datetime, waking_seq: int, delivery: int) -> list[Dispatch]:
    """List the work items that are due, in the order of the graph, empty when nothing is.

    Args:
        job: The job.
        now: The moment.
        waking_seq: The position of the fact that is being handled.
        delivery: How often that fact was handed out.
    """
    if not job.open or job.deleted:
        return []
    found = []
    for step in job.steps.values():
        if step.phase != "ready" or step.due_at is None or step.due_at > now:
            continue
        due_for_sec = (now - step.due_at).total_seconds()
        made_due, watchdog = step.due_by == waking_seq, job.opened_by == waking_seq
        first = due_for_sec < _PROMPT_SEC or (made_due and delivery == 1)
        handed_back = made_due and step.released > 0
        found.append(
            Dispatch(
                item=_item(job, step, runs_before=step.released + (0 if first else int(due_for_sec * 10))),
                key=(step.definition.name, step.attempt, step.released),
                announced=step.announced,
                again=delivery > 1 and (handed_back or (watchdog and due_for_sec >= REDISPATCH_AFTER_SEC)),
            )
        )
    return found


def overdue(job: Job, now: datetime) -> Timeout | None:
    """Give the fact that a deadline has passed, None while none has; the job's before its steps'."""
    if job.deadline is not None and now >= job.deadline:
        return Timeout(job_id=job.job_id, revision=job.revision)
    for name, step in job.steps.items():
        if job.open and step.deadline is not None and now >= step.deadline:
            return Timeout(job_id=job.job_id, revision=job.revision, step=name)
    return None


def park_sec(job: Job, now: datetime, waking_seq: int, delivery: int) -> float | None:
    """Decide for how long the waking fact waits before it is handed out again; None when it is done with.

    The fact that opened a revision stays until its end, as the job's watchdog. An outcome waits for the retry that it
    made due, and a hand-back until the subject is free for certain.
    """
    if not job.open:
        return None
    if waking_seq == job.opened_by:
        deadlines = [job.deadline, *(step.deadline for step in job.steps.values())]
        soonest = min((at - now).total_seconds() for at in deadlines if at is not None)
        return min(WATCHDOG_SEC, max(_SOONEST_SEC, soonest))
    for step in job.steps.values():
        if step.phase != "ready" or step.due_by != waking_seq or step.due_at is None:
            continue
        if step.due_at > now:
            return max(_SOONEST_SEC, (step.due_at - now).total_seconds())
        if step.released and delivery == 1:
            return _SETTLING_SEC
    return None


def letters(job: Job, waking_seq: int) -> list[DeadLetter]:
    """List the dead letters of the steps that the waking fact ended as failed."""
    found = []
    for name, step in job.steps.items():
        if step.failed_by == waking_seq and step.phase == "failed":
            last = step.failures[-1]
            found.append(
                DeadLetter(
                    job_id=job.job_id,
                    step=name,
                    code=last.code,
                    reason=last.message,
                    item=_item(job, step, runs_before=0),
                    attempts=list(step.failures),
                )
            )
    return found


def answers_letters(job: Job, waking_seq: int) -> bool:
    """Tell whether the waking fact answers the dead letters of the job: a new revision was opened, or has completed.

    Twice, since a replica that is behind may bury once more between the two.
    """
    if job.revision == 1:
        return False
    return waking_seq == (job.opened_by if job.open else job.ended_by) and (job.open or job.status == "completed")


def _item(job: Job, step: StepState, *, runs_before: int) -> WorkItem:
    policy = step.definition.policy
    return WorkItem(
        job_id=job.job_id,
        revision=job.revision,
        step=step.definition.name,
        attempt=step.attempt,
        refs=job.refs_for(step),
        started_at=job.started_at or "",
        deadline_sec=policy.attempt_deadline_sec,
        max_deliveries=policy.max_deliveries,
        runs_before=min(runs_before, _MOST_RUNS_BEFORE),
    )
