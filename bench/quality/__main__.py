"""`python -m bench.quality`: measure the engine on real texts and print one table."""

import argparse
import json
import sys
from pathlib import Path

from bench.quality.catalogue import MEASURES, measured
from bench.quality.data import Data
from bench.quality.goals import GOALS, MISSED
from bench.quality.measures import Measure

_EXIT_BELOW = 1
_EXIT_NO_DATA = 2


def main() -> int:
    """Print the table; the exit status is 1 where a goal is missed, 2 where there is no data."""
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"), help="folder of the labelled texts")
    parser.add_argument("--goals", choices=sorted(GOALS), default="dev", help="what has to be reached")
    parser.add_argument("--only", choices=[one.__name__ for one in MEASURES], help="one part of the table")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--quiet", action="store_true", help="leave out what was missed, file by file")
    options = parser.parse_args()
    try:
        data = Data(options.data)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return _EXIT_NO_DATA
    measures = measured(data, options.only)
    goals = GOALS[options.goals]
    if options.json:
        print(json.dumps({one.id: one._asdict() | {"goal": goals.get(one.id)} for one in measures}, indent=1))
    else:
        print(_table(measures, goals, quiet=options.quiet))
    below = [one.id for one in measures if one.value is not None and one.value < goals.get(one.id, 0.0)]
    below = [name for name in below if name not in MISSED]
    return _EXIT_BELOW if below else 0


def _table(measures: list[Measure], goals: dict[str, float], *, quiet: bool) -> str:
    rows = [f"{'':22} {'measure':36} {'value':>6} {'goal':>6}   counts"]
    for one in measures:
        goal = goals.get(one.id)
        value = "-" if one.value is None else f"{one.value:.3f}"
        verdict = "" if goal is None or one.value is None else "ok" if one.value >= goal else _below(one.id)
        rows.append(
            f"{one.id:22} {one.what:36} {value:>6} {'' if goal is None else f'{goal:.3f}':>6} {verdict:6} {one.counts}"
        )
    rows.extend(f"{name} MISSED: {why}" for name, why in MISSED.items() if name in goals)
    if not quiet:
        rows.append("")
        rows.extend(f"{one.id} {name}: {'; '.join(notes)}" for one in measures for name, notes in one.missed.items())
    return "\n".join(rows)


def _below(name: str) -> str:
    return "MISSED" if name in MISSED else "BELOW"


if __name__ == "__main__":
    sys.exit(main())
