"""What an agent answers besides its work: request and reply, for whoever asks."""

from collections.abc import Mapping
from typing import NamedTuple

from eventlog import CommandHandler


class Service(NamedTuple):
    """Handlers that the runtime serves while the agent works; the agents of a step share the requests."""

    name: str
    version: str
    """Three numbers."""
    description: str
    handlers: Mapping[str, CommandHandler]
    """By the name behind the dot: `{service}.{name}`."""
