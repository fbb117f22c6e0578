"""The fold under whatever a connection may do to the events: cuts, doubles, repeats."""

from hypothesis import given
from hypothesis import strategies as st

from contracts.state import JobState, StateView
from contracts.visibility import Visibility
from tests.golden.endings import ENDINGS
from tests.golden.scenarios import SCENARIOS
from tests.golden.script import JOB, STEPS, Line, Script
from tests.golden.vectors import told

JOBS = [told(tell).script.lines for tell in [*SCENARIOS, *ENDINGS]]


def shown(lines: list[Line]) -> list[Line]:
    """Keep the lines that readers see."""
    visibility = Visibility(JOB)
    return [line for line in lines if visibility.hides(line.channel, line.event, line.message_id) is None]


def folded(lines: list[Line]) -> StateView:
    """Fold lines from the start."""
    state = JobState()
    for line in lines:
        state.apply(line.seq, line.event)
    return state.view()


@given(job=st.sampled_from(JOBS), data=st.data())
def test_any_duplication_gives_the_same_state(job: list[Line], data: st.DataObject) -> None:
    """A reader that is sent any stretch of the log again, as often as may be, ends in the same state."""
    lines = shown(job)
    state = JobState()
    position = 0
    while position < len(lines):
        state.apply(lines[position].seq, lines[position].event)
        position += 1
        back = data.draw(st.integers(0, position), label="sent again")
        for line in lines[position - back : position]:
            state.apply(line.seq, line.event)
    assert state.view() == folded(lines)


@given(job=st.sampled_from(JOBS))
def test_progress_never_falls_within_a_revision(job: list[Line]) -> None:
    """Whatever runs twice, fails or is retried: within a revision progress only grows, up to 100."""
    state = JobState()
    before = state.view()
    for line in shown(job):
        state.apply(line.seq, line.event)
        after = state.view()
        assert 0 <= after.progress <= 100
        if after.revision == before.revision:
            assert after.progress >= before.progress
        before = after


@given(
    order=st.permutations(STEPS),
    told_pct=st.lists(st.integers(0, 99), min_size=1, max_size=5),
)
def test_steps_stand_in_the_order_of_the_graph(order: list[str], told_pct: list[int]) -> None:
    """In whatever order steps report, they are listed as the graph has them, each with its highest pct."""
    script = Script()
    script.started()
    for step in order:
        run = script.run(step)
        for pct in told_pct:
            run.running(pct)
    view = folded(shown(script.lines))
    assert [step.step for step in view.steps] == STEPS
    assert {step.pct for step in view.steps} == {max(told_pct)}
    assert view.current_step == STEPS[-1]
    assert view.progress == max(told_pct)


@given(
    runs=st.lists(st.tuples(st.integers(1, 3), st.integers(1, 12)), min_size=1, max_size=8, unique=True),
    data=st.data(),
)
def test_only_the_winner_speaks_in_the_end(runs: list[tuple[int, int]], data: st.DataObject) -> None:
    """However many runs of a step told something, after its end only the accepted run is heard."""
    script = Script()
    script.started()
    names = [f"{attempt}.{delivery}" for attempt, delivery in runs]
    for name in names:
        run = script.run("planning", name)
        run.running(50)
        run.insight(f"of-{name}")
        run.metric(f"metric_{name}", 1.0)
    newest = max(runs)
    before = folded(shown(script.lines))
    assert [insight.id for insight in before.insights] == [f"of-{newest[0]}.{newest[1]}"]
    winner = data.draw(st.sampled_from(names))
    script.step("planning", "completed", run=winner, attempt=int(winner.split(".")[0]))
    after = folded(shown(script.lines))
    assert [insight.id for insight in after.insights] == [f"of-{winner}"]
    assert list(after.metrics) == [f"metric_{winner}"]
