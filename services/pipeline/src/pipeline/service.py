"""`pipeline.start`, `.cancel`, `.retry`, `.answers`, `.patches`: commands for callers that have NATS and no HTTP.

JSON in, JSON out; a refusal comes with a status of three digits and a sentence. `$SRV.INFO.pipeline` finds them.
"""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import msgspec

from contracts import subjects
from contracts.commands import (
    AnswersCommand,
    JobCommand,
    PatchesCommand,
    StandingAnswer,
    StartCommand,
    StartedAnswer,
)
from contracts.ids import InvalidIdError, JobId, job_id_for, new_job_id, parse_job_id
from eventlog import (
    CommandHandler,
    Connection,
    Following,
    Jobs,
    RequestError,
    Standing,
    Wishes,
    answers_by_question,
)

VERSION: Final = "1.0.0"
_CLIENT: Final = "nats"
"""Whose idempotency keys these are: NATS tells no caller from another, so that keys must be random."""

Command = TypeVar("Command", bound=msgspec.Struct)


async def serve_commands(connection: Connection, graphs: frozenset[str]) -> Following:
    """Answer commands until stopped; replicas share them."""
    jobs, wishes = Jobs(connection), Wishes(connection)
    handlers: dict[str, CommandHandler] = {
        "start": _start(jobs, graphs),
        "cancel": _steering(jobs.cancel),
        "retry": _steering(jobs.retry),
        "answers": _answering(wishes),
        "patches": _choosing(wishes),
    }
    return await connection.commands.serve("pipeline", VERSION, "Starts and steers jobs.", handlers)


def _start(jobs: Jobs, graphs: frozenset[str]) -> CommandHandler:
    async def start(body: bytes) -> bytes:
        asked = _decoded(body, StartCommand)
        if (asked.job_text is None) == (asked.job_url is None):
            raise RequestError("give the posting once: as `job_text` or as `job_url`", status=422, code="one_posting")
        if asked.graph not in graphs:
            raise RequestError(f"there is no graph {asked.graph[:40]!r}", status=422, code="unknown_graph")
        key = asked.idempotency_key
        job_id = job_id_for(_CLIENT, key) if key is not None else new_job_id()
        digest = hashlib.sha256(msgspec.json.encode(asked)).hexdigest()
        await jobs.start(job_id, _documents(asked), body_hash=digest, graph=asked.graph)
        answer = StartedAnswer(job_id=job_id, live=subjects.live(job_id), events=subjects.events(job_id))
        return msgspec.json.encode(answer)

    return start


def _documents(asked: StartCommand) -> dict[str, bytes]:
    """Give what is to be stored, by the names that the first step knows."""
    texts = {
        "resume_upload": asked.resume_text,
        "job_upload": asked.job_text,
        "job_url": asked.job_url,
        "profile_upload": asked.profile_text,
    }
    return {name: text.encode() for name, text in texts.items() if text is not None}


def _steering(command: Callable[[JobId, str | None], Awaitable[Standing]]) -> CommandHandler:
    async def steer(body: bytes) -> bytes:
        asked = _decoded(body, JobCommand)
        job_id = _job_id(asked.job_id)
        return _standing(job_id, await command(job_id, asked.reason))

    return steer


def _answering(wishes: Wishes) -> CommandHandler:
    async def answer(body: bytes) -> bytes:
        asked = _decoded(body, AnswersCommand)
        job_id = _job_id(asked.job_id)
        return _standing(job_id, await wishes.answer(job_id, answers_by_question(asked.answers)))

    return answer


def _choosing(wishes: Wishes) -> CommandHandler:
    async def choose(body: bytes) -> bytes:
        asked = _decoded(body, PatchesCommand)
        job_id = _job_id(asked.job_id)
        return _standing(job_id, await wishes.choose(job_id, asked.patches))

    return choose


def _job_id(given: str) -> JobId:
    try:
        return parse_job_id(given)
    except InvalidIdError as error:
        raise RequestError(str(error), status=400, code="malformed_id") from None


def _standing(job_id: JobId, standing: Standing) -> bytes:
    return msgspec.json.encode(StandingAnswer(job_id=job_id, revision=standing.revision))


def _decoded(body: bytes, kind: type[Command]) -> Command:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RequestError(f"the body does not fit: {error}", status=400, code="malformed_body") from None
