"""Where the figures of the gateway are kept: a table, and a plot of some of them."""

from pathlib import Path
from typing import Final

from bench.gateway.measures import MEASURES
from bench.gateway.plot import plot
from bench.measuring.saving import DOCS, Kept, Run

GATEWAY: Final = Kept(
    bench="gateway",
    how="The server on one core, everything else on the other. The median of the rounds, their least and most; of\n"
    "what must never happen, the worst round. Steal: the share of time that the host gave to others.",
    order=tuple(one.name for one in MEASURES),
)
IMAGE: Final[Path] = DOCS / "images" / "gateway.svg"


def save(new: Run) -> None:
    """Keep a run, and make the table and the plot anew."""
    IMAGE.write_text(plot(GATEWAY.save(new).measures), "utf-8")
