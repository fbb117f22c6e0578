"""Where a reader says that it stands."""

import re
from typing import Final

from gateway.refusals import RefusedError

_CURSOR: Final = re.compile(r"0|[1-9][0-9]{0,18}")


def cursor_of(last_event_id: str | None, after: str | None) -> int:
    """Read the cursor that a stream begins behind: `Last-Event-ID` wins over `?after=`, and 0 is the beginning.

    A browser that reconnects sends the header and the address that it was opened with; only the header has moved.
    An empty header counts as left out.

    Raises:
        RefusedError: One that was given is none.
    """
    given = [cursor for cursor in (last_event_id or None, after) if cursor is not None]
    if not all(map(_CURSOR.fullmatch, given)):
        raise RefusedError(
            "a cursor is the `id` of an event of this job, the `seq` of its snapshot, or 0",
            status=400,
            code="malformed_cursor",
        )
    return int(given[0]) if given else 0
