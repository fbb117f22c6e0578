"""A job at a position, whole: what `GET /api/jobs/{job_id}/snapshot` answers."""

import msgspec

from contracts.state.view import StateView


class SnapshotEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A shown event with its position; `event` is the stored JSON, byte for byte."""

    seq: int
    event: msgspec.Raw


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The fold and the history that it folds. `stream_url` continues exactly after `seq`."""

    job_id: str
    status: str
    revision: int
    seq: int
    state: StateView
    events: list[SnapshotEvent]
    stream_url: str
    snapshot_at: str
