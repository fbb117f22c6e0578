"""Whatever happens in whatever order: one end per revision, one success of a step, and one history."""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.control import Answers, Cancel, Control, Redrive, Start, Timeout
from contracts.events import DoneEvent, Event, JobStatusEvent, StepProgressEvent
from contracts.state import JobState
from contracts.visibility import Visibility
from contracts.work import Crashed, Failed, Outcome, Released, Succeeded
from pipeline.decider import dispatches, letters, overdue, park_sec
from pipeline.facts import StoredFact
from pipeline.job import Job
from tests.support.pipeline_facts import BEGIN, DIAMOND, GRAPHS, JOB

STEPS = [step.name for step in DIAMOND.steps]
ORDINAL = st.integers(1, 4)


def outcome_of(kind: str, whose: dict[str, Any], *, retryable: bool) -> Outcome:
    """Make an outcome."""
    match kind:
        case "succeeded":
            return Succeeded(**whose, refs={f"by-{whose['step']}": f"{whose['attempt']}.{whose['delivery']}"})
        case "failed":
            return Failed(**whose, code="broken", message="It broke", retryable=retryable)
        case "crashed":
            return Crashed(**whose)
        case _:
            return Released(**whose)


outcomes = st.builds(
    outcome_of,
    st.sampled_from(["succeeded", "succeeded", "succeeded", "failed", "crashed", "released"]),
    st.fixed_dictionaries(
        {
            "job_id": st.just(JOB),
            "revision": st.integers(1, 3),
            "step": st.sampled_from([*STEPS, "unheard-of"]),
            "attempt": ORDINAL,
            "delivery": ORDINAL,
        }
    ),
    retryable=st.booleans(),
)
controls = st.one_of(
    st.builds(Cancel, job_id=st.just(JOB)),
    st.builds(Redrive, job_id=st.just(JOB)),
    st.builds(Answers, job_id=st.just(JOB), documents=st.just({"answers": "ref"})),
    st.builds(
        Timeout,
        job_id=st.just(JOB),
        revision=st.integers(1, 3),
        step=st.sampled_from([None, *STEPS]),
        attempt=st.none() | ORDINAL,
    ),
    st.just(Start(job_id=JOB, body_hash="f" * 64, documents={}, graph="diamond")),
)


