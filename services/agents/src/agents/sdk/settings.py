"""What an operator may set about agents."""

import ipaddress
from collections.abc import Mapping
from typing import Annotated, Any, Self

import msgspec
from msgspec import Meta

from agents.sdk.llm_settings import LlmSettings
from eventlog import ConfigurationError

AtLeastOne = Annotated[int, Meta(ge=1)]
Positive = Annotated[float, Meta(gt=0)]


class AgentSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one process of agents. Times are in seconds."""

    slots: AtLeastOne = 4
    """`AGENT_SLOTS`: how many pieces of work of each step are handled at a time."""
    processes: AtLeastOne = 1
    """`AGENT_PROCESSES`: how many of them compute at a time."""
    grace_sec: float = 5.0
    """`GRACE`: how long a stop waits for what is being handled before it hands the rest back."""

    standstill_sec: Positive = 30.0
    """`AGENT_STANDSTILL`: the process ends itself when its event loop does not turn for so long."""

    fetch_timeout_sec: Positive = 15.0
    """`FETCH_TIMEOUT`: how long a posting's address may take, redirects included."""
    fetch_allow: frozenset[str] = frozenset()
    """`FETCH_ALLOW`: `address:port` pairs that are asked although they are not of the public internet, separated by
    commas; an address is a number, one of IPv6 in brackets."""

    llm: LlmSettings = LlmSettings()
    """Of the language model, where there is one."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings.

        Raises:
            ConfigurationError: A value is not of its type; the message names the candidates.
        """
        names = {
            "slots": "AGENT_SLOTS",
            "processes": "AGENT_PROCESSES",
            "grace_sec": "GRACE",
            "standstill_sec": "AGENT_STANDSTILL",
            "fetch_timeout_sec": "FETCH_TIMEOUT",
            "fetch_allow": "FETCH_ALLOW",
        }
        given: dict[str, Any] = {
            field: environment[variable] for field, variable in names.items() if environment.get(variable)
        }
        if "fetch_allow" in given:
            given["fetch_allow"] = _pairs(given["fetch_allow"])
        given["llm"] = LlmSettings.from_environment(environment)
        try:
            return msgspec.convert(given, cls, strict=False)
        except msgspec.ValidationError as error:
            fields = ", ".join(sorted(names[field] for field in given if field in names))
            raise ConfigurationError(f"one of {fields} cannot be read: {error}") from None


def _pairs(given: str) -> list[str]:
    return [_pair(part.strip()) for part in given.split(",") if part.strip()]


def _pair(given: str) -> str:
    """Spell a pair as it is compared.

    Raises:
        ConfigurationError: It is none.
    """
    address, _, port = given.rpartition(":")
    try:
        number = ipaddress.ip_address(address.removeprefix("[").removesuffix("]"))
    except ValueError:
        number = None
    if number is None or (number.version == 6) != address.startswith("[") or not port.isdecimal():  # noqa: PLR2004, IPv6
        raise ConfigurationError(f"FETCH_ALLOW: {given!r} is no pair such as 10.0.0.8:80 or [fd00::8]:443")
    return f"[{number}]:{int(port)}" if number.version == 6 else f"{number}:{int(port)}"  # noqa: PLR2004, IPv6
