"""What a chaos run leaves behind for its verdict: what viewers saw, what the log says, what was done to the system."""

import msgspec

from contracts.events import Event, UnknownEvent
from tests.chaos.plan import Kind


class Seen(msgspec.Struct, frozen=True):
    """An event as a viewer saw it: its SSE id, its own id, and when, in seconds of one clock."""

    seq: int
    id: str
    at: float


class ViewerRecord(msgspec.Struct, kw_only=True):
    """All that one viewer saw, over all its connections, in the order in which it came."""

    job_id: str
    name: str
    seen: list[Seen] = []
    connections: int = 0
    resets: int = 0
    """How often the gateway told it to begin again, though its job is alive."""
    refusals: list[str] = []
    """Answers after which a browser would never come back."""
    finished: bool = False
    """Whether it was told, at its last cursor, that there is nothing more."""


class Logged(msgspec.Struct, frozen=True):
    """An event that is shown of a job, by the log itself."""

    seq: int
    event: Event | UnknownEvent


class JobRecord(msgspec.Struct, kw_only=True):
    """One job: what is shown of it, and all who watched it. `settled`: its user saw it end and wants no more."""

    job_id: str
    shown: list[Logged] = []
    viewers: list[ViewerRecord] = []
    settled: bool = False


class FaultRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A fault that was carried out: from when to when, in seconds of the same clock."""

    kind: Kind
    at: float
    until: float


class RunRecord(msgspec.Struct, kw_only=True):
    """A whole run."""

    jobs: list[JobRecord]
    faults: list[FaultRecord]
    unclean: list[str] = []
    """Stops by SIGTERM that did not end in time with the status 0."""
    seconds: float = 0.0
