"""What the pipeline is told of a run: one outcome."""

from typing import Any

from agents.sdk.run import Ended
from contracts.work import Crashed, Failed, Outcome, Released, Succeeded, WorkItem


def outcome_of(item: WorkItem, number: int, ended: Ended | None) -> Outcome:
    """Say how a run ended.

    Args:
        item: What was to be done.
        number: The run's number within its attempt, from 1.
        ended: How it ended; None where nobody lived to see it.
    """
    whose: dict[str, Any] = {
        "job_id": item.job_id,
        "revision": item.revision,
        "step": item.step,
        "attempt": item.attempt,
        "delivery": number,
        "duration_ms": round(ended.duration_sec * 1000) if ended is not None else 0,
    }
    if ended is None:
        return Crashed(**whose)
    if ended.refs is not None:
        return Succeeded(**whose, refs=ended.refs)
    if ended.stopped == "released":
        return Released(**whose)
    failure = ended.failure
    if failure is None:
        message = f"the attempt took longer than {item.deadline_sec:g} s"
        return Failed(**whose, code="attempt_deadline", message=message, retryable=True)
    return Failed(
        **whose,
        code=failure.code,
        message=failure.message,
        retryable=failure.retryable,
        retry_after_sec=failure.retry_after_sec,
    )
