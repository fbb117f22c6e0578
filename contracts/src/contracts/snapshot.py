"""A job at a position, whole: what `GET /api/jobs/{job_id}/snapshot` answers."""

import msgspec

from contracts.state.view import StateView


class SnapshotEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A shown event with its position; `event` is the stored JSON, byte for byte."""

    seq: int
    """Its position."""
    event: msgspec.Raw
    """The event, byte for byte as stored."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The fold and the history that it folds. `stream_url` continues exactly after `seq`."""

    job_id: str
    """The job."""
    status: str
    """Where the job stands."""
    revision: int
    """The newest revision."""
    seq: int
    """The position that this is the view at: the cursor for what comes after."""
    state: StateView
    """The fold of every shown event up to `seq`."""
    events: list[SnapshotEvent]
    """Every shown event up to `seq`, oldest first; where a page was asked for, those on it."""
    stream_url: str
    """The stream from exactly here on: a path, without a token."""
    snapshot_at: str
    """When it was made: RFC 3339, in UTC. Two that differ in nothing else have the same `ETag`."""
    next: str | None = None
    """The next page of the same snapshot: a path, without a token. Left out on the last page."""
