"""What a step costs: six that do nothing, in a row, through the real services; beside a Celery + Redis chain of six.

One run, turn by turn, each contender on the whole machine. Ours tells and stores all events meanwhile; Celery keeps its
queue and its results in memory.

1. Idle: one job at a time, from the request for it to the news of its end; the median.
2. Busy: many jobs at once: jobs a second, and the CPU time of all processes per step.
3. How ours grows from one job in the log to many: the same figures, and messages and bytes.

    ./justw bench pipeline [--jobs 1000] [--idle 100] [--rounds 3] [--log 10000]
"""

import argparse
import asyncio
import statistics
import tempfile
from pathlib import Path

import msgspec

from bench.pipeline.contenders import CONTENDERS, Contender, ours
from bench.pipeline.noop import STEPS


class Row(msgspec.Struct, kw_only=True):
    """What one contender did in one round."""

    idle_ms: float
    jobs_per_sec: float
    cpu_ms: float
    """Per step."""


class Grown(Row, kw_only=True):
    """The same with a log of some size, and what the server took meanwhile."""

    jobs: int
    stored: float
    """Messages per step."""
    received: float
    """Per step."""
    log_bytes: float
    """Per job."""


async def measure(contender: Contender, idle: int, jobs: int) -> Row:
    """Run a few jobs one at a time, then many at once."""
    took = await contender.idle(idle)
    before = contender.cpu_sec()
    seconds = await contender.busy(jobs)
    cpu_sec = contender.cpu_sec() - before
    return Row(
        idle_ms=statistics.median(took) * 1000,
        jobs_per_sec=jobs / seconds,
        cpu_ms=cpu_sec / jobs / len(STEPS) * 1000,
    )


async def compare(idle: int, jobs: int, rounds: int) -> dict[str, list[Row]]:
    """Measure all contenders in turn, each time anew."""
    rows: dict[str, list[Row]] = {}
    for _ in range(rounds):
        for contender in CONTENDERS:
            with tempfile.TemporaryDirectory() as folder:
                async with contender(Path(folder)) as running:
                    await running.idle(5)  # what is done only once is not measured
                    rows.setdefault(running.name, []).append(await measure(running, idle, jobs))
    return rows


async def grow(idle: int, most: int) -> list[Grown]:
    """Let one log grow tenfold, and tenfold again, measuring while it does."""
    rows: list[Grown] = []
    with tempfile.TemporaryDirectory() as folder:
        async with ours(Path(folder)) as running:
            first, jobs, size = await running.starter.stored(), 0, 1
            while size <= most:
                before, more = await running.starter.stored(), size - jobs
                cpu_before = running.cpu_sec()
                seconds = await running.busy(more)
                cpu_sec, after = running.cpu_sec() - cpu_before, await running.starter.stored()
                took = await running.idle(min(idle, size))
                steps = more * len(STEPS)
                row = Grown(
                    jobs=size,
                    idle_ms=statistics.median(took) * 1000,
                    jobs_per_sec=more / seconds,
                    cpu_ms=cpu_sec / steps * 1000,
                    stored=(after.messages - before.messages) / steps,
                    received=(after.received - before.received) / steps,
                    log_bytes=(after.log_bytes - first.log_bytes) / size,
                )
                rows.append(row)
                jobs, size = size + len(took), size * 10
    return rows


def main() -> None:
    """Print both tables."""
    options = argparse.ArgumentParser(prog="bench pipeline", description=__doc__.splitlines()[0])
    options.add_argument("--jobs", type=int, default=1000)
    options.add_argument("--idle", type=int, default=100)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--log", type=int, default=10_000, help="how many jobs the log of the second table ends with")
    chosen = options.parse_args()
    compared = asyncio.run(compare(chosen.idle, chosen.jobs, chosen.rounds))
    print(
        f"six steps that do nothing; {chosen.jobs} jobs at once, {chosen.idle} alone; median of {chosen.rounds} rounds"
    )
    print(f"{'':<20}{'jobs/s':>9}{'idle ms':>9}{'CPU ms/step':>13}")
    medians = {
        name: Row(**{field: statistics.median(getattr(row, field) for row in rows) for field in Row.__struct_fields__})
        for name, rows in compared.items()
    }
    for name, row in medians.items():
        print(f"{name:<20}{row.jobs_per_sec:>9.0f}{row.idle_ms:>9.1f}{row.cpu_ms:>13.2f}")
    mine, peer = medians.values()
    ratios = (mine.jobs_per_sec / peer.jobs_per_sec, mine.idle_ms / peer.idle_ms, mine.cpu_ms / peer.cpu_ms)
    print(f"{'ratio':<20}{ratios[0]:>9.2f}{ratios[1]:>9.2f}{ratios[2]:>13.2f}")
    print()
    print(
        f"{'jobs in the log':<20}{'jobs/s':>9}{'idle ms':>9}{'CPU ms/step':>13}"
        f"{'stored/step':>13}{'received/step':>15}{'bytes/job':>11}"
    )
    for row in asyncio.run(grow(chosen.idle, chosen.log)):
        print(
            f"{row.jobs:<20,}{row.jobs_per_sec:>9.0f}{row.idle_ms:>9.1f}{row.cpu_ms:>13.2f}"
            f"{row.stored:>13.2f}{row.received:>15.2f}{row.log_bytes:>11,.0f}"
        )


if __name__ == "__main__":
    main()
