"""Where in a job's log a snapshot stands, and which events are on the page."""

import msgspec

from gateway.joblog import Projection
from gateway.refusals import RefusedError
from gateway.snapshot.asked import Asked


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """A place in what is shown of a job. The log is only added to: the same cut shows the same for ever."""

    seq: int
    """Position of the newest event that the snapshot knows of; 0 before the first."""
    known: int
    """How many events are shown up to there: what the state is the fold of."""
    begin: int
    """Index of the first event that is given."""
    end: int
    """Index behind the last."""

    @property
    def has_more(self) -> bool:
        """Whether the snapshot knows of events behind those that are given."""
        return self.begin < self.end < self.known


def cut_of(projection: Projection, asked: Asked) -> Cut:
    """Find what is asked for.

    Raises:
        RefusedError: A position lies behind the end of the log, or in front of what is left of it.
    """
    at = projection.tail if asked.at is None else asked.at
    for field, position in (("at", at), ("after", asked.after)):
        _require_position(projection, field, position)
    known = projection.index_behind(at)
    begin = min(projection.index_behind(asked.after), known)
    if not asked.events:
        end = begin
    elif asked.limit is None:
        end = known
    else:
        end = min(begin + asked.limit, known)
    return Cut(seq=projection.positions[known - 1] if known else 0, known=known, begin=begin, end=end)


def _require_position(projection: Projection, field: str, position: int) -> None:
    if position > projection.tail:
        sentence = f"`{field}` is behind the end of the log: this job's newest message is at {projection.tail}"
    elif projection.beheaded and 0 < position < projection.first:
        sentence = f"`{field}` is before what is kept of the log: this job's oldest message is at {projection.first}"
    else:
        return
    raise RefusedError(
        sentence,
        status=422,
        code="no_such_position",
        field=field,
        oldest=projection.first,
        newest=projection.tail,
    )
