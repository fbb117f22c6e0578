"""Many jobs at once: how many come through in a minute, with one replica of each agent and with two."""

import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from bench.jobs.pairs import Pair
from bench.jobs.running import p95, run
from bench.measuring.figures import Row, Samples, at_least, never
from tests.support.system import running_system

AT_ONCE: Final = 8
NAME: Final = "together"
ABOUT: Final = f"{AT_ONCE} jobs under way at any time; gateway and pipeline have as many replicas as each agent"
ROWS: Final = (
    Row("pairs", "pairs, each time"),
    Row("one", "1 replica", "pairs a minute"),
    Row("two", "2 replicas", "pairs a minute", at_least(20)),
    Row("growth", "2 replicas ÷ 1", "×"),
    Row("one_p95", "1 replica: to `done`, p95", "s"),
    Row("two_p95", "2 replicas: to `done`, p95", "s"),
    never("unfinished", "jobs that did not end well"),
    never("again", "events of a second attempt or delivery"),
)


def measure(pairs: Sequence[Pair]) -> Samples:
    """Run the pairs with one replica, then with two."""
    samples: dict[str, float] = {"pairs": len(pairs), "unfinished": 0, "again": 0}
    for replicas, key in ((1, "one"), (2, "two")):
        with (
            tempfile.TemporaryDirectory(prefix="bench-jobs-") as name,
            running_system(Path(name), replicas=replicas) as system,
            ThreadPoolExecutor(AT_ONCE) as threads,
        ):
            run(system, pairs[0])  # what is done only once is not measured
            began = time.monotonic()
            ran = list(threads.map(lambda pair: run(system, pair), pairs))
            minutes = (time.monotonic() - began) / 60
        samples[key] = len(ran) / minutes
        samples[f"{key}_p95"] = p95([one.done for one in ran])
        samples["unfinished"] += sum(one.end != "completed" for one in ran)
        samples["again"] += sum(one.again for one in ran)
    return samples | {"growth": samples["two"] / samples["one"]}
