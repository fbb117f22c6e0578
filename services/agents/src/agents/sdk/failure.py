"""What an exception means for the step: a code, a sentence for the user, and whether to try again."""

import msgspec

from eventlog import AppError, ConcurrencyError, LimitError, TransientError

_SENTENCE = 500


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """An exception, mapped. `unexpected` ones are bugs, and are logged with their traceback."""

    code: str
    message: str
    retryable: bool
    retry_after_sec: float | None = None
    unexpected: bool = False

    @classmethod
    def of(cls, error: Exception) -> "Failure":
        """Map what a handler raised.

        An error of ours says itself what to do. A `ValueError` with a `code` is the engine's: the input is refused.
        Everything else is a bug or the environment's fault: it is tried again, and its text, which may quote a
        document, is told to nobody.
        """
        code = getattr(error, "code", None)
        match error:
            case TransientError() | LimitError():
                return cls(
                    code=error.code,
                    message=_sentence(error),
                    retryable=True,
                    retry_after_sec=error.delay_sec,
                )
            case ConcurrencyError():
                return cls(code=error.code, message=_sentence(error), retryable=True)
            case AppError():
                return cls(code=error.code, message=_sentence(error), retryable=False)
            case ValueError() if isinstance(code, str) and code:
                return cls(code=code[:100], message=_sentence(error), retryable=False)
            case _:
                message = f"the step failed unexpectedly ({type(error).__name__})"
                return cls(code="internal", message=message, retryable=True, unexpected=True)


def _sentence(error: Exception) -> str:
    return str(error)[:_SENTENCE]
