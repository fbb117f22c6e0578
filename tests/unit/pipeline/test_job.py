"""The fold of a job's facts: what follows from them, and in which order it is told."""

from datetime import timedelta

from contracts.control import Start
from contracts.events import DoneEvent, ErrorEvent, JobStatusEvent
from tests.support.pipeline_facts import JOB, Given


def test_a_start_opens_the_first_revision() -> None:
    """A start is told as started and as running with the graph, under ids that follow from its position."""
    given = Given()

    started, running = given.job.lifecycle

    assert (started.id, running.id) == ("10.0", "10.1")
    assert isinstance(running, JobStatusEvent)
    assert [(node.step, node.after) for node in running.data.graph] == [
        ("reading", []),
        ("left", ["reading"]),
        ("right", ["reading"]),
        ("joining", ["left", "right"]),
        ("ending", ["joining"]),
    ]
    assert started.timestamp == running.timestamp == "2026-11-22T20:00:01.000Z"


def test_a_second_start_changes_nothing() -> None:
    """The first start counts, whatever another one says."""
    given = Given()

    assert given.put(Start(job_id=JOB, body_hash="1" * 64, documents={}, graph="other")) == []
    assert given.job.documents == {"resume": f"{JOB}.resume.0"}


def test_the_last_success_completes_the_job() -> None:
    """Each success ends its step under the run that won; the last one ends the revision, with what exists."""
    given = Given()
    given.succeeded("reading", "left", "right", "joining", made={"text.md": "ref-of-text"})

    lines = given.succeeded("ending", delivery=2)

    assert lines == ["ending completed 1 (1.2)", "job completed 1", "done completed 1"]
    done = given.job.lifecycle[-1]
    assert isinstance(done, DoneEvent)
    assert done.data.artifacts == {"source": f"{JOB}.resume.0", "text": "ref-of-text"}
    assert done.data.duration_ms == 5000
    assert not given.job.open


def test_only_the_first_outcome_of_an_attempt_counts() -> None:
    """What a second run of the same attempt reports changes nothing."""
    given = Given()
    given.succeeded("reading", made={"profile": "first"})

    assert given.succeeded("reading", delivery=2, made={"profile": "second"}) == []
    assert given.failed("reading") == []
    assert given.job.steps["reading"].refs == {"profile": "first"}
    assert given.job.steps["reading"].run == "1.1"


def test_a_failure_is_tried_again_after_a_pause() -> None:
    """A retryable failure is told with the pause, and the step is pending under the next attempt's number."""
    given = Given()

    lines = given.failed("reading")

    assert lines == ["error model_busy reading 1 again", "reading pending 2"]
    error = given.job.lifecycle[-2]
    assert isinstance(error, ErrorEvent)
    assert error.data.next_try_sec is not None
    assert 0 <= error.data.next_try_sec <= 4.0
    due_at = given.job.steps["reading"].due_at
    assert due_at == given.now + timedelta(seconds=error.data.next_try_sec)


def test_a_wish_to_wait_is_respected() -> None:
    """Who refuses because of a limit says how long to wait, and is not asked sooner."""
    given = Given()
    given.failed("reading", retry_after_sec=9.5)

    assert given.job.steps["reading"].due_at == given.now + timedelta(seconds=9.5)


def test_an_outcome_of_an_earlier_attempt_changes_nothing() -> None:
    """Once an attempt was given up, what it still reports is not what was accepted."""
    given = Given()
    given.crashed("reading")

    assert given.succeeded("reading", attempt=1, delivery=3, made={"profile": "zombie"}) == []
    assert given.succeeded("reading", attempt=2, made={"profile": "winner"}) == ["reading completed 2 (2.1)"]
    assert given.job.steps["reading"].refs == {"profile": "winner"}


def test_exhaustion_ends_the_revision() -> None:
    """The last attempt's failure fails the step and the job; what never ended is skipped, what exists handed over."""
    given = Given()
    given.succeeded("reading", made={"plan": "ref-of-plan"})
    given.failed("left", attempt=1)
    given.crashed("left", attempt=2)

    lines = given.failed("left", attempt=3)

    assert lines == [
        "error model_busy left 3 given up",
        "left failed 3 (3.1)",
        "right skipped 1",
        "joining skipped 1",
        "ending skipped 1",
        "job failed 1",
        "done failed 1",
    ]
    done = given.job.lifecycle[-1]
    assert isinstance(done, DoneEvent)
    assert done.data.artifacts == {"source": f"{JOB}.resume.0", "plan": "ref-of-plan"}


def test_a_fatal_failure_is_not_tried_again() -> None:
    """What will not get better by trying again ends the job at once."""
    given = Given()

    assert given.failed("reading", retryable=False)[:2] == [
        "error model_busy reading 1 given up",
        "reading failed 1 (1.1)",
    ]


def test_handing_back_costs_no_attempt() -> None:
    """A released run is not told, and the same attempt is due again."""
    given = Given()

    assert given.released("reading", delivery=1) == []
    step = given.job.steps["reading"]
    assert (step.attempt, step.released, step.due_by) == (1, 3, given.seq)
    assert given.succeeded("reading", delivery=2) == ["reading completed 1 (1.2)"]


def test_a_cancel_ends_whatever_is_open() -> None:
    """A cancel skips all that has not ended; a second cancel, and what runs still report, change nothing."""
    given = Given()
    given.succeeded("reading")

    assert given.cancel() == [
        "left skipped 1",
        "right skipped 1",
        "joining skipped 1",
        "ending skipped 1",
        "job canceled 1",
        "done canceled 1",
    ]
    assert given.cancel() == []
    assert given.succeeded("left", "right") == []


