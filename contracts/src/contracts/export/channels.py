"""Who says what where: every subject with its stream, its messages, and the roles that send and receive on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from contracts import subjects
from contracts.ids import JobId, StepName

Header: TypeAlias = Literal["identified", "ordered", "republished", "refused"]
"""A group of headers that messages of a channel carry: see `asyncapi`."""

_JOB: Final = JobId("{job_id}")
_STEP: Final = StepName("{step}")
_TOLD: Final = ("step_progress", "insight_emitted", "metric_update", "validation_update", "diff_chunk", "error")
_ASKED: Final = ("control.start", "control.cancel", "control.redrive", "control.answers", "control.deleted")
_PREVIEW: Final = "answer.preview"
_LIFECYCLE: Final = ("job_status", "step_progress", "error", "done")

ROLES: Final[Mapping[str, str]] = {
    "gateway": "Answers HTTP: starts jobs, shows their events to browsers, serves snapshots and documents.",
    "pipeline": "Folds a job's facts, and makes true what is not: work, lifecycle, deadlines.",
    "agents": "Do the steps; one service each.",
    "server": "nats-server itself.",
    "integrators": "Anybody else: follow jobs, and publish events under a prefix of their own.",
    "operators": "Look after what nobody could do.",
}

PARAMETERS: Final[Mapping[str, str]] = {
    "job_id": "The job: a UUID in lower case.",
    "step": "The step's name: a lower-case word.",
    "attempt": "Which attempt of the step, from 1.",
    "ref": "`{job_id}.{name}.{16 hex digits of the content's SHA-256}`.",
    "side": "What the file is meant for: `resume` or `posting`.",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one role does on a channel; `messages` where it is not all of them."""

    role: str
    summary: str
    messages: tuple[str, ...] = ()
    consumer: str | None = None
    reply: str | None = None
    """The message of `replies` that answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A subject. `messages` are names of `messages.MESSAGES`, or of `asyncapi.PLAIN`."""

    name: str
    address: str | None
    """None where a request says where it is answered."""
    description: str
    messages: tuple[str, ...]
    sends: tuple[Part, ...]
    receives: tuple[Part, ...]
    stream: str | None = None
    headers: tuple[Header, ...] = field(default=())


def _events(*types: str) -> tuple[str, ...]:
    return tuple(f"event.{name}" for name in types)


def _command(name: str, message: str, reply: str, description: str) -> Channel:
    return Channel(
        name=name,
        address=subjects.command(name),
        description=f"{description} A request to the pipeline's micro service, which `$SRV.INFO.pipeline` finds.",
        messages=(message,),
        sends=(Part("integrators", f"Ask: {description}", reply=reply),),
        receives=(Part("pipeline", f"Does it: {description}", reply=reply),),
    )


