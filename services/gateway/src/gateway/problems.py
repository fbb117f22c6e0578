"""The one mapper from errors to answers: `application/problem+json` (RFC 9457) with a stable `code`.

TransientError       503, Retry-After        RequestError     its own 4xx
UnansweredError      504
StorageFullError     503, Retry-After        LimitError       429, Retry-After
ConcurrencyError     409
Litestar's errors    their 4xx               anything else    500, and a traceback in the log
"""

import math
from http import HTTPStatus
from typing import Any, Final

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import Send

from eventlog import (
    AppError,
    ConcurrencyError,
    LimitError,
    RequestError,
    StorageFullError,
    TransientError,
    UnansweredError,
)
from gateway.accesslog import note
from gateway.answers import NOT_KEPT
from gateway.refusals import FullError, ReachedError, RefusedError

MEDIA_TYPE: Final = "application/problem+json"

_INTERNAL: Final = 500
_WORDS: Final = {
    400: ("malformed", "the request is not well formed"),
    404: ("no_such_path", "there is nothing at this path"),
    405: ("method_not_allowed", "this path does not take this method"),
    413: ("too_large", "the request is too large"),
}
"""Code and sentence for what Litestar refuses before we see it."""

logger = structlog.get_logger(__name__)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """An error as it is answered."""

    status: int
    code: str
    detail: str
    headers: dict[str, str] = {}
    more: dict[str, Any] = {}

    def body(self) -> bytes:
        """Encode it."""
        return msgspec.json.encode(
            {
                "type": "about:blank",
                "title": HTTPStatus(self.status).phrase,
                "status": self.status,
                "code": self.code,
                "detail": self.detail,
                **self.more,
            }
        )


def problem_of(error: Exception) -> Problem:
    """Say what an error is to the caller."""
    problem = Problem(status=_INTERNAL, code="internal", detail="something went wrong on our side")
    match error:
        case RequestError():
            problem = Problem(status=error.status, code=error.code, detail=str(error), more=_more(error))
        case ConcurrencyError():
            problem = Problem(status=409, code=error.code, detail=str(error))
        case UnansweredError():
            problem = Problem(status=504, code=error.code, detail=str(error))
        case LimitError() | TransientError():
            ours = isinstance(error, TransientError | StorageFullError)
            delay_sec = max(1, math.ceil(error.delay_sec))
            problem = Problem(
                status=503 if ours else 429,
                code=error.code,
                detail=str(error),
                headers={"Retry-After": str(delay_sec)},
                more=_more(error),
            )
        case HTTPException() if error.status_code < _INTERNAL:
            code, detail = _WORDS.get(error.status_code, ("refused", "this cannot be done"))
            problem = Problem(status=error.status_code, code=code, detail=detail, headers=dict(error.headers or {}))
        case _:
            pass
    return problem


def to_response(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer with a problem: Litestar's exception handler for everything."""
    problem = problem_of(error)
    note(request.scope, code=problem.code)
    if problem.status == _INTERNAL:
        logger.error("unexpected", code=problem.code, exc_info=error)
    return Response(
        problem.body(),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={**NOT_KEPT, **_authenticate(problem), **problem.headers},
    )


async def send_problem(send: Send, problem: Problem) -> None:
    """Answer with a problem from outside of Litestar."""
    headers = {"Content-Type": MEDIA_TYPE, **NOT_KEPT, **problem.headers}
    await send(
        {
            "type": "http.response.start",
            "status": problem.status,
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }
    )
    await send({"type": "http.response.body", "body": problem.body(), "more_body": False})


def _more(error: AppError) -> dict[str, Any]:
    return error.more if isinstance(error, RefusedError | ReachedError | FullError) else {}


def _authenticate(problem: Problem) -> dict[str, str]:
    return {"WWW-Authenticate": "Bearer"} if problem.status == HTTPStatus.UNAUTHORIZED else {}
