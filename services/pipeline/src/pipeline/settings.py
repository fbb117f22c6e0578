"""What an operator may set about the pipeline."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

import msgspec
from msgspec import Meta

from eventlog import ConfigurationError
from pipeline.graph import Graph, decode_graphs


class PipelineSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one pipeline process. Times are in seconds."""

    slots: Annotated[int, Meta(ge=1)] = 64
    """`PIPELINE_SLOTS`: how many facts are handled at a time."""
    grace_sec: float = 5.0
    """`GRACE`: how long a stop waits for what is being handled."""
    graphs_file: str | None = None
    """`GRAPHS_FILE`: a JSON list of graphs beside the built-in ones, for agents of one's own."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings.

        Raises:
            ConfigurationError: A value is not of its type; the message names the candidates.
        """
        names = {"slots": "PIPELINE_SLOTS", "grace_sec": "GRACE", "graphs_file": "GRAPHS_FILE"}
        given = {field: environment[variable] for field, variable in names.items() if environment.get(variable)}
        try:
            return msgspec.convert(given, cls, strict=False)
        except msgspec.ValidationError as error:
            fields = ", ".join(sorted(names[field] for field in given))
            raise ConfigurationError(f"one of {fields} cannot be read: {error}") from None

    def own_graphs(self) -> dict[str, Graph]:
        """Read the graphs of `graphs_file`, none where it is not set.

        Raises:
            ConfigurationError: The file cannot be read, or what it says makes no sense.
        """
        if self.graphs_file is None:
            return {}
        try:
            return decode_graphs(Path(self.graphs_file).read_bytes())
        except OSError as error:
            raise ConfigurationError(f"GRAPHS_FILE cannot be read: {error.strerror}") from None
