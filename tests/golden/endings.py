"""The golden scenarios of endings, revisions, and of what others publish."""

from contracts.events import (
    Done,
    DoneEvent,
    ErrorEvent,
    ErrorInfo,
    Heartbeat,
    HeartbeatEvent,
    Insight,
    InsightEvent,
    JobStatus,
    JobStatusEvent,
    MetricUpdate,
    MetricUpdateEvent,
    StepProgress,
    StepProgressEvent,
    UnknownEvent,
)
from contracts.ids import agent_event_id
from tests.golden.scenario import Scenario
from tests.golden.script import JOB, OTHER_JOB, STEPS, Script


def a_failed_job(job: Scenario) -> None:
    """A failed step ends the job as failed, with its error and with what exists until then."""
    script = job.script
    script.started()
    script.completed("ingesting", "analyzing", "profiling", "planning")
    script.run("writing").running(30)
    script.error("guard_violation", step="writing", attempt=1, message="A line could not be traced to the source")
    script.step("writing", "failed", pct=30)
    script.step("validating", "skipped", run=None, pct=0)
    script.step("polishing", "skipped", run=None, pct=0)
    script.job("failed", reason="writing failed")
    script.done("failed", plan="x.plan.0123456789abcdef")
    job.expect(
        status="failed",
        reason="writing failed",
        progress=61,  # (4 x 100 + 30) / 7
        currentStep="",
        errors=["guard_violation"],
        steps=dict.fromkeys(STEPS[:4], "completed 100 1")
        | {"writing": "failed 30 1", "validating": "skipped 0 1", "polishing": "skipped 0 1"},
        artifacts={"plan": "x.plan.0123456789abcdef"},
        finished=True,
    )


def a_canceled_job(job: Scenario) -> None:
    """A canceled job says so; what was told until then stays, and what comes after the end is not shown."""
    script = job.script
    script.started()
    run = script.run("ingesting")
    run.running(10)
    run.insight("read")
    script.step("ingesting", "skipped", run=None, pct=10)
    script.job("canceled", reason="canceled by the user")
    script.done("canceled")
    job.expect(status="canceled", progress=1, insights=["read"], currentStep="", durationMs=4321)
    job.hides(run.insight("too-late"), "job_ended")
    job.hides(script.job("completed"), "job_ended")
    job.hides(script.done("completed"), "job_ended")
    job.expect(status="canceled", insights=["read"])


def a_second_revision(job: Scenario) -> None:
    """`running` reopens a job: progress and errors start again, a step that need not keeps its say."""
    script = job.script
    script.started()
    reading = script.run("ingesting")
    reading.insight("read")
    script.completed("ingesting")
    failing = script.run("analyzing")
    failing.running(50)
    failing.insight("must-1")
    script.error("posting_unreadable", step="analyzing", attempt=1)
    script.step("analyzing", "failed", pct=50)
    script.job("failed", reason="analyzing failed")
    script.done("failed", source="x.source.0123456789abcdef")
    job.expect(status="failed", revision=1, errors=["posting_unreadable"], progress=21)
    script.job("running", revision=2)
    job.expect(
        status="running", revision=2, reason=None, errors=[], progress=0, finished=False, durationMs=None,
        steps=dict.fromkeys(STEPS, "pending 0 1"),
    )  # fmt: skip
    script.step("ingesting", "completed")  # not run again: at once, and still what run 1.1 said
    again = script.run("analyzing", "2.1")
    again.running(20)
    job.expect(insights=["read"], progress=17, steps={"analyzing": "running 20 2"})
    again.insight("must-1", "Asks for it")
    script.step("analyzing", "completed", run="2.1", attempt=2)
    job.expect(insights=["read", "must-1"], progress=28)


