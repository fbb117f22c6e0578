"""The ports over NATS JetStream."""

from eventlog.jetstream.connection import JetStreamConnection, connect

__all__ = ["JetStreamConnection", "connect"]
