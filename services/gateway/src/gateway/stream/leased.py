"""A source whose stream is counted, and begins only where there is room for it."""

from collections.abc import Sequence
from typing import Protocol

from gateway.limits import Lease, StreamLimits, Watched
from gateway.stream.session import Reader, Source


class Admitting(Source, Protocol):
    """A source that can tell what it shows before it opens it."""

    async def watched(self) -> Sequence[Watched]:
        """See that the caller may watch, and say what.

        Raises:
            AppError: The answer is this error.
        """
        ...


class Leased:
    """Takes a place before anything is opened, and gives it back with everything else."""

    __slots__ = ("_lease", "_limits", "_origin", "_source")

    def __init__(self, source: Admitting, limits: StreamLimits, origin: str) -> None:
        self._source = source
        self._limits = limits
        self._origin = origin
        self._lease: Lease | None = None

    async def open(self) -> Reader | None:
        """See `Source.open`.

        Raises:
            FullError: This process has as many streams as it takes.
            ReachedError: The caller, a job or a token has; or too many come at once.
        """
        self._lease = self._limits.admit(self._origin, *await self._source.watched())
        return await self._source.open()

    def close(self) -> None:
        """See `Source.close`."""
        self._source.close()
        if self._lease is not None:
            self._lease.release()
