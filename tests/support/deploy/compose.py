"""The compose file as data: what each service of it is run with."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import yaml

FILE = Path(__file__).parents[3] / "deploy/compose/compose.yaml"
_VARIABLE = re.compile(r"\$\{(\w+):-([^}]*)\}")


class Build(msgspec.Struct, forbid_unknown_fields=True):
    """How an image is made."""

    context: str
    dockerfile: str
    target: str


class Condition(msgspec.Struct, forbid_unknown_fields=True):
    """What has to hold of a service before another starts."""

    condition: str = "service_started"


class ComposeService(msgspec.Struct, forbid_unknown_fields=True):
    """One service. What these structs do not know, the tests would not notice: it is refused."""

    image: str
    restart: str
    build: Build | None = None
    command: list[str] = []
    environment: dict[str, str] = {}
    volumes: list[str] = []
    secrets: list[str] = []
    ports: list[str] = []
    depends_on: dict[str, Condition] | list[str] = []
    tmpfs: list[str] = []
    cap_drop: list[str] = []
    security_opt: list[str] = []
    init: bool = False
    read_only: bool = False
    stop_grace_period: str = "10s"

    @property
    def waits_for(self) -> Mapping[str, str]:
        """The services that have to be there first, each with the condition."""
        if isinstance(self.depends_on, list):
            return dict.fromkeys(self.depends_on, "service_started")
        return {name: wanted.condition for name, wanted in self.depends_on.items()}


class Compose(msgspec.Struct):
    """The whole file."""

    services: dict[str, ComposeService]
    secrets: dict[str, dict[str, str]]
    volumes: dict[str, Any]

    @property
    def in_order(self) -> list[str]:
        """The services, each behind those that it waits for."""
        order: list[str] = []
        while len(order) < len(self.services):
            ready = [
                name for name, one in self.services.items() if name not in order and set(one.waits_for) <= {*order}
            ]
            if not ready:
                raise ValueError("services wait for each other in a circle, or for one that is not there")
            order += ready
        return order


def read_compose(variables: Mapping[str, str]) -> Compose:
    """Read the file with `${NAME:-default}` replaced, and its anchors and merges resolved."""
    text = _VARIABLE.sub(lambda found: variables.get(found[1], found[2]), FILE.read_text())
    return msgspec.convert(yaml.safe_load(text), Compose)
