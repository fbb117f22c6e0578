"""The pipeline as a model: hypothesis is the scheduler, the network, the agents, the users and the one who kills."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace
from typing_extensions import override

from contracts import subjects
from contracts.events import ErrorEvent, decode_event
from contracts.ids import JobId
from contracts.state import JobState
from contracts.subjects import step_of
from contracts.visibility import Visibility
from contracts.work import Crashed, Failed, Outcome, Released, Succeeded
from eventlog import ConcurrencyError
from pipeline.facts import stored_fact
from pipeline.job import Job
from tests.support.jobs import assert_one_end
from tests.support.pipeline_facts import DIAMOND, JOB
from tests.support.pipeline_world import Run, World

JOB_ID = JobId(JOB)
REPLICAS = st.integers(0, 1)
CHOICES = st.integers(0, 50)
ENDINGS = st.sampled_from(["succeeded", "succeeded", "succeeded", "failed", "fatal", "crashed", "released"])
PATIENT = replace(
    DIAMOND,
    name="patient",
    steps=tuple(replace(step, policy=replace(step.policy, step_deadline_sec=1e6)) for step in DIAMOND.steps),
    job_deadline_sec=1e6,
)
"""The same graph with deadlines that never pass: nothing but the watchdog finds what was lost."""

GRAPHS = {graph.name: graph for graph in (DIAMOND, PATIENT)}
_PATIENCE = 400
"""Turns within which every job must come to its end when nobody is killed any more."""


def outcome_of(run: Run, ending: str) -> Outcome:
    """Say how a run ended."""
    whose: dict[str, Any] = {
        "job_id": JOB,
        "revision": run.item.revision,
        "step": run.item.step,
        "attempt": run.item.attempt,
        "delivery": run.number,
    }
    match ending:
        case "succeeded":
            return Succeeded(**whose, refs={f"by-{run.item.step}": run.name})
        case "crashed":
            return Crashed(**whose)
        case "released":
            return Released(**whose)
        case _:
            return Failed(**whose, code="broken", message="It broke", retryable=ending == "failed")


class Anything(RuleBasedStateMachine):
    """Whatever can happen to one job with two pipelines and any number of agents."""

    @initialize(graph=st.sampled_from(sorted(GRAPHS)))
    def start(self, graph: str) -> None:
        """Somebody starts the job."""
        self.world = World(JOB_ID, GRAPHS)
        self.world.run(self.world.jobs.start(JOB_ID, {"resume": b"text"}, body_hash="0" * 64, graph=graph))

    @rule(choice=CHOICES, replica=REPLICAS)
    def hand_out_a_fact(self, choice: int, replica: int) -> None:
        """Any fact that is not settled, early or late, once more or for the first time."""
        left = list(self.world.facts_left)
        if left:
            self.world.hand_out(left[choice % len(left)], replica)

    @rule(replica=REPLICAS, steps=st.integers(1, 12))
    def let_a_replica_go_on(self, replica: int, steps: int) -> None:
        """It does some of what it had begun."""
        for _ in range(steps):
            if not self.world.let_through(replica):
                return

    @rule(replica=REPLICAS)
    def a_replica_does_its_work(self, replica: int) -> None:
        """It handles all that is due, undisturbed."""
        for seq in self._due():
            self.world.hand_out(seq, replica)
        while self.world.let_through(replica):
            pass

    @rule(replica=REPLICAS)
    def kill_a_replica(self, replica: int) -> None:
        """Kill -9, wherever it stands."""
        self.world.replicas[replica].kill()

    @rule(choice=CHOICES)
    def take_work(self, choice: int) -> None:
        """An agent gets an item: a free one, or one whose lease ran out."""
        work = self.world.work()
        if work:
            self.world.take(work[choice % len(work)])

    @precondition(lambda self: self.world.runs)
    @rule(choice=CHOICES)
    def a_run_tells(self, choice: int) -> None:
        """A run, perhaps one that should be dead, says something."""
        self.world.tell(self._run(choice))

    @precondition(lambda self: self.world.runs)
    @rule(choice=CHOICES, ending=ENDINGS, twice=st.booleans(), acknowledges=st.booleans())
    def a_run_ends(self, choice: int, ending: str, *, twice: bool, acknowledges: bool) -> None:
        """A run reports: again after the server's dedupe window, and perhaps dying before it acknowledges."""
        run = self._run(choice)
        self.world.report(run, outcome_of(run, ending))
        if twice:
            self.world.now += timedelta(seconds=self.world.server.settings.dedupe_window_sec + 1)
            self.world.report(run, outcome_of(run, ending))
        if acknowledges:
            self.world.remove(run.seq)

    @precondition(lambda self: self.world.runs)
    @rule(choice=CHOICES)
    def a_zombie_acknowledges(self, choice: int) -> None:
        """An item is gone, though nobody has reported: the server fences no acknowledgement."""
        self.world.remove(self._run(choice).seq)

    @rule(whim=st.integers(0, 7))
    def a_user_steers(self, whim: int) -> None:
        """Somebody wants it tried again, or, seldom, cancels; it may be too late, or too early."""
        try:
            self.world.run(self.world.jobs.retry(JOB_ID) if whim else self.world.jobs.cancel(JOB_ID))
        except ConcurrencyError:
            return

    @rule(seconds=st.sampled_from([0.05, 0.6, 0.6, 4.0, 4.0, 35.0]))
    def time_passes(self, seconds: float) -> None:
        """Pauses end, deadlines come nearer."""
        self.world.now += timedelta(seconds=seconds)

    @invariant()
    def the_status_is_the_history_that_the_facts_tell(self) -> None:
        """What stands on the status is the beginning of what the facts tell: no hole, no double, no other order."""
        if not hasattr(self, "world"):
            return
        job = self._folded()
        told = [decode_event(message.data).id for message in self.world.server.jobs.read(subjects.status(JOB_ID))]
        assert told == [event.id for event in job.lifecycle[: len(told)]]

    @override
    def teardown(self) -> None:
        """When nobody is killed any more the job comes to its end, and all that was promised is true."""
        if not hasattr(self, "world"):
            return
        try:
            self._everybody_does_his_work()
            self._check()
        finally:
            self.world.end()

    def _due(self) -> list[int]:
        return [seq for seq, at in self.world.facts_left.items() if at <= self.world.now]

    def _run(self, choice: int) -> Run:
        return self.world.runs[choice % len(self.world.runs)]

    def _folded(self) -> Job:
        job = Job(JOB, GRAPHS)
        for message in self.world.server.jobs.read(subjects.facts(JOB_ID)):
            job.apply(stored_fact(message, JOB_ID))
        return job

    def _everybody_does_his_work(self) -> None:
        world = self.world
        for turn in range(_PATIENCE):
            for replica in (0, 1):
                while world.let_through(replica):
                    pass
            due = self._due()
            for seq in due:
                world.hand_out(seq, turn % 2)
            work = world.work()
            for message in work:
                run = world.take(message)
                world.tell(run)
                world.report(run, outcome_of(run, "succeeded"))
                world.remove(message.seq)
            if not (due or work):
                if not world.facts_left:
                    return
                world.now = max(world.now, min(world.facts_left.values()))
        raise AssertionError(f"stuck: {world.facts_left} left, {world.work()} to do")

    def _check(self) -> None:
        job = self._folded()
        assert not job.open
        assert self.world.work() == []
        buried = {step_of(letter.subject) for letter in self.world.server.dead.read(subjects.ALL_DEAD)}
        assert buried >= {name for name, step in job.steps.items() if step.phase == "failed"}
        assert job.status != "completed" or not buried
        told = self.world.server.jobs.read(subjects.status(JOB_ID))
        assert [decode_event(message.data) for message in told] == job.lifecycle

        visibility, state, shown = Visibility(JOB), JobState(), []
        for message in self.world.server.jobs.read(subjects.public(JOB_ID)):
            event = decode_event(message.data)
            if visibility.hides(subjects.channel_of(message.subject), event, message.message_id) is None:
                shown.append(event)
                state.apply(message.seq, event)
        assert_one_end(shown, job.revision)
        view = state.view()
        assert (view.status, view.revision) == (job.status, job.revision)
        completed = {name: step for name, step in job.steps.items() if step.phase == "completed"}
        assert all(step.refs == {f"by-{name}": step.run} for name, step in completed.items())
        assert job.graph is DIAMOND or not any(
            isinstance(event, ErrorEvent) and event.data.code.endswith("_deadline") for event in shown
        )
        winners = {name: step.run for name, step in completed.items()}
        for insight in view.insights:
            assert insight.step is not None
            if insight.step in winners:
                assert insight.message == f"by {winners[insight.step]}"
