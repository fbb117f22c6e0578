"""Why no posting could be read. Each is the input's fault: trying again changes nothing."""

from typing import ClassVar


class NoPostingError(ValueError):
    """What was given holds no posting."""

    code: ClassVar[str] = "no_posting_found"


class PageTooHeavyError(ValueError):
    """What was given is too large or too tangled to be one posting."""

    code: ClassVar[str] = "posting_too_large"
