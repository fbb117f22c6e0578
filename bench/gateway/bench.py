"""What a measure is, and what it is given."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from bench.gateway import contenders
from bench.gateway.contenders import Contender, Name
from bench.gateway.installation import Installation, installation
from bench.gateway.programs import Programs
from bench.measuring.figures import Row, Samples


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """How much of everything: what the bars speak of, or less of it with `--quick`."""

    seconds: float = 10.0
    """How long a rate is kept up."""
    probe_sec: float = 2.0
    """How long a rate is tried first."""
    idle_events: int = 300
    idle_viewers: int = 8_000
    restart_jobs: int = 500
    restart_viewers: int = 5_000
    stream_messages: int = 1_000_000
    connects: int = 100_000
    attaches: int = 10_000
    snapshots: int = 30


QUICK = Sizes(
    seconds=2.0,
    probe_sec=1.0,
    idle_events=100,
    idle_viewers=1_000,
    restart_jobs=50,
    restart_viewers=500,
    stream_messages=52_000,
    connects=4_000,
    attaches=400,
    snapshots=8,
)


@dataclass(slots=True)
class Bench:
    """The place where measures are made."""

    folder: Path
    programs: Programs
    sizes: Sizes
    notes: dict[str, Any] = field(default_factory=dict)
    """What a measure keeps from round to round, such as the rate that a peer held."""

    @asynccontextmanager
    async def contender(self, name: Name) -> AsyncIterator[Contender | None]:
        """Run a contender; None where it is not installed here."""
        found = contenders.available(self.programs, self.folder, name)
        if found is None:
            yield None
            return
        async with found as contender:
            yield contender

    @asynccontextmanager
    async def installation(self, *, more: str = "") -> AsyncIterator[Installation]:
        """Run a nats-server of our own with an empty log, and with more lines of configuration."""
        async with installation(self.folder, more=more) as place:
            yield place


@dataclass(frozen=True, slots=True)
class Measure:
    """Rows, and how one round of them is measured."""

    name: str
    about: str
    rows: tuple[Row, ...]
    once: Callable[[Bench], Awaitable[Samples]]
