"""What answers of the API have in common."""

from typing import Any, Final

import msgspec
from litestar import Response

NOT_KEPT: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
"""Answers speak of one person's job: no cache keeps them, and no browser guesses what they are."""

_encoder = msgspec.json.Encoder()


def json_answer(content: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Response[bytes]:  # noqa: ANN401
    """Answer with JSON: any struct, or plain data."""
    return Response(
        _encoder.encode(content),
        status_code=status,
        media_type="application/json",
        headers={**NOT_KEPT, **(headers or {})},
    )
