"""All cursors of a stream of many jobs as one `id:`, opaque to its readers.

`{list}.{cursor}.{cursor}…`: eight hexadecimal digits that stand for the list of jobs, then where the reader stands in
each, in the order of the list; `x` for a job whose part is over for good, since it was erased or its token expired.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Final, Self

from contracts.ids import JobId
from gateway.refusals import RefusedError

_ID: Final = re.compile(r"(?P<list>[0-9a-f]{8})(?P<cursors>(\.(x|0|[1-9][0-9]{0,18})){1,50})")
_OVER: Final = "x"


class Cursors:
    """Where a reader stands in each of its jobs."""

    def __init__(self, jobs: Sequence[JobId], cursors: Sequence[int | None]) -> None:
        """Stand somewhere.

        Args:
            jobs: The jobs, in the reader's order.
            cursors: One for each; None where its part is over.
        """
        self._list = hashlib.sha256("\n".join(jobs).encode()).hexdigest()[:8].encode()
        self._texts = [_OVER.encode() if cursor is None else b"%d" % cursor for cursor in cursors]

    @classmethod
    def of(
        cls, jobs: Sequence[JobId], cursors: Sequence[int], last_event_id: str | None
    ) -> tuple[Self, list[int | None]]:
        """Read where a reader begins: the id that it comes back with wins over what the address says of each job.

        Returns:
            The cursors and, in the same order, each as a position; -1, which no job holds, where the id is another
            list's: each job is then told by a reset.

        Raises:
            RefusedError: The id is none of ours.
        """
        if not last_event_id:
            return cls(jobs, cursors), list(cursors)
        parts = _ID.fullmatch(last_event_id)
        if parts is None:
            raise RefusedError(
                "a cursor of a stream of many jobs is an `id` that such a stream gave",
                status=400,
                code="malformed_cursor",
            )
        given = [None if text == _OVER else int(text) for text in parts["cursors"][1:].split(".")]
        read = cls(jobs, given)
        if parts["list"].encode() != read._list or len(given) != len(jobs):
            return cls(jobs, [0] * len(jobs)), [-1] * len(jobs)
        return read, given

    def __bytes__(self) -> bytes:
        """Give the id of where the reader stands now."""
        return b"%b.%b" % (self._list, b".".join(self._texts))

    def moved(self, place: int, seq: int) -> bytes:
        """Go on in one job, counted from 0, and give the id of that."""
        self._texts[place] = b"%d" % seq
        return bytes(self)

    def over(self, place: int) -> bytes:
        """Be done with one job for good, and give the id of that."""
        self._texts[place] = _OVER.encode()
        return bytes(self)
