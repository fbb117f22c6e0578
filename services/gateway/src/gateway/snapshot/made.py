"""Making snapshots, and keeping what the next reader of the same job would have to make again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakKeyDictionary

import msgspec

from contracts.events import decode_event, timestamp_of
from contracts.snapshot import Snapshot, SnapshotEvent
from contracts.state import JobState, StateView
from gateway.joblog import Projection
from gateway.snapshot.asked import WHOLE, Asked
from gateway.snapshot.cut import Cut, cut_of

_encoder = msgspec.json.Encoder()


@dataclass(slots=True)
class _Kept:
    tag: str = ""
    body: bytes = b""
    past: JobState = field(default_factory=JobState)
    folded: int = 0  # how many events `past` is the fold of


class Snapshots:
    """Encodes snapshots; the last of each projection is kept for as long as the projection is.

    A projection of a watched job lives while it is watched, and so its last answer and its last past state: who asks
    again, or for the next page of the same past, costs neither a fold nor an encoding. One that was read for a single
    request takes them along.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._kept: WeakKeyDictionary[Projection, _Kept] = WeakKeyDictionary()

    def body(self, projection: Projection, cut: Cut, asked: Asked, tag: str) -> bytes:
        """Give an answer as JSON; `tag` says what it follows from."""
        kept = self._kept.setdefault(projection, _Kept())
        if kept.tag != tag:
            kept.body = _encoder.encode(_snapshot(projection, cut, asked, _view(projection, cut, kept), self._now()))
            kept.tag = tag
        return kept.body


def snapshot_of(projection: Projection, made_at: datetime) -> Snapshot:
    """Give a job whole, as it is now."""
    return _snapshot(projection, cut_of(projection, WHOLE), WHOLE, projection.state.view(), made_at)


def _view(projection: Projection, cut: Cut, kept: _Kept) -> StateView:
    """Fold up to a cut: the newest state is there already, an older one is folded on from the one that is kept."""
    if cut.known == len(projection.positions):
        return projection.state.view()
    if kept.folded > cut.known:
        kept.past, kept.folded = JobState(), 0
    for seq, event in projection.shown(kept.folded, cut.known):
        kept.past.apply(seq, decode_event(event))
    kept.folded = cut.known
    return kept.past.view()


def _snapshot(projection: Projection, cut: Cut, asked: Asked, view: StateView, made_at: datetime) -> Snapshot:
    path, next_page = f"/api/jobs/{projection.job_id}", None
    if cut.has_more:
        next_page = f"{path}/snapshot?at={cut.seq}&after={projection.positions[cut.end - 1]}&limit={asked.limit}"
    return Snapshot(
        job_id=projection.job_id,
        status=view.status,
        revision=view.revision,
        seq=cut.seq,
        state=view,
        events=[
            SnapshotEvent(seq=seq, event=msgspec.Raw(event)) for seq, event in projection.shown(cut.begin, cut.end)
        ],
        stream_url=f"{path}/stream?after={cut.seq}",
        snapshot_at=timestamp_of(made_at),
        next=next_page,
    )
