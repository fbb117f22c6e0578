"""`POST …/answers` and `PUT …/patches`: what users say to a job that has ended, each the next revision of it."""

from typing import Any, Final, TypeVar

import msgspec
from litestar import Request, Response, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from contracts.commands import GivenAnswer, PatchId, PatchState
from contracts.ids import JobId
from eventlog import ANSWER_LIMIT, Wishes, answers_by_question
from gateway.access.gate import Gate
from gateway.refusals import RefusedError
from gateway.start.body import read_whole
from gateway.start.request import is_rubbish
from gateway.steering import steered

_BODY_LIMIT: Final = 1024 * 1024
"""Bytes: a hundred answers at their limit, each character escaped."""

_Asked = TypeVar("_Asked", bound=msgspec.Struct)


class AnswersRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answers to the job's questions; what was answered before may be answered anew."""

    answers: list[GivenAnswer]
    """One for each question that is answered or declined; questions that are left out stay as they are."""


class PatchRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall become of a change."""

    state: PatchState
    """Rejected: the result does without it. Restored: it is made again."""


class PatchesRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall become of several changes at once, by the ids of their patches."""

    patches: dict[PatchId, PatchState]
    """What each shall become; changes that are left out stay as they are."""


def wish_routes(gate: Gate, wishes: Wishes) -> list[HTTPRouteHandler]:
    """Build the routes."""

    @post("/api/jobs/{job_id:str}/answers", status_code=202, name="answers")
    async def answers(request: Request[Any, Any, Any], job_id: FromPath[str]) -> Response[bytes]:
        job = await _admitted(request, job_id)
        given = answers_by_question((await _read(request, AnswersRequest)).answers)
        for text in given.values():
            _check_text(text or "")
        return steered(job, await wishes.answer(job, given))

    @put("/api/jobs/{job_id:str}/patches/{patch_id:str}", status_code=202, name="patch")
    async def patch(request: Request[Any, Any, Any], job_id: FromPath[str], patch_id: FromPath[str]) -> Response[bytes]:
        job = await _admitted(request, job_id)
        asked = await _read(request, PatchRequest)
        return steered(job, await wishes.choose(job, {patch_id: asked.state}))

    @put("/api/jobs/{job_id:str}/patches", status_code=202, name="patches")
    async def patches(request: Request[Any, Any, Any], job_id: FromPath[str]) -> Response[bytes]:
        job = await _admitted(request, job_id)
        asked = await _read(request, PatchesRequest)
        return steered(job, await wishes.choose(job, asked.patches))

    async def _admitted(request: Request[Any, Any, Any], job_id: str) -> JobId:
        job = gate.job_id(job_id)
        await gate.admit(request, job, changing=True)
        return job

    return [answers, patch, patches]


async def _read(request: Request[Any, Any, Any], kind: type[_Asked]) -> _Asked:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise RefusedError("send `Content-Type: application/json`", status=415, code="unsupported_type")
    body = await read_whole(request, limit=_BODY_LIMIT)
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise RefusedError(f"the body does not fit: {error}", status=400, code="unfit_body") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RefusedError(f"the body is not JSON: {error}", status=400, code="malformed_body") from None


def _check_text(text: str) -> None:
    if len(text) > ANSWER_LIMIT:
        raise RefusedError(
            f"an answer has {len(text)} characters; at most {ANSWER_LIMIT} are taken",
            status=413,
            code="too_large",
            field="answer",
            limit=ANSWER_LIMIT,
            unit="characters",
        )
    if is_rubbish(text):
        raise RefusedError("an answer is not text: it holds control characters", status=422, code="not_text")