class Agents:
    """Answers what is really due now and then, so that random facts also get somewhere."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def answer(self, stored_at: StoredFact, choice: int) -> Outcome | None:
        """Report the success of one due item, if any is due."""
        due = dispatches(self._job, stored_at.at.replace(year=2027), 0, 1)
        if not due:
            return None
        item = due[choice % len(due)].item
        return outcome_of(
            "succeeded",
            {
                "job_id": JOB,
                "revision": item.revision,
                "step": item.step,
                "attempt": item.attempt,
                "delivery": item.runs_before + 1,
            },
            retryable=False,
        )


moves = st.lists(st.one_of(outcomes, controls, st.integers(0, 3)), max_size=60)


def play(script: list[Control | Outcome | int]) -> tuple[Job, list[StoredFact]]:
    """Fold a start and whatever the script says behind it."""
    job, facts = Job(JOB, GRAPHS), list[StoredFact]()
    agents = Agents(job)

    def store(fact: Control | Outcome) -> None:
        moment = BEGIN.replace(second=0, microsecond=0).timestamp() + len(facts)
        at = BEGIN.fromtimestamp(moment, BEGIN.tzinfo)
        facts.append(StoredFact(seq=3 * len(facts) + 1, at=at, timestamp=at.isoformat(), fact=fact))
        job.apply(facts[-1])

    store(Start(job_id=JOB, body_hash="0" * 64, documents={"resume": "ref"}, graph="diamond"))
    for move in script:
        fact = agents.answer(facts[-1], move) if isinstance(move, int) else move
        if fact is not None:
            store(fact)
    return job, facts


@settings(max_examples=300, deadline=None)
@given(moves)
def test_every_revision_has_one_end_and_every_step_one_winner(script: list[Control | Outcome | int]) -> None:
    """A revision ends in one terminal status and one `done`, last; each of its steps ends once, by then at latest."""
    job, _ = play(script)

    revisions: dict[int, list[Event]] = {}
    current = 0
    for event in job.lifecycle[1:]:
        if isinstance(event, JobStatusEvent) and event.data.status == "running":
            current += 1
            assert event.data.revision == current
        revisions.setdefault(current, []).append(event)
    assert len(revisions) == job.revision
    for number, events in revisions.items():
        ends = Counter(
            event.data.step
            for event in events
            if isinstance(event, StepProgressEvent) and event.data.state in {"completed", "failed", "skipped"}
        )
        assert all(count == 1 for count in ends.values())
        if number == job.revision and job.open:
            assert not any(isinstance(event, DoneEvent) for event in events)
            continue
        *_, status, done = events
        assert isinstance(status, JobStatusEvent)
        assert isinstance(done, DoneEvent)
        assert done.data.status == status.data.status in {"completed", "failed", "canceled"}
        assert sum(isinstance(event, DoneEvent) for event in events) == 1
        assert sum(isinstance(event, JobStatusEvent) for event in events) == 2
        assert set(ends) == set(STEPS)


@settings(max_examples=200, deadline=None)
@given(moves, st.integers(0, 60))
def test_a_prefix_of_the_facts_tells_a_prefix_of_the_history(script: list[Control | Outcome | int], cut: int) -> None:
    """The n-th lifecycle event is a function of the facts: who has read fewer of them tells the same, only less."""
    job, facts = play(script)
    behind = Job(JOB, GRAPHS)
    for stored in facts[:cut]:
        behind.apply(stored)

    assert job.lifecycle[: len(behind.lifecycle)] == behind.lifecycle
    assert len({event.id for event in job.lifecycle}) == len(job.lifecycle)


@settings(max_examples=200, deadline=None)
@given(moves)
def test_numbers_are_never_used_twice(script: list[Control | Outcome | int]) -> None:
    """An attempt's number belongs to one revision: what is dispatched later has a higher one."""
    _, facts = play(script)
    job, used = Job(JOB, GRAPHS), dict[tuple[str, int], int]()
    for stored in facts:
        job.apply(stored)
        for dispatch in dispatches(job, stored.at.replace(year=2027), stored.seq, 1):
            item = dispatch.item
            assert used.setdefault((item.step, item.attempt), item.revision) == item.revision
            assert item.attempt == max(attempt for step, attempt in used if step == item.step)


@settings(max_examples=200, deadline=None)
@given(moves)
def test_an_open_job_always_has_something_to_wait_for(script: list[Control | Outcome | int]) -> None:
    """No job gets stuck: while it is open something is due or waits for its pause, and its watchdog is parked."""
    job, facts = play(script)
    now = facts[-1].at
    if not job.open:
        assert dispatches(job, now.replace(year=2027), facts[-1].seq, 1) == []
        return

    assert dispatches(job, now.replace(year=2027), facts[-1].seq, 1)
    assert park_sec(job, now, job.opened_by, 2) is not None
    assert overdue(job, now.replace(year=2027)) is not None


@settings(max_examples=200, deadline=None)
@given(moves)
def test_readers_see_the_same_as_the_pipeline(script: list[Control | Outcome | int]) -> None:
    """Every lifecycle event is shown, and the readers' fold of them agrees with the facts."""
    job, _ = play(script)
    visibility, state = Visibility(JOB), JobState()
    for position, event in enumerate(job.lifecycle, 1):
        assert visibility.hides("status", event, None) is None
        state.apply(position, event)

    view = state.view()
    assert (view.status, view.revision) == (job.status, job.revision)
    assert visibility.ended is not job.open
    for step in view.steps:
        folded = job.steps[step.step]
        expected = {"waiting": "pending", "ready": "pending"}.get(folded.phase, folded.phase)
        assert (step.state, step.run if step.state == "completed" else folded.run) == (expected, folded.run)


@settings(max_examples=200, deadline=None)
@given(moves)
def test_a_dead_letter_stands_for_every_step_that_was_given_up(script: list[Control | Outcome | int]) -> None:
    """Each `failed` step was buried by the fact that failed it, and by no other."""
    _, facts = play(script)
    job, buried = Job(JOB, GRAPHS), 0
    for stored in facts:
        job.apply(stored)
        buried += len(letters(job, stored.seq))

    failed = [event for event in job.lifecycle if isinstance(event, StepProgressEvent) and event.data.state == "failed"]
    assert buried == len(failed)
