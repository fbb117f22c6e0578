"""Where a run is kept: figures as JSON, from which the table and the plot of the documentation are made."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from bench.gateway.figures import Measured
from bench.gateway.plot import plot
from bench.gateway.table import as_markdown, replaced

DOCS: Final = Path(__file__).parents[2] / "docs"
DATA: Final = DOCS / "performance" / "gateway.json"
DOCUMENT: Final = DOCS / "performance.md"
IMAGE: Final = DOCS / "images" / "gateway.svg"


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured, each measure with the machine that it was made on."""

    measures: list[Measured]


def as_json(run: Run) -> bytes:
    """Encode a run, for people to read too."""
    return msgspec.json.format(msgspec.json.encode(run), indent=1) + b"\n"


def read(path: Path = DATA) -> Run:
    """Read a run that was kept."""
    return msgspec.json.decode(path.read_bytes(), type=Run)


def merged(kept: Run | None, new: Run, order: Sequence[str]) -> Run:
    """Put what was measured now in the place of what was kept of the same measures."""
    standing = {} if kept is None else {one.name: one for one in kept.measures}
    standing |= {one.name: one for one in new.measures}
    return Run(measures=[standing[name] for name in order if name in standing])


def save(new: Run, order: Sequence[str]) -> None:
    """Keep a run, and make the table and the plot anew."""
    run = merged(read() if DATA.exists() else None, new, order)
    run = msgspec.json.decode(as_json(run), type=Run)  # whole numbers are the floats that they will be read as
    DATA.parent.mkdir(exist_ok=True)
    DATA.write_bytes(as_json(run))
    DOCUMENT.write_text(replaced(DOCUMENT.read_text("utf-8"), as_markdown(run.measures)), "utf-8")
    IMAGE.write_text(plot(run.measures), "utf-8")
