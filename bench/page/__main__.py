"""The page, measured in Chromium: what a fast stream does to it, and what Lighthouse says of it.

`stream`: the built page alone, and a real job of 180 events made 30,000 long, told to it at 1,000 a second: how often
it renders, whether it blocks, what it keeps, and whether what it holds at the end is what the log says.

`lighthouse`: the start screen and a finished job, from a real gateway, as a desktop and as a phone.

    ./justw bench page [stream] [lighthouse] [--rounds 5] [--seconds 30] [--rate 1000] [--save] [--record]

Ends with 1 where the final state is not exact. Installs Lighthouse into this folder, from its own lock. `--record` only
records the job anew.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.measuring.figures import Measured, Row, Samples
from bench.measuring.saving import Run
from bench.measuring.stopwatch import Stopwatch, failures
from bench.measuring.table import as_text
from bench.page.browsing import prepare, run
from bench.page.recording import inexact, record, run_sample
from bench.page.rows import FORMS, PAGE, SCREENS, STREAM, lighthouse
from tests.support.system import running_system

MEASURES = ("stream", "lighthouse")


def measured(name: str, about: str, rows: Sequence[Row], rounds: int, once: Callable[[], Samples]) -> Measured:
    """Make the rounds of one measure, print it, and give it."""
    stopwatch = Stopwatch()
    samples = []
    for number in range(rounds):
        samples.append(once())
        print(f"{name}: round {number + 1} of {rounds}", file=sys.stderr)
    one = stopwatch.measured(name, about, rows, samples)
    print(as_text(one), flush=True)
    return one


def measure_stream(rounds: int, seconds: int, rate: int) -> Iterator[Measured]:
    """Tell the page a long job."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"

        def once() -> Samples:
            told = run("stream.mjs", str(seconds * rate), str(rate), str(log))
            wrong = inexact(log, told["state"])
            for part in wrong:
                print(f"not exact: {part}", file=sys.stderr)
            return {**told["figures"], "inexact": len(wrong)}

        yield measured("stream", f"{rate:,} events/s for {seconds} s", STREAM, rounds, once)


def measure_lighthouse(rounds: int) -> Iterator[Measured]:
    """Let Lighthouse look at two screens, in two forms."""
    with tempfile.TemporaryDirectory() as folder, running_system(Path(folder)) as system:
        job = run_sample(system)
        screens = dict(zip(SCREENS, ("/", f"/jobs/{job.job_id}#token={job.token}"), strict=True))
        for form in FORMS:
            for screen, path in screens.items():
                address = str(system.client.base_url).rstrip("/") + path

                def once(form: str = form, address: str = address) -> Samples:
                    looked = run("lighthouse.mjs", form, address)
                    for check in looked["failed"]:
                        print(f"not passed: {check}", file=sys.stderr)
                    return dict(looked["scores"])

                yield measured(f"{screen}, {form}", "Lighthouse 13.5", lighthouse(form), rounds, once)


def measure(chosen: Sequence[str], asked: argparse.Namespace) -> Iterator[Measured]:
    """Make the measures, one after the other."""
    if "stream" in chosen:
        yield from measure_stream(asked.rounds, asked.seconds, asked.rate)
    if "lighthouse" in chosen:
        yield from measure_lighthouse(asked.rounds)


def main() -> int:
    """Measure what was asked for.

    Returns:
        The exit status.
    """
    options = argparse.ArgumentParser(prog="bench page", description=__doc__.splitlines()[0])
    options.add_argument("measures", nargs="*", metavar="MEASURE", help=f"of {', '.join(MEASURES)}; all unless named")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=int, default=30, help="of the stream")
    options.add_argument("--rate", type=int, default=1000, help="events a second")
    options.add_argument("--save", action="store_true", help="put the figures into docs/performance.md")
    options.add_argument("--record", action="store_true", help="record the job anew that long ones are made of")
    asked = options.parse_args()
    if unknown := [name for name in asked.measures if name not in MEASURES]:
        options.error(f"there is no measure {', '.join(unknown)}: there are {', '.join(MEASURES)}")
    prepare()
    if asked.record:
        record()
        return 0
    done: list[Measured] = []
    for one in measure(asked.measures or MEASURES, asked):
        done.append(one)
        if asked.save:
            PAGE.save(Run(measures=[one]))  # at once: a later measure may fail
    return 1 if failures(done) else 0


if __name__ == "__main__":
    sys.exit(main())
