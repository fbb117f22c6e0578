"""Every subject of the system, built here and nowhere else, from validated ids."""

from typing import Final, Literal, TypeAlias

from contracts.ids import JobId, StepName, parse_job_id, parse_step
from contracts.preview import PreviewSide

JOBS: Final = "JOBS"
WORK: Final = "WORK"
DEAD: Final = "DEAD"
DOCUMENTS_BUCKET: Final = "documents"
DOCUMENTS: Final = f"KV_{DOCUMENTS_BUCKET}"
STREAMS: Final = (JOBS, WORK, DEAD, DOCUMENTS)
"""All that there are."""

ALL_JOBS: Final = "jobs.*.*"
ALL_STATUS: Final = "jobs.*.status"
ALL_RUNS: Final = "run.*.*"
ALL_WORK: Final = "work.*.*.*"
ALL_DEAD: Final = "dead.*.*"
LIVE_OF_ALL_JOBS: Final = "live.{{wildcard(1)}}"
"""`live` as the server's republishing writes it: from `ALL_JOBS`, the first wildcard."""

Channel: TypeAlias = Literal["status", "events"]
"""Which of a job's two public subjects a message came by: lifecycle is believed only from `status`."""


def status(job_id: JobId) -> str:
    """Lifecycle events: appended by the pipeline alone (its first by the gateway)."""
    return f"jobs.{job_id}.status"


def events(job_id: JobId) -> str:
    """What agents and integrators tell."""
    return f"jobs.{job_id}.events"


def public(job_id: JobId) -> str:
    """Both public subjects of a job, as one filter."""
    return f"jobs.{job_id}.*"


def control(job_id: JobId) -> str:
    """Facts that steer a job: start, cancel, redrive, answers, timeout, deleted."""
    return f"run.{job_id}.control"


def results(job_id: JobId) -> str:
    """Outcomes of runs."""
    return f"run.{job_id}.results"


def facts(job_id: JobId) -> str:
    """Control and results together, as one filter: their order decides."""
    return f"run.{job_id}.*"


def live(job_id: JobId) -> str:
    """Where the server republishes what it stored of a job's public subjects."""
    return f"live.{job_id}"


def work(step: StepName, job_id: JobId, attempt: int) -> str:
    """One attempt of one step of one job."""
    return f"work.{step}.{job_id}.{attempt}"


def work_of_step(step: StepName) -> str:
    """All work of one step, as one filter."""
    return f"work.{step}.*.*"


def work_of_job(job_id: JobId) -> str:
    """All work of one job, as one filter."""
    return f"work.*.{job_id}.*"


def dead(step: StepName, job_id: JobId) -> str:
    """The dead letter of a step of a job."""
    return f"dead.{step}.{job_id}"


def dead_of_job(job_id: JobId) -> str:
    """All dead letters of a job, as one filter."""
    return f"dead.*.{job_id}"


def signals(job_id: JobId) -> str:
    """A hint to whoever runs something for this job; never the truth."""
    return f"signals.{job_id}"


def command(name: str) -> str:
    """A command of the pipeline's micro service: `start`, `cancel`, `retry`, `answers` or `patches`."""
    return f"pipeline.{name}"


PREVIEW: Final = "preview"
"""The micro service of whoever reads files."""


def preview(side: PreviewSide) -> str:
    """Where a file is read before anything is begun with it: request and reply, stored nowhere."""
    return f"{PREVIEW}.{side}"


ALL_SIGNALS: Final = "signals.*"
PIPELINE_CONSUMER: Final = "pipeline"


def agent_consumer(step: StepName) -> str:
    """Name the durable consumer of a step's agents."""
    return f"agent-{step}"


def job_of(subject: str) -> JobId:
    """Read the job id out of a subject of any root.

    Raises:
        InvalidIdError: The subject holds no job id.
    """
    parts = subject.split(".")
    position = 2 if parts[0] in {"work", "dead"} else 1
    return parse_job_id(parts[position] if len(parts) > position else "")


def step_of(subject: str) -> StepName:
    """Read the step out of a subject of `work` or `dead`.

    Raises:
        InvalidIdError: The subject holds no step.
    """
    parts = subject.split(".")
    return parse_step(parts[1] if len(parts) > 1 and parts[0] in {"work", "dead"} else "")


def channel_of(subject: str) -> Channel:
    """Tell which public subject of a job a message came by; everything that is not `status` counts as `events`."""
    return "status" if subject.endswith(".status") else "events"
