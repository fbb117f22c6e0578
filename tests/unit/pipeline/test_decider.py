"""What is due at a moment: a function of the job and the clock."""

from datetime import timedelta

from contracts.control import Timeout
from pipeline.decider import WATCHDOG_SEC, dispatches, letters, overdue, park_sec
from tests.support.pipeline_facts import JOB, POLICY, Given


def due(given: Given, *, after_sec: float = 0.0, delivery: int = 1, woken_by: int | None = None) -> list[str]:
    """Say what is due, as `step attempt`."""
    found = dispatches(given.job, given.now + timedelta(seconds=after_sec), woken_by or given.seq, delivery)
    return [f"{one.item.step} {one.item.attempt}" for one in found]


def test_every_ready_step_is_due() -> None:
    """All steps whose inputs are there are dispatched, whichever fact woke the pipeline."""
    given = Given()
    assert due(given) == ["reading 1"]
    given.succeeded("reading")
    assert due(given) == ["left 1", "right 1"]
    given.succeeded("right")
    assert due(given) == ["left 1"]


def test_a_work_item_says_all_that_an_agent_needs() -> None:
    """It carries the refs, the job's own day, the attempt's deadline and how often it may be handed out."""
    given = Given()

    (dispatch,) = dispatches(given.job, given.now, given.seq, 1)

    item = dispatch.item
    assert (item.job_id, item.revision, item.step, item.attempt) == (JOB, 1, "reading", 1)
    assert item.refs == {"resume": f"{JOB}.resume.0"}
    assert item.started_at == given.facts[0].timestamp
    assert item.deadline_sec == POLICY.attempt_deadline_sec
    assert (item.max_deliveries, item.runs_before) == (POLICY.max_deliveries, 0)


def test_a_retry_is_due_after_its_pause() -> None:
    """The next attempt is not dispatched before its time, and the outcome that made it due waits until then."""
    given = Given()
    given.failed("reading", retry_after_sec=8.0)

    assert due(given) == []
    assert park_sec(given.job, given.now, given.seq, 1) == 8.0
    assert due(given, after_sec=8.0) == ["reading 2"]
    assert park_sec(given.job, given.now + timedelta(seconds=8), given.seq, 2) is None


def test_work_is_told_before_it_is_dispatched() -> None:
    """A revision is opened, and an attempt announced, before an agent can say anything under it."""
    given = Given()
    (first,) = dispatches(given.job, given.now, given.seq, 1)
    assert first.announced == 2  # started, running
    given.failed("reading")
    (retry,) = dispatches(given.job, given.now + timedelta(seconds=20), given.seq, 2)
    assert retry.announced == 4  # error, pending


def test_the_start_is_the_jobs_watchdog() -> None:
    """While the job is open the fact that opened it comes back, at the next deadline or after 30 s at most."""
    given = Given()
    start = given.seq

    assert park_sec(given.job, given.now, start, 1) == WATCHDOG_SEC
    assert park_sec(given.job, given.now + timedelta(seconds=90), start, 4) == 10.0  # the step's 100 s
    given.cancel()
    assert park_sec(given.job, given.now, start, 5) is None


def test_of_a_second_revision_the_redrive_is_the_watchdog() -> None:
    """The start is done with when its revision has ended; the fact that opened the next one watches over that."""
    given = Given()
    start = given.seq
    given.failed("reading", retryable=False)
    given.redrive()

    assert park_sec(given.job, given.now, given.seq, 1) == WATCHDOG_SEC
    assert park_sec(given.job, given.now, start, 2) is None


def test_other_facts_are_done_with_at_once() -> None:
    """A success, a cancel and a failure that ended the job wait for nothing."""
    given = Given()
    given.succeeded("reading")
    assert park_sec(given.job, given.now, given.seq, 1) is None
    given.failed("left", retryable=False)
    assert park_sec(given.job, given.now, given.seq, 1) is None


def test_the_watchdog_asks_for_lost_work_again() -> None:
    """Work that was due for a while is published again by the watchdog, under runs that nobody had before."""
    given = Given()
    start = given.seq

    (soon,) = dispatches(given.job, given.now + timedelta(seconds=2), start, 2)
    (late,) = dispatches(given.job, given.now + timedelta(seconds=30), start, 2)

    assert not soon.again
    assert late.again
    assert late.key == soon.key
    assert late.item.runs_before == 300


def test_what_was_handed_back_is_published_again() -> None:
    """A released run names a new dispatch of the same attempt, and runs are counted on behind it."""
    given = Given()
    (before,) = dispatches(given.job, given.now, given.seq, 1)
    given.released("reading", delivery=1)

    (after,) = dispatches(given.job, given.now, given.seq, 1)

    assert after.item.attempt == 1
    assert after.item.runs_before == before.item.max_deliveries
    assert after.key != before.key


def test_a_run_behind_a_hand_back_is_named_as_no_other() -> None:
    """Who hands back may be the older of two runs of one item: the next item's runs are numbered behind them all."""
    given = Given()
    (before,) = dispatches(given.job, given.now, given.seq, 1)
    names = set(range(before.item.runs_before + 1, before.item.runs_before + before.item.max_deliveries + 1))
    given.released("reading", delivery=1)

    for _ in range(2):
        (after,) = dispatches(given.job, given.now, given.seq, 1)
        next_names = set(range(after.item.runs_before + 1, after.item.runs_before + after.item.max_deliveries + 1))
        assert not names & next_names
        names |= next_names
        given.released("reading", delivery=after.item.runs_before + 2)


def test_a_hand_back_is_looked_at_twice() -> None:
    """The runtime reports before it acknowledges: its item may still be there when the first try is made."""
    given = Given()
    given.released("reading")

    assert park_sec(given.job, given.now, given.seq, 1) == 0.5
    (again,) = dispatches(given.job, given.now + timedelta(seconds=0.5), given.seq, 2)
    assert again.again
    assert park_sec(given.job, given.now + timedelta(seconds=0.5), given.seq, 2) is None


def test_nothing_is_due_of_a_job_that_has_ended() -> None:
    """Neither work nor deadlines."""
    given = Given()
    given.cancel()

    assert due(given, after_sec=1000.0) == []
    assert overdue(given.job, given.now + timedelta(seconds=1000)) is None


def test_deadlines_become_facts() -> None:
    """A step that was ready for too long is overdue, and the job before it."""
    given = Given()
    given.succeeded("reading")

    assert overdue(given.job, given.now + timedelta(seconds=99)) is None
    late = overdue(given.job, given.now + timedelta(seconds=100))
    assert late == Timeout(job_id=JOB, revision=1, step="left")
    assert overdue(given.job, given.now + timedelta(seconds=500)) == Timeout(job_id=JOB, revision=1)


def test_a_dead_letter_tells_the_whole_story() -> None:
    """The fact that gave a step up makes a letter with the item and each attempt; no other fact does."""
    given = Given()
    given.failed("reading")
    given.crashed("reading", attempt=2)
    assert letters(given.job, given.seq) == []
    given.failed("reading", attempt=3)

    (letter,) = letters(given.job, given.seq)

    assert (letter.step, letter.code, letter.reason) == ("reading", "model_busy", "The model is busy")
    assert [(one.attempt, one.code, one.run) for one in letter.attempts] == [
        (1, "model_busy", "1.1"),
        (2, "crashed", "2.4"),
        (3, "model_busy", "3.1"),
    ]
    assert letter.item is not None
    assert letter.item.attempt == 3
    given.redrive()
    assert letters(given.job, given.seq) == []
