"""What a deployment says about itself, so that more can be tried of it than an address alone lets anyone see."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, get_type_hints


@dataclass(frozen=True, slots=True)
class _Option:
    """How a knob is given on the command line."""

    sentence: str
    kind: Callable[[str], Any] | None = str
    """Reads the value; None where there is none, and the option is a switch."""


def limits_of(text: str) -> dict[str, int]:
    """Read limits: `job=2,token=3` and so on.

    Raises:
        ValueError: One is no number.
    """
    return {name: int(number) for name, _, number in (part.partition("=") for part in text.split(","))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Knobs:
    """All may be left out. What needs one that is missing is named as not tried."""

    heartbeat_sec: Annotated[
        float | None, _Option("its HEARTBEAT_SEC; cases wait for some of them, so it should be short", float)
    ] = None
    token_keys: Annotated[Path | None, _Option("the file of its TOKEN_KEYS: tokens are made that expire", Path)] = None
    allowed_origin: Annotated[str | None, _Option("one of its ALLOWED_ORIGINS")] = None
    hold_port: Annotated[
        int | None, _Option("a port of this machine that its agents may ask for postings (FETCH_ALLOW)", int)
    ] = None
    limited: Annotated[str | None, _Option("the address of a gateway over the same log that allows few streams")] = None
    limits: Annotated[
        Mapping[str, int] | None, _Option("how many that one allows: job=2,token=3,address=4", limits_of)
    ] = None
    narrow: Annotated[
        str | None, _Option("the address of a gateway over the same log that takes few streams in all")
    ] = None
    narrow_limits: Annotated[
        Mapping[str, int] | None, _Option("how many that one takes: process=3,connects=5 (a second)", limits_of)
    ] = None
    aged: Annotated[str | None, _Option("the address of a gateway over the same log whose STREAM_AGE_SEC is short")] = (
        None
    )
    age_sec: Annotated[float | None, _Option("that STREAM_AGE_SEC, 10 or more", float)] = None
    clients: Annotated[
        bool | None, _Option("Chromium, curl, and Node with npm's eventsource are here, and may read streams", None)
    ] = None
    operator_token: Annotated[str | None, _Option("its OPERATOR_TOKEN")] = None
    drain_command: Annotated[
        str | None, _Option("what tells the gateway to go away, run by a shell at the very end")
    ] = None

    def missing(self, needs: tuple[str, ...]) -> list[str]:
        """Name the options that would be needed and were not given."""
        return [option_of(name) for name in needs if getattr(self, name) is None]


def option_of(name: str) -> str:
    """Give the option of a field."""
    return f"--{name.replace('_', '-')}"


def options() -> dict[str, _Option]:
    """Give the options of all knobs, by their fields."""
    hints = get_type_hints(Knobs, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each knob."""
    for name, option in options().items():
        if option.kind is None:
            parser.add_argument(option_of(name), action="store_true", default=None, help=option.sentence)
        else:
            parser.add_argument(option_of(name), type=option.kind, help=option.sentence)


def knobs_of(given: argparse.Namespace) -> Knobs:
    """Read the knobs from what was given."""
    return Knobs(**{name: getattr(given, name) for name in options()})
