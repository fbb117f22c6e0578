"""How often a service that has started looks for rings of objects that hold each other."""

import gc
from typing import Final

_AFTER: Final = (20_000, 20, 50)
"""New objects, and younger collections, before the collector looks."""


def collect_seldom() -> None:
    """Take what is there for good, and look seldom for rings in what comes.

    Each look at thousands of viewers or jobs, who live long and make none, costs tens of milliseconds for which all
    of them wait; it was 13 % of a busy gateway's time, and 7 % of a busy pipeline's.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_AFTER)
