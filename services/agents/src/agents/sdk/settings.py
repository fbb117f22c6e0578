"""What an operator may set about agents."""

from collections.abc import Mapping
from typing import Annotated, Self

import msgspec
from msgspec import Meta

from eventlog import ConfigurationError

AtLeastOne = Annotated[int, Meta(ge=1)]


class AgentSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one process of agents. Times are in seconds."""

    slots: AtLeastOne = 4
    """`AGENT_SLOTS`: how many pieces of work of each step are handled at a time."""
    processes: AtLeastOne = 1
    """`AGENT_PROCESSES`: how many of them compute at a time."""
    grace_sec: float = 5.0
    """`GRACE`: how long a stop waits for what is being handled before it hands the rest back."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings.

        Raises:
            ConfigurationError: A value is not of its type; the message names the candidates.
        """
        names = {"slots": "AGENT_SLOTS", "processes": "AGENT_PROCESSES", "grace_sec": "GRACE"}
        given = {field: environment[variable] for field, variable in names.items() if environment.get(variable)}
        try:
            return msgspec.convert(given, cls, strict=False)
        except msgspec.ValidationError as error:
            fields = ", ".join(sorted(names[field] for field in given))
            raise ConfigurationError(f"one of {fields} cannot be read: {error}") from None