CHANNELS: Final[tuple[Channel, ...]] = (
    Channel(
        name="status",
        address=subjects.status(_JOB),
        stream=subjects.JOBS,
        description="A job's lifecycle: believed from here only. Appended by expected last sequence, never by id.",
        messages=_events(*_LIFECYCLE),
        headers=("ordered",),
        sends=(
            Part("pipeline", "Appends the lifecycle events that follow from the job's facts."),
            Part("gateway", "Appends `job_status: started` behind a start.", _events("job_status")),
        ),
        receives=(
            Part("gateway", "Replays the job for whoever watches it."),
            Part("pipeline", "Looks at the last event, to know what is missing behind it."),
        ),
    ),
    Channel(
        name="events",
        address=subjects.events(_JOB),
        stream=subjects.JOBS,
        description="What agents and integrators tell of a job. Lifecycle is ignored here, and counted.",
        messages=(*_events(*_TOLD), "envelope"),
        headers=("identified",),
        sends=(
            Part("agents", "Tell what a run does and finds.", _events(*_TOLD[:-1])),
            Part(
                "integrators",
                "Tell what they know of the job, under ids that begin with their own prefix.",
                (*_events("insight_emitted", "metric_update", "validation_update", "diff_chunk", "error"), "envelope"),
            ),
        ),
        receives=(Part("gateway", "Replays the job for whoever watches it."),),
    ),
    Channel(
        name="live",
        address=subjects.live(_JOB),
        description="Everything that was stored of a job's status and events, with its position: history and live "
        "splice by `Nats-Sequence`. Only the server publishes here; the publisher's own headers are kept.",
        messages=(*_events("job_status", *_TOLD, "done"), "envelope"),
        headers=("republished", "identified", "ordered"),
        sends=(Part("server", "Republishes what it stored."),),
        receives=(
            Part("gateway", "Follows the jobs that somebody watches: a plain subscription, no consumer."),
            Part("integrators", "Follow a job: a plain subscription, no consumer."),
        ),
    ),
    Channel(
        name="control",
        address=subjects.control(_JOB),
        stream=subjects.JOBS,
        description="Facts that steer a job. With the outcomes they stand in one order, and that order decides.",
        messages=(*_ASKED, "control.timeout"),
        headers=("ordered",),
        sends=(
            Part(
                "gateway",
                "Appends what a user asked for.",
                _ASKED,
            ),
            Part(
                "pipeline",
                "Appends that a deadline passed, and what was asked for over NATS.",
                ("control.start", "control.cancel", "control.redrive", "control.timeout"),
            ),
        ),
        receives=(
            Part("pipeline", "Is woken by every fact of every job.", consumer=subjects.PIPELINE_CONSUMER),
            Part("gateway", "Looks whether the job exists, and whether it was erased."),
            Part("agents", "Look at the last fact whenever they renew a lease."),
        ),
    ),
    Channel(
        name="results",
        address=subjects.results(_JOB),
        stream=subjects.JOBS,
        description="How runs of work items ended: the first outcome of the current attempt counts.",
        messages=("outcome.succeeded", "outcome.failed", "outcome.crashed", "outcome.released"),
        headers=("identified",),
        sends=(Part("agents", "Report one outcome a run."),),
        receives=(Part("pipeline", "Is woken by every fact of every job.", consumer=subjects.PIPELINE_CONSUMER),),
    ),
    Channel(
        name="work",
        address=subjects.work(_STEP, _JOB, 1).removesuffix("1") + "{attempt}",
        stream=subjects.WORK,
        description="One attempt of one step: a work queue with one message a subject.",
        messages=("work",),
        sends=(Part("pipeline", "Publishes what is due; refused while the same attempt is outstanding."),),
        receives=(
            Part(
                "agents",
                "Pull for free slots, and hold what they pulled by a lease.",
                consumer=subjects.agent_consumer(_STEP),
            ),
        ),
    ),
    Channel(
        name="dead",
        address=subjects.dead(_STEP, _JOB),
        stream=subjects.DEAD,
        description="Work that nobody could do: the newest letter of each step and job.",
        messages=("letter",),
        sends=(
            Part("pipeline", "Buries a step whose attempts are exhausted."),
            Part("agents", "Bury an item that they cannot read."),
        ),
        receives=(Part("operators", "List, inspect, redrive."),),
    ),
    Channel(
        name="signals",
        address=subjects.signals(_JOB),
        description="A hint that something changed for a job: plain, stored nowhere, never the truth.",
        messages=("hint",),
        sends=(
            Part("gateway", "Tells that somebody canceled or erased the job."),
            Part("pipeline", "Tells that the job ended before its work did."),
        ),
        receives=(Part("agents", "Stop what runs for the job."),),
    ),
    Channel(
        name="documents",
        address=f"$KV.{subjects.DOCUMENTS_BUCKET}.{{ref}}",
        stream=subjects.DOCUMENTS,
        description="A key-value bucket. A document is created once, under the hash of its content, never overwritten.",
        messages=("document",),
        headers=("ordered",),
        sends=(
            Part("gateway", "Stores what was handed over."),
            Part("agents", "Store what a run made."),
        ),
        receives=(
            Part("gateway", "Serves artifacts."),
            Part("agents", "Read what earlier steps made."),
        ),
    ),
    _command("start", "command.start", "answer.started", "Starts a job."),
    _command("cancel", "command.steer", "answer.standing", "Ends the open revision of a job."),
    _command("retry", "command.steer", "answer.standing", "Opens the next revision, at the steps that failed."),
    _command("answers", "command.answers", "answer.standing", "Opens the next revision with answers to its questions."),
    _command("patches", "command.patches", "answer.standing", "Opens the next revision without changes, or with them."),
    Channel(
        name="preview",
        address=f"{subjects.PREVIEW}.{{side}}",
        description="Reads a file as a job would, and stores nothing. A request to the micro service of `ingesting`, "
        f"which `$SRV.INFO.{subjects.PREVIEW}` finds.",
        messages=("file",),
        sends=(Part("gateway", "Asks what is read of a file, for whoever looks before starting.", reply=_PREVIEW),),
        receives=(Part("agents", "Read it in a child process that may nothing.", reply=_PREVIEW),),
    ),
    Channel(
        name="replies",
        address=None,
        description="Where a request asks to be answered. A refusal has headers and no body.",
        messages=("answer.started", "answer.standing", _PREVIEW),
        headers=("refused",),
        sends=(),
        receives=(),
    ),
)
