"""An error as HTTP answers it: `application/problem+json` (RFC 9457) with a stable code."""

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What was wrong with a request, or with us. Some codes come with more members, such as `limit` and `unit`."""

    type: str
    """Always `about:blank`: the code tells problems apart."""
    title: str
    """The status in words."""
    status: int
    """The HTTP status."""
    code: str
    """Stable, for programs."""
    detail: str
    """One sentence, for people: what to do about it."""
