"""`./justw fuzz`: feeds parsers and guard with strange input, prints corpus, executions, coverage; a find ends it."""

import argparse
import sys
from functools import partial

from tests.fuzz.corpus import PIECES, seeds
from tests.fuzz.reached import reached
from tests.fuzz.run import feed
from tests.fuzz.targets import TARGETS

_TRACED = 100
"""Inputs whose way through the code is followed, a batch of its own: tracing is slow."""
_TRACED_HANG_SEC = 120
"""Much slower, so that this batch judges no time."""


def main() -> int:
    """Print a row for each target; the first find ends the run with its smallest input and a traceback."""
    parser = argparse.ArgumentParser(prog="./justw fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="for all targets together")
    parser.add_argument("--only", choices=sorted(TARGETS), help="one target")
    parser.add_argument("--seed", type=int, help="of the first batch; the next ones count on from it")
    options = parser.parse_args()
    names = [options.only] if options.only else list(TARGETS)
    print(f"corpus: {len(PIECES)} pieces of {len(list(seeds()))} texts, and what hypothesis makes up")
    print(f"{'':10}{'executions':>12}{'slowest s':>11}{'longest':>9}{'lines reached':>16}")
    total = 0
    for name in names:
        lines = reached(partial(feed, TARGETS[name], 0.0, 0, _TRACED, _TRACED_HANG_SEC)).values()
        hit, every = sum(one for one, _ in lines), sum(one for _, one in lines)
        fed = feed(TARGETS[name], options.seconds / len(names), options.seed)
        total += fed.executions
        share = f"{hit} of {every}"
        print(f"{name:10}{fed.executions:>12,}{fed.slowest_sec:>11.2f}{fed.characters:>9,}{share:>16}", flush=True)
    print(f"{total:,} executions, no crash, no hang")
    return 0


if __name__ == "__main__":
    sys.exit(main())
