"""`./justw chaos`: break everything, repeatably, and compare what viewers saw with what the log says."""

import argparse
import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import uvloop

from eventlog.logs import configure_logging
from tests.chaos.each_write import each_write, table_of
from tests.chaos.plan import plan_of
from tests.chaos.run import Settings, run
from tests.chaos.table import table
from tests.chaos.verdict import planted, verdict_on


def main(words: list[str]) -> int:
    """Run chaos as the words say; 0 if there is nothing to complain of, else 1."""
    parser = argparse.ArgumentParser(prog="./justw chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="all chance follows from it")
    parser.add_argument("--faults", type=int, help="how many (51)")
    parser.add_argument("--seconds", type=float, help="for how long, instead of how many")
    parser.add_argument("--every", type=float, default=1.2, help="seconds between two faults")
    parser.add_argument("--jobs", type=int, help="how many (one every 1.2 s)")
    parser.add_argument("--viewers", type=int, default=3, help="of each job")
    parser.add_argument("--nodes", type=int, choices=[1, 3], default=1, help="of NATS")
    parser.add_argument("--sync", choices=["default", "always"], default="default", help="when NATS calls fsync")
    parser.add_argument("--folder", type=Path, help="where logs and stores stay, instead of a temporary folder")
    parser.add_argument(
        "--each-write",
        action="store_true",
        help="instead: kill -9 after each write of a real job, in --lanes at a time",
    )
    parser.add_argument("--lanes", type=int, default=2, help="systems side by side, for --each-write")
    parser.add_argument("--plant", action="store_true", help="lie about what one viewer saw: this has to fail")
    parser.add_argument("--json", action="store_true", help="print the verdict as JSON")
    asked = parser.parse_args(words)
    configure_logging("chaos", form=None, level="critical")  # what our own connection goes through is the purpose
    if asked.each_write:
        return _each_write(asked.folder, asked.lanes)
    faults = asked.faults or round((asked.seconds or 51 * asked.every) / asked.every)
    jobs = asked.jobs or max(1, round(faults * asked.every / 1.2))
    plan = plan_of(asked.seed, faults=faults, every_sec=asked.every, jobs=jobs, viewers=asked.viewers)
    with _kept(asked.folder) as folder, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        record = runner.run(run(plan, Settings(nodes=asked.nodes, sync=asked.sync), folder))
    verdict = verdict_on(planted(record) if asked.plant else record)
    print(msgspec.json.encode(verdict).decode() if asked.json else table(verdict))
    return 0 if verdict.good else 1


def _each_write(wanted: Path | None, lanes: int) -> int:
    with _kept(wanted) as folder, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        judged = runner.run(each_write(folder, lanes=lanes))
    print(table_of(judged))
    return 1 if judged.complaints else 0


@contextlib.contextmanager
def _kept(wanted: Path | None) -> Iterator[Path]:
    """Give the folder that somebody wants to keep, or a temporary one."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = wanted or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        yield folder


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
