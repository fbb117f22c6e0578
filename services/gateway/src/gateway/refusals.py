"""Requests that are refused, with what the answer says besides its sentence."""

from typing import Any

from eventlog import LimitError, RequestError, TransientError


class RefusedError(RequestError):
    """The caller asked for what cannot be; nothing was written. `more` goes into the problem's body."""

    def __init__(self, message: str, *, status: int, code: str, **more: Any) -> None:  # noqa: ANN401 - any JSON
        super().__init__(message, status=status, code=code)
        self.more = more


class ReachedError(LimitError):
    """The caller has as much as it may; nothing was begun. `more` goes into the problem's body."""

    def __init__(self, message: str, *, code: str, delay_sec: float = 5.0, **more: Any) -> None:  # noqa: ANN401 - any JSON
        super().__init__(message, code=code, delay_sec=delay_sec)
        self.more = more


class FullError(TransientError):
    """This process has as many streams as it takes; nothing was begun. `more` goes into the problem's body."""

    code = "streams_full"

    def __init__(self, message: str, *, delay_sec: float = 5.0, **more: Any) -> None:  # noqa: ANN401 - any JSON
        super().__init__(message, delay_sec=delay_sec)
        self.more = more
