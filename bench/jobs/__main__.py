"""Whole jobs: seven agents, through JetStream, from the POST to `done`, over real pairs: what they take and cost.

alone      one at a time: seconds to `done` and to the first insight; start and memory of agents
punctual   while agents compute: how late leases are renewed, cancels heeded, heartbeats sent
together   eight at once: pairs a minute with one replica of each agent, and with two

    ./justw bench jobs [MEASURE…] [--data ../shared/data/dev] [--pairs 24 | --all] [--save] [--offline]

Ends with 1 where something happened that must never happen (a job that did not end well, work handed out again).
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.jobs.measures import JOBS, MEASURES, Measure
from bench.jobs.offline import go_offline
from bench.jobs.pairs import Pair, read_pairs
from bench.measuring.figures import Measured
from bench.measuring.saving import Run
from bench.measuring.stopwatch import Stopwatch, failures
from bench.measuring.table import as_text


def measured(chosen: Measure, pairs: Sequence[Pair]) -> Measured:
    """Make one measure."""
    stopwatch = Stopwatch()
    return stopwatch.measured(chosen.name, chosen.about, chosen.rows, [chosen.once(pairs)])


def main(arguments: Sequence[str]) -> int:
    """Measure what was asked for, print it, and keep it where that was asked for too.

    Returns:
        The exit status.
    """
    names = [one.name for one in MEASURES]
    options = argparse.ArgumentParser(prog="bench jobs", description=__doc__.splitlines()[0])
    options.add_argument("measures", nargs="*", metavar="MEASURE", help=f"of {', '.join(names)}; all unless named")
    options.add_argument("--data", type=Path, default=Path("../shared/data/dev"), help="folder of the texts")
    options.add_argument("--pairs", type=int, default=24, help="how many; at least 2")
    options.add_argument("--all", action="store_true", help="every résumé with every posting")
    options.add_argument("--save", action="store_true", help="put the figures into docs/performance.md")
    options.add_argument("--offline", action="store_true", help="in a network namespace with loopback only (Linux)")
    asked = options.parse_args(arguments)
    if unknown := [name for name in asked.measures if name not in names]:
        options.error(f"there is no measure {', '.join(unknown)}: there are {', '.join(names)}")
    if asked.pairs < 2:  # noqa: PLR2004 - a percentile of one is none
        options.error("--pairs has to be 2 or more")
    if asked.offline:
        go_offline([argument for argument in arguments if argument != "--offline"])
    pairs = read_pairs(asked.data, None if asked.all else asked.pairs)
    done: list[Measured] = []
    for one in MEASURES:
        if not asked.measures or one.name in asked.measures:
            done.append(measured(one, pairs))
            print(as_text(done[-1]), flush=True)
            if asked.save:
                JOBS.save(Run(measures=done))
    return 1 if failures(done) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