def test_a_cancel_while_a_retry_waits_ends_the_job() -> None:
    """A step that waits for its next attempt is skipped like any other."""
    given = Given()
    given.failed("reading")

    assert given.cancel()[0] == "reading skipped 2"


def test_a_cancel_after_the_end_changes_nothing() -> None:
    """The last success was first: the job is completed."""
    given = Given()
    given.succeeded("reading", "left", "right", "joining", "ending")

    assert given.cancel() == []
    assert given.job.status == "completed"


def test_a_late_step_is_given_up() -> None:
    """A step's deadline is not tried again; an attempt's is."""
    given = Given()

    assert given.timeout("reading", attempt=1) == ["error attempt_deadline reading 1 again", "reading pending 2"]
    assert given.timeout("reading", attempt=1) == []
    assert given.timeout("reading")[:2] == ["error step_deadline reading 2 given up", "reading failed 2"]


def test_no_attempt_begins_after_its_steps_deadline() -> None:
    """A failure whose pause would end after the step's deadline ends the step."""
    given = Given()
    given.now += timedelta(seconds=96)

    assert given.failed("reading", retry_after_sec=5.0)[0] == "error model_busy reading 1 given up"


def test_a_late_job_is_given_up() -> None:
    """The job's deadline fails it, and names no step as the culprit."""
    given = Given()
    given.succeeded("reading")

    lines = given.timeout()

    assert lines[0] == "error job_deadline job - given up"
    assert lines[-2:] == ["job failed 1", "done failed 1"]


def test_a_redrive_keeps_what_was_made() -> None:
    """The next revision shows completed steps at once under the run that won, and runs the others with new numbers."""
    given = Given()
    given.succeeded("reading", made={"profile": "kept"})
    given.succeeded("right")
    given.failed("left", retryable=False)

    lines = given.redrive()

    assert lines == ["job running 2", "reading completed 1 (1.1)", "right completed 1 (1.1)"]
    assert given.job.steps["left"].attempt == 2
    assert given.job.steps["left"].phase == "ready"
    assert given.job.steps["joining"].attempt == 1
    assert given.succeeded("left", attempt=2) == ["left completed 2 (2.1)"]
    assert given.job.refs_for(given.job.steps["joining"])["profile"] == "kept"


def test_an_outcome_of_an_earlier_revision_changes_nothing() -> None:
    """What ran when the job was canceled may report: it is of another revision."""
    given = Given()
    given.cancel()
    given.redrive()
    given.revision = 1

    assert given.succeeded("reading", attempt=1) == []
    given.revision = 2
    assert given.succeeded("reading", attempt=2) == ["reading completed 2 (2.1)"]


def test_a_redrive_of_what_runs_or_is_complete_changes_nothing() -> None:
    """There is nothing to try again."""
    given = Given()
    assert given.redrive() == []
    given.revision = 1
    given.succeeded("reading", "left", "right", "joining", "ending")
    assert given.redrive() == []
    assert given.job.revision == 1


def test_answers_run_only_what_reads_them() -> None:
    """New words of the user run the steps that read them and all behind these; the others appear as completed."""
    given = Given()
    given.succeeded("reading", "left", "right", "joining", "ending")

    lines = given.answers(answers="ref-of-answers")

    assert lines == ["job running 2", "reading completed 1 (1.1)", "left completed 1 (1.1)"]
    assert [name for name, step in given.job.steps.items() if step.phase == "ready"] == ["right"]
    assert given.job.refs_for(given.job.steps["right"])["answers"] == "ref-of-answers"
    given.succeeded("right", "joining", attempt=2)
    assert given.succeeded("ending", attempt=2)[-1] == "done completed 2"


def test_a_document_that_no_step_declares_runs_everything() -> None:
    """Where nobody knows who reads it, everybody may."""
    given = Given()
    given.succeeded("reading", "left", "right", "joining", "ending")

    assert given.answers(surprise="ref") == ["job running 2"]


def test_an_unknown_graph_fails_the_job() -> None:
    """A start that names a graph of a newer pipeline is told as failed, not left waiting."""
    given = Given(graph="of-tomorrow")

    assert [event.id for event in given.job.lifecycle] == [f"10.{k}" for k in range(5)]
    assert isinstance(given.job.lifecycle[-1], DoneEvent)
    assert given.job.lifecycle[-1].data.status == "failed"
    assert given.redrive() == []


def test_an_erased_job_does_nothing_more() -> None:
    """After `deleted` nothing is told, whatever comes."""
    given = Given()

    assert given.deleted() == []
    assert given.succeeded("reading") == []
    assert given.redrive() == []
    assert not given.job.open


def test_twice_is_as_once() -> None:
    """A fact that was folded already is skipped, wherever it comes from."""
    given = Given()
    given.succeeded("reading")
    before = list(given.job.lifecycle)

    for stored in given.facts:
        given.job.apply(stored)

    assert given.job.lifecycle == before


def test_a_step_reads_what_its_ancestors_made() -> None:
    """A step gets the start's documents and those of the steps before it, whatever its siblings have made meanwhile."""
    given = Given()
    given.succeeded("reading", made={"source": "s"})
    given.succeeded("right", made={"profile": "p"})

    assert given.job.refs_for(given.job.steps["left"]) == {"resume": f"{JOB}.resume.0", "source": "s"}
    given.succeeded("left", made={"posting": "j"})
    assert set(given.job.refs_for(given.job.steps["joining"])) == {"resume", "source", "profile", "posting"}


def test_times_are_those_of_the_facts() -> None:
    """Every lifecycle event carries the stored time of its fact, so that every replica tells the same."""
    given = Given()
    given.failed("reading")

    assert {event.timestamp for event in given.job.lifecycle[2:]} == {"2026-11-22T20:00:02.000Z"}
