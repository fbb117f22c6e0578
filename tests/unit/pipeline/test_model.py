"""The pipeline under any interleaving of deliveries, duplicates, replicas, cancels, retries and crashes."""

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from msgspec.structs import replace

from contracts.work import Outcome
from eventlog import Appended, AppError, Delivery
from pipeline import handler
from pipeline.decider import Dispatch, dispatches
from pipeline.dossier import Dossier
from pipeline.facts import StoredFact
from pipeline.job import Job
from pipeline.lifecycle import Narration
from pipeline.runner import Runner
from tests.support.pipeline_machine import Anything
from tests.support.pipeline_world import GatedLog

Break = Callable[[pytest.MonkeyPatch], None]


def test_whatever_happens_every_revision_ends_once_and_shows_the_winners() -> None:
    """One end per revision, no second success of a step accepted, nothing of a losing run shown, no item lost."""
    run_state_machine_as_test(
        Anything,
        settings=settings(
            max_examples=150, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def without_fence(patch: pytest.MonkeyPatch) -> None:
    """Any outcome of a step that is ready counts, whichever attempt and revision it is of."""
    accept = vars(Job)["_outcome"]

    def accept_all(job: Job, stored: StoredFact, outcome: Outcome, narration: Narration) -> None:
        step = job.steps[outcome.step]
        accept(job, stored, replace(outcome, revision=job.revision, attempt=step.attempt), narration)

    patch.setattr(Job, "_outcome", accept_all)


def without_watchdog(patch: pytest.MonkeyPatch) -> None:
    """Nobody looks after an open job."""
    patch.setattr(handler, "park_sec", lambda *_: None)


def without_looking_again(patch: pytest.MonkeyPatch) -> None:
    """An item that is lost is never dispatched again."""

    def once(job: Job, now: datetime, waking_seq: int, delivery: int) -> list[Dispatch]:
        return dispatches(job, now, waking_seq, delivery) if delivery == 1 else []

    patch.setattr(handler, "dispatches", once)


def without_expectation(patch: pytest.MonkeyPatch) -> None:
    """The status is appended to, whatever stands there."""
    append = GatedLog.append

    async def trusting(
        log: GatedLog, subject: str, data: bytes, *, message_id: str | None = None, expected_last: int | None = None
    ) -> Appended:
        del expected_last
        return await append(log, subject, data, message_id=message_id)

    patch.setattr(GatedLog, "append", trusting)


def without_patience(patch: pytest.MonkeyPatch) -> None:
    """A fact is acknowledged before anything was made true."""
    handle = Runner.handle

    async def hasty(runner: Runner, delivery: Delivery) -> None:
        await delivery.ack()
        await handle(runner, delivery)

    patch.setattr(Runner, "handle", hasty)


def without_new_facts(patch: pytest.MonkeyPatch) -> None:
    """What was read once is never read again."""
    catch_up = Dossier.catch_up

    async def once(dossier: Dossier, at_least: int) -> None:
        if dossier.position == 0:
            await catch_up(dossier, at_least)

    patch.setattr(Dossier, "catch_up", once)


@pytest.mark.parametrize(
    "plant",
    [without_fence, without_watchdog, without_looking_again, without_expectation, without_patience, without_new_facts],
)
def test_the_model_finds_planted_bugs(plant: Break, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each protection, taken away, is missed: the model can fail."""
    plant(monkeypatch)
    with pytest.raises((AssertionError, AppError)):
        run_state_machine_as_test(
            Anything,
            settings=settings(
                max_examples=300,
                stateful_step_count=50,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate],
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
