"""Streams, consumers and the bucket, declared once, as data: what every service and operators provision from.

No stream allows roll-up or schedules: with roll-up one header of one put empties a bucket, and a schedule writes to any
subject of its stream. Every consumer has one filter: a second costs the server twenty times the CPU of the first.
"""

from collections.abc import Sequence
from typing import Final

from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RePublish,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)

from contracts import subjects
from contracts.ids import StepName
from eventlog.settings import LogSettings

MAX_EVENT_BYTES: Final = 64 * 1024
"""The largest message of `JOBS`: what is larger is a document."""

MAX_MESSAGES_PER_SUBJECT: Final = 10_000
"""How long one subject of a job may grow before it is refused: a run-away job harms no other."""

FACTS_ACK_WAIT_SEC: Final = 5.0
FACTS_MAX_ACK_PENDING: Final = 50_000
"""Above the admission limit: every running job parks its start here."""


def streams(settings: LogSettings) -> Sequence[StreamConfig]:
    """List the streams with all their settings."""
    storage = StorageType.FILE if settings.storage == "file" else StorageType.MEMORY
    return (
        StreamConfig(
            name=subjects.JOBS,
            description="The log of all jobs: public events and the facts that steer them.",
            subjects=[subjects.ALL_JOBS, subjects.ALL_RUNS],
            retention=RetentionPolicy.LIMITS,
            discard=DiscardPolicy.NEW,
            discard_new_per_subject=True,
            max_msgs_per_subject=MAX_MESSAGES_PER_SUBJECT,
            max_msg_size=MAX_EVENT_BYTES,
            max_bytes=settings.jobs_max_bytes,
            max_age=2 * settings.retention_sec,
            duplicate_window=settings.dedupe_window_sec,
            republish=RePublish(src=subjects.ALL_JOBS, dest=subjects.LIVE_OF_ALL_JOBS),
            allow_direct=True,
            storage=storage,
            num_replicas=settings.replicas,
        ),
        StreamConfig(
            name=subjects.WORK,
            description="Work for agents: one message an attempt, gone when it is settled.",
            subjects=[subjects.ALL_WORK],
            retention=RetentionPolicy.WORK_QUEUE,
            discard=DiscardPolicy.NEW,
            discard_new_per_subject=True,
            max_msgs_per_subject=1,
            max_msg_size=MAX_EVENT_BYTES,
            duplicate_window=settings.dedupe_window_sec,
            storage=storage,
            num_replicas=settings.replicas,
        ),
        StreamConfig(
            name=subjects.DEAD,
            description="Work that nobody could do: the newest letter of each step and job.",
            subjects=[subjects.ALL_DEAD],
            retention=RetentionPolicy.LIMITS,
            discard=DiscardPolicy.OLD,
            max_msgs_per_subject=1,
            max_age=2 * settings.retention_sec,
            duplicate_window=settings.dedupe_window_sec,
            allow_direct=True,
            storage=storage,
            num_replicas=settings.replicas,
        ),
        StreamConfig(
            name=subjects.DOCUMENTS,
            description="Documents, each written once under the hash of its content (a key-value bucket).",
            subjects=[f"$KV.{subjects.DOCUMENTS_BUCKET}.>"],
            retention=RetentionPolicy.LIMITS,
            discard=DiscardPolicy.NEW,
            max_msgs_per_subject=1,
            max_bytes=settings.documents_max_bytes,
            max_age=2 * settings.retention_sec,
            duplicate_window=settings.dedupe_window_sec,
            allow_direct=True,
            storage=storage,
            num_replicas=settings.replicas,
        ),
    )


def facts_consumer() -> ConsumerConfig:
    """Describe the pipeline's consumer: every fact of every job, in order, parked facts included."""
    return ConsumerConfig(
        durable_name=subjects.PIPELINE_CONSUMER,
        description="Wakes the pipeline for every fact; parked deliveries are its timers.",
        filter_subject=subjects.ALL_RUNS,
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=FACTS_ACK_WAIT_SEC,
        max_deliver=-1,
        max_ack_pending=FACTS_MAX_ACK_PENDING,
    )


def work_consumer(step: StepName, settings: LogSettings) -> ConsumerConfig:
    """Describe the consumer that the agents of a step share. It never gives an item up: the runtime reports a crash."""
    return ConsumerConfig(
        durable_name=subjects.agent_consumer(step),
        description=f"Hands the work of {step} to its agents.",
        filter_subject=subjects.work_of_step(step),
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=settings.lease_sec,
        max_deliver=-1,
        max_ack_pending=10_000,
    )
