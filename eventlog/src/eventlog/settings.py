"""Where the log is and how it is kept: values that the composition roots read from the environment."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

import msgspec

from eventlog.errors import ConfigurationError

_Seconds = Annotated[float, msgspec.Meta(gt=0)]
_Bytes = Annotated[int, msgspec.Meta(ge=1024**2)]
_Lease = Annotated[float, msgspec.Meta(ge=2.5)]
"""Longer than a pull request lives: else a process that sleeps is handed an item so often that it counts as crashed."""


class LogSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of the connection and of the streams. Sizes are in bytes, times in seconds."""

    url: str = "nats://127.0.0.1:4222"
    """`NATS_URL`: one address, or several separated by commas."""
    name: str = "resume-optimizer"
    """The connection's name, as operators see it on the server."""
    replicas: Annotated[int, msgspec.Meta(ge=1, le=5)] = 1
    """`NATS_REPLICAS`: copies of each stream; 3 in a cluster."""
    storage: Literal["file", "memory"] = "file"
    """`NATS_STORAGE`."""
    jobs_max_bytes: _Bytes = 2 * 1024**3
    """`JOBS_MAX_BYTES`: beyond it new messages are refused, and old ones kept."""
    documents_max_bytes: _Bytes = 4 * 1024**3
    """`DOCUMENTS_MAX_BYTES`: the same for documents."""
    retention_sec: _Seconds = 7 * 24 * 3600.0
    """`RETENTION`: whole jobs are erased that long after their last `done`; the streams' `max_age` is twice that."""
    lease_sec: _Lease = 5.0
    """`LEASE`: a delivery that is not renewed for so long is handed out again."""
    dedupe_window_sec: _Seconds = 120.0
    """`DEDUPE_WINDOW`: how long the server knows a message id."""
    timeout_sec: _Seconds = 5.0
    """How long one request waits for its answer."""
    patience_sec: _Seconds = 30.0
    """How long a call goes on trying before it gives up with `TransientError`."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], *, name: str) -> Self:
        """Read the settings.

        Raises:
            ConfigurationError: A value is not of its type or out of its range, or two do not go together; the message
                names its variable, or both.
        """
        names = {
            "url": "NATS_URL",
            "replicas": "NATS_REPLICAS",
            "storage": "NATS_STORAGE",
            "jobs_max_bytes": "JOBS_MAX_BYTES",
            "documents_max_bytes": "DOCUMENTS_MAX_BYTES",
            "retention_sec": "RETENTION",
            "lease_sec": "LEASE",
            "dedupe_window_sec": "DEDUPE_WINDOW",
            "patience_sec": "NATS_PATIENCE",
        }
        given = {field: environment[variable] for field, variable in names.items() if environment.get(variable)}
        try:
            settings = msgspec.convert({**given, "name": name}, cls, strict=False)
        except msgspec.ValidationError as error:
            said, _, field = str(error).partition(" - at `$.")
            msg = f"{names[field.rstrip('`')]} cannot be used: {said}"
            raise ConfigurationError(msg) from None
        if settings.dedupe_window_sec > 2 * settings.retention_sec:
            msg = (
                "DEDUPE_WINDOW is more than twice RETENTION: no message id can be known for longer than its message is"
            )
            raise ConfigurationError(msg)
        return settings
