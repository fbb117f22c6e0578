"""The golden scenarios of runs and steps: each a short log, and what people say that it means."""

from tests.golden.scenario import Scenario
from tests.golden.script import STEPS


def a_plain_job(job: Scenario) -> None:
    """A job from start to end: every telling is shown in the order of the log, and progress ends at 100."""
    script = job.script
    script.job("started")
    job.expect(status="started", progress=0, steps={}, currentStep="")
    script.job("running")
    job.expect(status="running", steps=dict.fromkeys(STEPS, "pending 0 1"))
    reading = script.run("ingesting")
    reading.running(40, "both texts normalised")
    job.expect(progress=5, currentStep="ingesting")  # 40 / 7 = 5.7, rounded down
    reading.running(80)
    script.completed("ingesting")
    job.expect(milestones={"ingesting": "both texts normalised"})  # a run's last words stay with its step
    analyzing, profiling = script.run("analyzing"), script.run("profiling")
    analyzing.running(10)
    profiling.running(50)
    job.expect(progress=22, currentStep="profiling")  # the running step that comes last in the graph
    analyzing.insight("must-1", "Asks for medication administration", category="requirement", importance="high")
    analyzing.metric("requirements_total", 12)
    profiling.insight("read", category="section_found")
    script.completed("profiling")
    job.expect(currentStep="analyzing", insights=["must-1", "read"])
    script.completed("analyzing")
    planning = script.run("planning")
    planning.running(60)
    planning.metric("match_score_before", 41.5)
    script.completed("planning")
    writing = script.run("writing")
    writing.diff("p1")
    writing.diff("p2")
    script.completed("writing")
    validating = script.run("validating")
    validating.verdict("DAT-03", "before", "warn")
    validating.verdict("DAT-03", "after", "pass")
    validating.metric("match_score_after", 47.0)
    script.completed("validating", "polishing")
    job.expect(progress=100, status="running", finished=False)
    script.job("completed")
    script.done("completed", resume="x.resume.0123456789abcdef")
    job.expect(
        status="completed",
        progress=100,
        currentStep="",
        metrics={"requirements_total": 12, "match_score_before": 41.5, "match_score_after": 47.0},
        diffs=["p1", "p2"],
        validations=["DAT-03 before warn", "DAT-03 after pass"],
        artifacts={"resume": "x.resume.0123456789abcdef"},
        durationMs=4321,
        finished=True,
    )


def a_step_that_ran_twice(job: Scenario) -> None:
    """A step whose work item was delivered twice shows once: the newest run's tellings, then the winner's."""
    script = job.script
    script.started()
    first = script.run("planning", "1.1")
    first.running(30)
    first.insight("gap-1")
    first.metric("gaps_critical", 3)
    first.diff("p1")
    job.expect(insights=["gap-1"], metrics={"gaps_critical": 3}, diffs=["p1"])
    second = script.run("planning", "1.2")
    second.running(5)
    job.expect(insights=[], metrics={}, diffs=[], progress=4)  # 30 / 7, and never back
    second.insight("gap-1", "Said again")
    second.metric("gaps_critical", 2)
    first.insight("gap-2")  # the first run lives on, and is heard by nobody
    job.expect(insights=["gap-1"], messages=["Said again"], metrics={"gaps_critical": 2}, diffs=[])
    script.step("planning", "completed", run="1.2")
    job.expect(insights=["gap-1"], messages=["Said again"], metrics={"gaps_critical": 2}, diffs=[])
    job.hides(second.insight("gap-3"), "step_ended")
    job.hides(first.insight("gap-4"), "step_ended")
    job.expect(insights=["gap-1"])


def the_older_run_won(job: Scenario) -> None:
    """Where the older of two runs is accepted, what the newer one said is not what was accepted."""
    script = job.script
    script.started()
    older, newer = script.run("profiling", "1.1"), script.run("profiling", "1.2")
    older.running(80)
    older.insight("roles-4")
    newer.running(10)
    newer.insight("roles-5")
    newer.metric("roles_found", 5)
    job.expect(insights=["roles-5"], metrics={"roles_found": 5})
    script.step("profiling", "completed", run="1.1")
    job.expect(insights=["roles-4"], metrics={}, steps={"profiling": "completed 100 1"})


def ten_runs_of_one_step(job: Scenario) -> None:
    """Runs are compared as numbers: the tenth delivery is newer than the ninth, attempt 2 newer than both."""
    script = job.script
    script.started()
    ninth, tenth = script.run("writing", "1.9"), script.run("writing", "1.10")
    for run in (ninth, tenth):
        run.running(10)
        run.insight(f"of-{run.run}")
    job.expect(insights=["of-1.10"])
    ninth.running(90)
    job.expect(insights=["of-1.10"], steps={"writing": "running 10 1"})
    tenth.running(20, "half of the changes made")
    script.run("writing", "2.1").running(1)
    job.expect(insights=[], steps={"writing": "running 1 2"}, milestones={})


def a_stale_run(job: Scenario) -> None:
    """A run of an earlier attempt that goes on talking moves neither the step nor what is shown."""
    script = job.script
    script.started()
    stale, fresh = script.run("analyzing", "1.1"), script.run("analyzing", "2.1")
    stale.running(70)
    fresh.running(20)
    job.expect(steps={"analyzing": "running 20 2"}, progress=10)
    stale.running(95)
    stale.insight("too-late")
    job.expect(steps={"analyzing": "running 20 2"}, insights=[], progress=10)
    fresh.running(15)  # told out of order: a run's percentage does not fall either
    job.expect(steps={"analyzing": "running 20 2"})


def a_retry_waits(job: Scenario) -> None:
    """Between two attempts a step is pending under the next one's number; its error says when it goes on."""
    script = job.script
    script.started()
    script.completed("ingesting")
    first = script.run("analyzing", "1.1")
    first.running(60)
    first.insight("must-1")
    script.error("model_busy", step="analyzing", attempt=1, retryable=True, next_try_sec=2.5)
    script.step("analyzing", "pending", run=None, pct=0, attempt=2)
    job.expect(steps={"ingesting": "completed 100 1", "analyzing": "pending 0 2"}, progress=22, errors=["model_busy"])
    first.running(80)  # its zombie
    job.expect(steps={"analyzing": "pending 0 2"})
    second = script.run("analyzing", "2.1")
    second.running(10)
    job.expect(steps={"analyzing": "running 10 2"}, insights=[], progress=22)
    second.insight("must-1", "Asks for it")
    script.step("analyzing", "completed", run="2.1", attempt=2)
    job.expect(steps={"analyzing": "completed 100 2"}, insights=["must-1"], progress=28)


def a_step_that_tells_again(job: Scenario) -> None:
    """An id told again replaces what it said and keeps its place; a rule has one verdict for each phase."""
    script = job.script
    script.started()
    run = script.run("validating")
    run.insight("a", "first words")
    run.insight("b")
    run.insight("a", "second words")
    run.metric("readiness", 60)
    run.metric("readiness", 72.5)
    run.verdict("STR-01", "before", "fail")
    run.verdict("STR-01", "after", "fail")
    run.verdict("STR-01", "after", "pass")
    run.diff("p1")
    run.diff("p1", "Reworded it otherwise")
    job.expect(
        insights=["a", "b"],
        metrics={"readiness": 72.5},
        validations=["STR-01 before fail", "STR-01 after pass"],
        diffs=["p1"],
    )


SCENARIOS = [
    a_plain_job,
    a_step_that_ran_twice,
    the_older_run_won,
    ten_runs_of_one_step,
    a_stale_run,
    a_retry_waits,
    a_step_that_tells_again,
]