def an_integrator_joins_in(job: Scenario) -> None:
    """Whoever may publish can add insights and numbers under their own ids, shown in the log's order."""
    script = job.script
    script.started()
    run = script.run("planning")
    run.insight("gap-1")
    insight = Insight(id="salary", category="pay", importance="low", message="The posting names no pay")
    _foreign(script, "acme-1", InsightEvent, insight)
    _foreign(script, "acme-2", MetricUpdateEvent, MetricUpdate(key="acme_fit", value=0.5))
    run.insight("gap-2")
    job.expect(insights=["gap-1", "salary", "gap-2"], metrics={"acme_fit": 0.5})
    job.hides(_foreign(script, "acme-1", InsightEvent, insight), "duplicate")
    script.completed("planning")
    job.expect(insights=["gap-1", "salary", "gap-2"])
    late = Insight(id="late", category="pay", importance="low", message="More", step="planning")
    job.hides(_foreign(script, "acme-3", InsightEvent, late), "step_ended")
    _foreign(
        script,
        "acme-4",
        ErrorEvent,
        ErrorInfo(code="acme_down", message="Our service is away", retryable=True),
    )
    job.expect(insights=["gap-1", "salary", "gap-2"], errors=["acme_down"])


def an_unknown_type(job: Scenario) -> None:
    """An event of a type to come is shown to readers and changes no state."""
    script = job.script
    script.started()
    unknown = UnknownEvent(type="mood_update", timestamp=script.now(), id="acme-1", job_id=JOB, data={"mood": "fine"})
    script.add("events", unknown)
    job.expect(status="running", progress=0, insights=[], metrics={})
    script.run("ingesting").running(70)
    job.expect(progress=10)


def somebody_forges(job: Scenario) -> None:
    """Lifecycle on `events`, ids of agents under other message ids, and other jobs' events change nothing."""
    script = job.script
    script.started()
    run = script.run("ingesting")
    run.running(20)
    done = Done(revision=1, status="completed", duration_ms=1)
    ended = StepProgress(step="ingesting", pct=100, state="completed", attempt=1)
    canceled = JobStatus(status="canceled", revision=1)
    job.hides(_foreign(script, "evil-1", DoneEvent, done), "lifecycle")
    job.hides(_foreign(script, "evil-2", JobStatusEvent, canceled), "lifecycle")
    job.hides(_foreign(script, "evil-3", StepProgressEvent, ended), "lifecycle")
    job.hides(_foreign(script, "evil-4", HeartbeatEvent, Heartbeat(last_seq=1)), "lifecycle")
    step_error = ErrorInfo(code="evil", message="No", retryable=False, step="ingesting")
    job.hides(_foreign(script, "evil-5", ErrorEvent, step_error), "lifecycle")
    running = StepProgress(step="ingesting", pct=99, state="running", attempt=1)
    job.hides(_foreign(script, "evil-6", StepProgressEvent, running), "forged")
    insight = Insight(id="lie", category="gap", importance="high", message="A lie")
    guessed = agent_event_id(JOB, "ingesting", "1.1", 2)
    forged = InsightEvent(timestamp=script.now(), id=guessed, job_id=JOB, step="ingesting", run="1.1", data=insight)
    job.hides(script.add("events", forged, message_id="evil-7"), "forged")
    job.hides(_foreign(script, f"{JOB}:somebody", InsightEvent, insight), "forged")
    elsewhere = InsightEvent(timestamp=script.now(), id="evil-8", job_id=OTHER_JOB, data=insight)
    job.hides(script.add("events", elsewhere), "other_job")
    job.expect(status="running", insights=[], errors=[], progress=2, steps={"ingesting": "running 20 1"})
    run.insight("true", "What the agent says under the guessed id is shown")
    job.expect(insights=["true"])


def _foreign(script: Script, name: str, kind: type, data: object) -> int:
    """Write an integrator's line: ids of its own, no run, the id also its message id."""
    return script.add("events", kind(timestamp=script.now(), id=name, job_id=JOB, data=data), message_id=name)


ENDINGS = [
    a_failed_job,
    a_canceled_job,
    a_second_revision,
    an_integrator_joins_in,
    an_unknown_type,
    somebody_forges,
]
