"""Errors that say what the caller does next.

    AppError
    ├── TransientError(delay)      try again later            503 + Retry-After
    │   ├── PartsMissingError      parts of the log are gone  503 + Retry-After
    │   └── UnansweredError        who was asked is silent    504
    ├── ConcurrencyError           reload, decide again       409
    ├── PermanentError             stop, record why           the job fails
    ├── RequestError               never reaches the log      400, 401, 403, 404, 410, 413, 415, 422
    ├── LimitError(delay)          come back later            429 + Retry-After
    │   └── StorageFullError       make room first            503 + Retry-After
    └── ConfigurationError         refuse to start            exit 78

`asyncio.CancelledError` is not among them: it settles nothing.
"""

from collections.abc import Sequence
from typing import Final

EXIT_CONFIGURATION: Final = 78
"""The exit status of a service that refuses to start (`EX_CONFIG` of sysexits.h)."""


class AppError(Exception):
    """The root: a stable `code` for machines, the message for people."""

    code: str = "internal"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class TransientError(AppError):
    """Something that we need does not answer; the call may or may not have taken effect. `delay_sec` is a hint."""

    code = "unavailable"

    def __init__(self, message: str, *, code: str | None = None, delay_sec: float = 1.0) -> None:
        super().__init__(message, code=code)
        self.delay_sec = delay_sec


class PartsMissingError(TransientError):
    """Some of what the log is made of does not answer: `parts` names it (`nats`, or streams)."""

    code = "log_unavailable"

    def __init__(self, parts: Sequence[str]) -> None:
        super().__init__(f"of the log is missing: {', '.join(parts)}")
        self.parts = tuple(parts)


class UnansweredError(TransientError):
    """Somebody was asked and did not answer in time; it may or may not have taken effect."""

    code = "unanswered"


class ConcurrencyError(AppError):
    """Somebody else was first; nothing was written. Reload and decide again."""

    code = "conflict"


class PermanentError(AppError):
    """It will not get better by trying again."""

    code = "permanent"


class RequestError(AppError):
    """The caller asked for what cannot be; nothing was written. `status` is the HTTP status that says so."""

    code = "bad_request"

    def __init__(self, message: str, *, status: int = 400, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.status = status


class LimitError(AppError):
    """A limit is reached; nothing was written. Come back after `delay_sec`."""

    code = "limit"

    def __init__(self, message: str, *, code: str | None = None, delay_sec: float = 5.0) -> None:
        super().__init__(message, code=code)
        self.delay_sec = delay_sec


class StorageFullError(LimitError):
    """The log, the queue or the documents have no room left; nothing was written. An operator has to make some."""

    code = "log_full"

    def __init__(self, what: str, *, delay_sec: float = 10.0) -> None:
        super().__init__(f"{what} is full: nothing was stored", delay_sec=delay_sec)


class ConfigurationError(AppError):
    """The service cannot start like this."""

    code = "configuration"


class DocumentNotFoundError(RequestError):
    """No document of this ref is stored: it never was, or it was erased."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"no document is stored as {ref}", status=404, code="no_such_document")


class NoSuchJobError(RequestError):
    """No job was ever started under this id, or all trace of it has expired."""

    def __init__(self) -> None:
        super().__init__("there is no job of this id", status=404, code="no_such_job")


class JobErasedError(RequestError):
    """The job was erased; its id will not start again."""

    def __init__(self) -> None:
        super().__init__("this job was erased", status=410, code="erased")
