"""Projections of scripted logs, without a server."""

from collections.abc import Iterable

from contracts import subjects
from contracts.events import encode_event
from eventlog import StoredMessage
from gateway.counts import RejectedEvents
from gateway.joblog import Projection
from tests.golden.script import JOB, Line
from tests.support.gateway_job import JOB_ID


def stored(line: Line) -> StoredMessage:
    """Give a line as the log holds it."""
    subject = subjects.status(JOB_ID) if line.channel == "status" else subjects.events(JOB_ID)
    return StoredMessage(
        seq=line.seq,
        subject=subject,
        data=encode_event(line.event),
        timestamp="2026-11-22T20:00:00.000Z",
        message_id=line.message_id,
    )


def projected(messages: Iterable[StoredMessage]) -> tuple[Projection, RejectedEvents]:
    """Fold messages."""
    rejected = RejectedEvents()
    projection = Projection(JOB, rejected.note)
    for message in messages:
        projection.accept(message)
    return projection, rejected
