"""Commands over NATS, `pipeline.{command}`, and their answers: request and reply, JSON both ways.

A refusal has no body but headers: `Nats-Service-Error-Code` is a status of three digits, `Nats-Service-Error` a stable
code and a sentence.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from contracts.control import DEFAULT_GRAPH
from contracts.events.payloads import Ordinal, Text

ResumeText = Annotated[str, Meta(min_length=1, max_length=100_000)]
QuestionId = Annotated[str, Meta(min_length=1, max_length=100)]
PatchId = Annotated[str, Meta(min_length=1, max_length=100)]
PatchState: TypeAlias = Literal["rejected", "restored"]
PostingText = Annotated[str, Meta(min_length=1, max_length=60_000)]


class StartCommand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What `pipeline.start` takes: texts as over HTTP, exactly one form of the posting."""

    resume_text: ResumeText
    """The résumé."""
    job_text: PostingText | None = None
    """The posting."""
    job_url: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    """Where the posting is, instead of its text."""
    profile_text: ResumeText | None = None
    """More of the user's own words."""
    idempotency_key: Annotated[str, Meta(min_length=16, max_length=200)] | None = None
    """Random: the same key with the same body is the same job."""
    graph: str = DEFAULT_GRAPH
    """One that the pipeline knows."""


class JobCommand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What `pipeline.cancel` and `pipeline.retry` take."""

    job_id: str
    """The job."""
    reason: Text | None = None
    """Why, in one sentence."""


class GivenAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is said to one question: an answer, or that there is none."""

    question_id: QuestionId
    """The question, as the artifact `questions` names it."""
    answer: str | None = None
    """The user's own words: at most 2,000 characters, with a word in them."""
    declined: bool = False
    """Instead of an answer: it is not asked again."""


class AnswersCommand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `pipeline.answers` takes."""

    job_id: str
    """The job."""
    answers: Annotated[list[GivenAnswer], Meta(min_length=1, max_length=100)]
    """One for each question."""


class PatchesCommand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `pipeline.patches` takes."""

    job_id: str
    """The job."""
    patches: Annotated[dict[PatchId, PatchState], Meta(min_length=1, max_length=500)]
    """Which changes are not wanted, and which are wanted after all, by the ids of their patches."""


class StartedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The job, and the subjects to follow and to tell on."""

    job_id: str
    """The job."""
    live: str
    """The subject that rings when something was stored of the job."""
    events: str
    """The subject to tell on."""


class StandingAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The revision that the command is about."""

    job_id: str
    """The job."""
    revision: Ordinal
    """The revision that is canceled, or that is opened."""
