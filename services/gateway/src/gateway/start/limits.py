"""`GET /api/limits`: how much a start takes and how long a job is kept, for a page to say before it asks for texts."""

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from gateway.answers import json_answer
from gateway.start.files import FILE_LIMIT_BYTES
from gateway.start.request import POSTING_LIMIT, RESUME_LIMIT, URL_LIMIT


class StartLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What a start takes, in characters and bytes, and how many seconds after its last end a job is erased."""

    resume_characters: int
    """The longest résumé as text, in characters; the same for `profile_text`."""
    posting_characters: int
    """The longest posting as text, in characters."""
    url_characters: int
    """The longest address of a posting, in characters."""
    file_bytes: int
    """The largest file, in bytes; the same for résumé and posting."""
    retention_sec: float
    """How long a job is kept after its last end, in seconds: then it is erased with all of its texts."""


def limits_routes(*, retention_sec: float) -> list[HTTPRouteHandler]:
    """Build the route."""
    told = StartLimits(
        resume_characters=RESUME_LIMIT,
        posting_characters=POSTING_LIMIT,
        url_characters=URL_LIMIT,
        file_bytes=FILE_LIMIT_BYTES,
        retention_sec=retention_sec,
    )

    @get("/api/limits", name="limits")
    async def limits() -> Response[bytes]:
        return json_answer(told)

    return [limits]
