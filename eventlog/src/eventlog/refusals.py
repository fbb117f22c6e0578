"""What a refused command carries over NATS, and what its caller raises for it: the two ways of one table.

RequestError       its own 4xx          LimitError         429
TransientError     503                  everything else    409
"""

from typing import Final

from eventlog.errors import AppError, LimitError, RequestError, TransientError

_CONFLICT: Final = 409
_LIMIT: Final = 429
_UNAVAILABLE: Final = 503
_SERVER_ERROR: Final = 500


def status_of(error: AppError) -> int:
    """Say by an HTTP status what an error is to the caller of a command."""
    match error:
        case RequestError(status=status):
            return status
        case LimitError():
            return _LIMIT
        case TransientError():
            return _UNAVAILABLE
        case _:
            return _CONFLICT


def error_of(status: int, code: str, sentence: str) -> AppError:
    """Make the error that a command's caller raises."""
    if status == _LIMIT:
        return LimitError(sentence, code=code)
    if status >= _SERVER_ERROR:
        return TransientError(sentence, code=code)
    return RequestError(sentence, status=status, code=code)
