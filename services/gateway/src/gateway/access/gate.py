"""The door to a job: the id is well formed, the job exists, the token is its own. In this order."""

from typing import Any, Final

from litestar import Request

from contracts.ids import InvalidIdError, JobId, parse_job_id
from gateway.access.tokens import Grant, Tokens
from gateway.accesslog import note
from gateway.joblog import JobLogs
from gateway.refusals import RefusedError

COOKIE: Final = "job_token"
_SCHEME: Final = "bearer "


class Gate:
    """Lets a request through to a job."""

    def __init__(self, tokens: Tokens, jobs: JobLogs) -> None:
        self._tokens = tokens
        self._jobs = jobs

    @staticmethod
    def job_id(text: str) -> JobId:
        """Read a job id out of a path, before anything is asked of the log: a `*` in it would read everyone's jobs.

        Raises:
            RefusedError: It is none.
        """
        try:
            return parse_job_id(text)
        except InvalidIdError as error:
            raise RefusedError(str(error), status=400, code="malformed_id") from None

    async def admit(
        self, request: Request[Any, Any, Any], job_id: JobId, *, by_query: bool = False, changing: bool = False
    ) -> Grant:
        """Check the token of a request.

        Args:
            request: The request.
            job_id: The job that it asks for.
            by_query: Whether `?access_token=` counts: only where browsers can send no header.
            changing: Whether the request changes the job: the cookie, which browsers add by themselves, then counts
                only with an `Origin`, which `Origins` has found to be our own or an allowed one.

        Raises:
            NoSuchJobError: There is no such job, whatever the token.
            JobErasedError: It was erased, whatever the token.
            RefusedError: The token is missing, wrong, expired (401), or another job's (403).
            TransientError: The log does not answer.
        """
        note(request.scope, job_id=job_id)
        by_cookie = not changing or request.headers.get("origin") is not None
        return await self.admit_by(_token_of(request, by_query=by_query, by_cookie=by_cookie), job_id)

    async def admit_by(self, token: str | None, job_id: JobId) -> Grant:
        """Check a token; raises as `admit` does."""
        try:
            return self._tokens.verify(token, job_id)
        except RefusedError:
            await self._jobs.require(job_id)  # 404 and 410 go before 401 and 403
            raise


def _token_of(request: Request[Any, Any, Any], *, by_query: bool, by_cookie: bool) -> str | None:
    """Find the token; what was given on purpose goes before the cookie, which browsers add by themselves."""
    given = request.headers.get("authorization", "")
    if given.lower().startswith(_SCHEME):
        return given[len(_SCHEME) :].strip()
    if by_query and (token := request.query_params.get("access_token")):
        return str(token)
    return request.cookies.get(COOKIE) if by_cookie else None
