"""The verdict on a chaos run: good where nothing is wrong, and every kind of wrong is seen and counted."""

from collections.abc import Callable

import pytest

from tests.chaos.plan import KINDS
from tests.chaos.records import RunRecord, Seen, ViewerRecord
from tests.chaos.table import table
from tests.chaos.verdict import Verdict, planted, verdict_on
from tests.support.chaos_record import done, end_of, good_run, insight_of, logged, opening, told_by, whole


def counts(verdict: Verdict) -> dict[str, int]:
    """List what is counted and not zero."""
    names = ("lost", "doubled", "out_of_order", "stuck", "unknown", "resets")
    return {name: getattr(verdict, name) for name in names if getattr(verdict, name)}


def test_nothing_to_complain_of() -> None:
    """Who saw each event of the log once and in its order gives a good verdict, whose numbers are those of the run."""
    verdict = verdict_on(good_run())
    assert verdict.complaints == []
    assert verdict.good
    assert (verdict.jobs, verdict.ends, verdict.viewers, verdict.connections) == (1, 1, 3, 6)
    assert verdict.seen == 3 * verdict.logged == 3 * len(whole())
    assert "nothing to complain of" in table(verdict)


def lose(viewer: ViewerRecord) -> None:
    """Forget an event."""
    del viewer.seen[5]


def lose_the_last(viewer: ViewerRecord) -> None:
    """Miss the end."""
    del viewer.seen[-1]


def double(viewer: ViewerRecord) -> None:
    """See an event again, later."""
    viewer.seen.insert(9, viewer.seen[5])


def swap(viewer: ViewerRecord) -> None:
    """See two events the wrong way round."""
    viewer.seen[5], viewer.seen[6] = viewer.seen[6], viewer.seen[5]


def invent(viewer: ViewerRecord) -> None:
    """See what is not in the log."""
    viewer.seen.append(Seen(9_999, "nobody", 200.0))


def begin_again(viewer: ViewerRecord) -> None:
    """Be told to begin again."""
    viewer.resets += 1


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (lose, {"lost": 1}),
        (lose_the_last, {"lost": 1}),
        (double, {"doubled": 1}),
        (swap, {"out_of_order": 1}),
        (invent, {"unknown": 1}),
        (begin_again, {"resets": 1}),
    ],
)
def test_what_a_viewer_did_not_see_once_and_in_order_is_counted(
    harm: Callable[[ViewerRecord], None], found: dict[str, int]
) -> None:
    """One viewer of three is enough to fail the run."""
    run = good_run()
    harm(run.jobs[0].viewers[1])
    verdict = verdict_on(run)
    assert counts(verdict) == found
    assert not verdict.good
    assert "FAILED" in table(verdict)


def refuse(run: RunRecord) -> None:
    """Answer a viewer so that it never comes back."""
    run.jobs[0].viewers[0].refusals.append("404")


def leave_hanging(run: RunRecord) -> None:
    """Never tell a viewer the end."""
    run.jobs[0].viewers[0].finished = False


def stop_badly(run: RunRecord) -> None:
    """End a service that was told to stop with another status than 0."""
    run.unclean.append("agents-0: exit 1")


def forget_a_fault(run: RunRecord) -> None:
    """Carry out a kind of fault but once."""
    del run.faults[0]


@pytest.mark.parametrize("harm", [refuse, leave_hanging, stop_badly, forget_a_fault])
def test_what_else_may_not_be_is_complained_of(harm: Callable[[RunRecord], None]) -> None:
    """What has no number of its own fails the run too."""
    run = good_run()
    harm(run)
    assert len(verdict_on(run).complaints) == 1


def test_who_never_ends_is_stuck() -> None:
    """A job without a last `done`, and one whose user still waits, are stuck."""
    run = good_run()
    run.jobs[0].shown = run.jobs[0].shown[:-1]
    assert verdict_on(run).stuck == 1
    run = good_run()
    run.jobs[0].settled = False
    assert verdict_on(run).stuck == 1
    run = good_run()
    run.jobs[0].shown = []
    assert verdict_on(run).stuck == 1


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        ([*whole(), done()], "an id is shown twice"),
        ([*whole(), done(2)], "revisions: JobStatusEvent 1, DoneEvent 1, DoneEvent 2"),
        ([opening(2), *whole()[1:]], "revisions: JobStatusEvent 2, DoneEvent 1"),
        ([*whole()[:-1], end_of("planning"), done()], "planning ended twice"),
        ([event for event in whole() if event != told_by("writing", 3)], "writing told 5 of 6 events in 1.1"),
        ([opening(), told_by("writing", 77), *whole()[1:]], "writing told 7 of 6 events in 1.1"),
        (
            [event for event in whole() if event != end_of("polishing")],
            "the result of polishing is not what no run made",
        ),
        ([event for event in whole() if event != end_of("polishing")], "completed with 5 of 6 steps"),
        ([*whole()[:-2], end_of("polishing", run="1.2"), done()], "the result of polishing is not what 1.2 made"),
        (
            [insight_of("writing", 3, "1.9") if event == told_by("writing", 3) else event for event in whole()],
            "the state has what writing said in another run than 1.1: writing was here in 1.9",
        ),
    ],
)
def test_a_log_that_is_not_whole_is_complained_of(events: list[object], sentence: str) -> None:
    """Two ends of a revision or a step, what an accepted run told twice or never, and a loser's result are found."""
    run = good_run(viewers=0)
    run.jobs[0].shown = logged(events)  # type: ignore[arg-type]  # a table of events
    assert sentence in "\n".join(verdict_on(run).complaints)


def test_time_to_recover_is_that_of_the_slowest_job() -> None:
    """From the fault until each job that was open then was heard of again; the silence is the longest of any job."""
    run = good_run()
    for viewer in run.jobs[0].viewers:
        viewer.seen = [Seen(one.seq, one.id, one.at if n < 20 else one.at + 7.5) for n, one in enumerate(viewer.seen)]
    run.faults = [fault for fault in run.faults if fault.kind != "kill nats"]
    run.faults += [type(run.faults[0])(kind="kill nats", at=at, until=at) for at in (104.25, 119.5, 500.0)]
    verdict = verdict_on(run)
    assert verdict.longest_silence_sec == 8.5
    recovery = verdict.recovery["kill nats"]
    assert (recovery.faults, recovery.median_sec, recovery.worst_sec) == (3, 0.75, 8.0)
    assert set(verdict.recovery) == set(KINDS)


def test_the_planted_lie_is_found() -> None:
    """`--plant` loses, doubles and swaps: the verdict says so."""
    assert counts(verdict_on(planted(good_run()))) == {"lost": 1, "doubled": 1, "out_of_order": 1}
