"""The nine types of events, their payloads, and how they are read and written."""

from contracts.events.codec import MalformedEventError, decode_event, encode_event, timestamp_of
from contracts.events.envelope import (
    EVENT_TYPES,
    DiffChunkEvent,
    DoneEvent,
    Envelope,
    ErrorEvent,
    Event,
    EventType,
    HeartbeatEvent,
    InsightEvent,
    JobStatusEvent,
    MetricUpdateEvent,
    StepProgressEvent,
    UnknownEvent,
    ValidationUpdateEvent,
)
from contracts.events.payloads import (
    DiffChunk,
    Done,
    ErrorInfo,
    Heartbeat,
    Importance,
    Insight,
    JobStatus,
    JobStatusName,
    MetricUpdate,
    StepNode,
    StepProgress,
    StepStateName,
    ValidationUpdate,
)

__all__ = [
    "EVENT_TYPES", "DiffChunk", "DiffChunkEvent", "Done", "DoneEvent", "Envelope", "ErrorEvent", "ErrorInfo", "Event",
    "EventType", "Heartbeat", "HeartbeatEvent", "Importance", "Insight", "InsightEvent", "JobStatus", "JobStatusEvent",
    "JobStatusName", "MalformedEventError", "MetricUpdate", "MetricUpdateEvent", "StepNode", "StepProgress",
    "StepProgressEvent", "StepStateName", "UnknownEvent", "ValidationUpdate", "ValidationUpdateEvent", "decode_event",
    "encode_event", "timestamp_of",
]  # fmt: skip
