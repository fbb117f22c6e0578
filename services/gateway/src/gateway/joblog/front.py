"""The viewers of a job who have everything: what is new is put into bytes once, and written to each of them as it is.

This is where nearly all deliveries are made. What is left of one is a call of the transport's `write`: no task, no
queue, no bookkeeping per viewer; where a viewer stands follows from where the front stands.
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from gateway.counts import StreamCounts

Member = TypeVar("Member")
"""Who is at the front. It may leave while it is written to, when its connection takes no more."""


class Front(Generic[Member]):
    """Writes pieces of a chunked body (RFC 9112, 7.1) to all of its members."""

    def __init__(self, counts: StreamCounts) -> None:
        self._writes: dict[Member, Callable[[bytes], None]] = {}
        self._counts = counts

    def __len__(self) -> int:
        """How many there are."""
        return len(self._writes)

    def __iter__(self) -> Iterator[Member]:
        """Give the members; none may join or leave meanwhile."""
        return iter(self._writes)

    def join(self, member: Member, write: Callable[[bytes], None]) -> None:
        """Write to somebody from now on."""
        self._writes[member] = write

    def leave(self, member: Member) -> bool:
        """Write to somebody no more; tells whether it was a member."""
        return self._writes.pop(member, None) is not None

    def write(self, data: bytes, *, events: int = 0) -> None:
        """Write a piece, which holds so many events, to all."""
        if not self._writes:
            return
        writes = tuple(self._writes.values())
        self._counts.events += events * len(writes)
        self._counts.writes += len(writes)
        self._counts.bytes += len(data) * len(writes)
        piece = chunked(data)
        for write in writes:
            write(piece)


def chunked(data: bytes) -> bytes:
    """Frame a piece of a chunked body."""
    return b"%x\r\n%b\r\n" % (len(data), data)
