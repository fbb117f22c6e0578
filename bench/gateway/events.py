"""The event that is published: what an integrator would say, about 300 bytes on the wire."""

from datetime import UTC, datetime

from contracts.events import Insight, InsightEvent, encode_event, timestamp_of

NUMBER = "#" * 10
"""The publisher writes the event's number within its topic here, from 1."""
MOMENT = "$" * 16
"""And here when it said it, in microseconds since the epoch."""
MARK = f"@t={NUMBER}.{MOMENT}@"
"""What the load client looks for."""


def event_template(job_id: str) -> str:
    """Write an insight with room for its number and its moment."""
    return encode_event(
        InsightEvent(
            timestamp=timestamp_of(datetime.now(UTC)),
            id=f"bench:{NUMBER}",
            job_id=job_id,
            data=Insight(
                id=f"bench-{NUMBER}",
                category="requirement",
                importance="high",
                message=f"{MARK} driving licence, C1",
            ),
        )
    ).decode()


def mark_of(number: int) -> bytes:
    """Give the beginning of the mark of an event."""
    return b"@t=%010d." % number
