"""Where a reader says that it stands."""

import re
from typing import Final

from gateway.refusals import RefusedError

_CURSOR: Final = re.compile(r"0|[1-9][0-9]{0,18}")


def cursor_of(last_event_id: str | None, after: str | None) -> int:
    """Read the cursor that a stream begins behind: `Last-Event-ID` wins over `?after=`, and 0 is the beginning.

    A browser that reconnects sends the header and the address that it was opened with; only the header has moved.

    Raises:
        RefusedError: What was given is no cursor.
    """
    given = last_event_id or after
    if given is None:
        return 0
    if _CURSOR.fullmatch(given) is None:
        raise RefusedError(
            "a cursor is the `id` of an event of this job, the `seq` of its snapshot, or 0",
            status=400,
            code="malformed_cursor",
        )
    return int(given)
