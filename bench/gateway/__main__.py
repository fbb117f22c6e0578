"""What the gateway promises of speed, memory and loss, measured, beside other ways of doing the same.

One run, one machine, the same events: the server has one core, the load client and everything else the other. The peers
take turns within each round, so that what else the machine does hits all; a figure is the median of the rounds.

    ./justw bench gateway [MEASURE…] [--rounds 5] [--quick] [--json FILE] [--save] [--list]

Ends with 1 where something happened that must never happen (an event lost or doubled, something leaked), or where a
measure broke off.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

import httpx

from bench.gateway.bench import QUICK, Bench, Measure, Sizes
from bench.gateway.kept import save
from bench.gateway.machine import take_places
from bench.gateway.measures import MEASURES
from bench.gateway.programs import Programs
from bench.measuring.figures import Measured
from bench.measuring.saving import Run, as_json
from bench.measuring.stopwatch import Stopwatch, failures
from bench.measuring.table import as_text
from bench.peers.environment import missing
from eventlog import AppError


async def measure(bench: Bench, chosen: Measure, rounds: int) -> Measured:
    """Make one measure, round by round."""
    stopwatch = Stopwatch()
    samples = []
    for number in range(rounds):
        samples.append(await chosen.once(bench))
        print(f"{chosen.name}: round {number + 1} of {rounds}", file=sys.stderr)
    return stopwatch.measured(chosen.name, chosen.about, chosen.rows, samples)


async def run(chosen: Sequence[Measure], rounds: int, sizes: Sizes) -> tuple[Run, list[str]]:
    """Make measures one after the other, and print each when it is made.

    Returns:
        What was measured, and the names of measures that broke off: an hour of others is not lost with them.
    """
    all_measured: list[Measured] = []
    broken: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101, S103 - a peer's worker is another user
        bench = Bench(Path(folder), Programs(Path(folder)), sizes)
        for one in chosen:
            try:
                measured = await measure(bench, one, rounds)
            except (AssertionError, RuntimeError, OSError, TimeoutError, httpx.HTTPError, AppError):
                traceback.print_exc()
                broken.append(one.name)
                continue
            print(as_text(measured), flush=True)
            all_measured.append(measured)
    return Run(measures=all_measured), broken


def main() -> int:
    """Run what was asked for.

    Returns:
        The exit status.
    """
    names = [one.name for one in MEASURES]
    options = argparse.ArgumentParser(prog="bench gateway", description=__doc__.splitlines()[0])
    options.add_argument("measures", nargs="*", metavar="MEASURE", help=f"of {', '.join(names)}; all unless named")
    options.add_argument("--rounds", type=int, help="5, or 1 with --quick")
    options.add_argument("--quick", action="store_true", help="less of everything: to see that it works")
    options.add_argument("--json", type=Path, metavar="FILE", help="write all figures there too")
    options.add_argument("--save", action="store_true", help="put the figures into docs/performance.md, and the plot")
    options.add_argument("--list", action="store_true", help="say what is measured, and what is missing for it")
    asked = options.parse_args()
    if unknown := [name for name in asked.measures if name not in names]:
        options.error(f"there is no measure {', '.join(unknown)}: there are {', '.join(names)}")
    if asked.save and asked.quick:
        options.error("what --quick measures is not worth saving")
    for peer, how in missing().items():
        print(f"missing: {peer}. To have it measured too: {how}", file=sys.stderr)
    if asked.list:
        print("\n".join(f"{one.name:<10}{one.about}" for one in MEASURES))
        return 0
    take_places()
    chosen = [one for one in MEASURES if not asked.measures or one.name in asked.measures]
    rounds = asked.rounds or (1 if asked.quick else 5)
    done, broken = asyncio.run(run(chosen, rounds, QUICK if asked.quick else Sizes()))
    if asked.json is not None:
        asked.json.write_bytes(as_json(done))
    if asked.save:
        save(done)
    failed = failures(done.measures)
    for name in broken:
        print(f"broke off: {name}", file=sys.stderr)
    return 1 if failed or broken else 0


if __name__ == "__main__":
    sys.exit(main())
