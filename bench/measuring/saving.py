"""Where runs are kept: figures as JSON, from which the tables of the documentation are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from bench.measuring.figures import Measured
from bench.measuring.table import as_markdown, replaced

DOCS: Final = Path(__file__).parents[2] / "docs"
DOCUMENT: Final = DOCS / "performance.md"


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured, each measure with the machine that it was made on."""

    measures: list[Measured]


def as_json(run: Run) -> bytes:
    """Encode a run, for people to read too."""
    return msgspec.json.format(msgspec.json.encode(run), indent=1) + b"\n"


def merged(kept: Run | None, new: Run, order: Sequence[str]) -> Run:
    """Put what was measured now in the place of what was kept of the same measures."""
    standing = {} if kept is None else {one.name: one for one in kept.measures}
    standing |= {one.name: one for one in new.measures}
    return Run(measures=[standing[name] for name in order if name in standing])


@dataclass(frozen=True, slots=True)
class Kept:
    """The figures of one benchmark, and their table in the documentation."""

    bench: str
    """What `./justw bench` calls it."""
    how: str
    """Sentences on how it was measured, above the table."""
    order: tuple[str, ...]
    """Its measures."""

    @property
    def path(self) -> Path:
        """Where the figures lie."""
        return DOCS / "performance" / f"{self.bench}.json"

    def read(self) -> Run:
        """Read them."""
        return msgspec.json.decode(self.path.read_bytes(), type=Run)

    def table(self, run: Run) -> str:
        """Make the table of a run."""
        return as_markdown(self.bench, self.how, run.measures)

    def save(self, new: Run) -> Run:
        """Keep a run, and make the table anew; gives what is kept now."""
        run = merged(self.read() if self.path.exists() else None, new, self.order)
        run = msgspec.json.decode(as_json(run), type=Run)  # whole numbers are the floats that they will be read as
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_bytes(as_json(run))
        DOCUMENT.write_text(replaced(DOCUMENT.read_text("utf-8"), self.bench, self.table(run)), "utf-8")
        return run
