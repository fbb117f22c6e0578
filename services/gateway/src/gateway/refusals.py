"""Requests that are refused, with what the answer says besides its sentence."""

from typing import Any

from eventlog import RequestError


class RefusedError(RequestError):
    """The caller asked for what cannot be; nothing was written. `more` goes into the problem's body."""

    def __init__(self, message: str, *, status: int, code: str, **more: Any) -> None:  # noqa: ANN401 - any JSON
        super().__init__(message, status=status, code=code)
        self.more = more
