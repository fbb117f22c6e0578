"""Q15: what the engine costs on its own. Printed, never judged: it depends on the machine and on what else it does."""

import os
import subprocess
import sys
from statistics import median, quantiles
from typing import Final

from bench.quality.data import Data
from bench.quality.measures import Measure

_COLD: Final = (
    "import resource\n"
    "from agents.polishing.agent import PolishingAgent\n"
    "PolishingAgent.create().prepare()\n"
    "used = resource.getrusage(resource.RUSAGE_SELF)\n"
    "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)\n"
)


def costs(data: Data) -> list[Measure]:
    """Measure seconds of CPU for a pair, a cold start, memory, and attempts to reach a network."""
    seconds = [one.seconds for one in data.tailored]
    run = subprocess.run([sys.executable, "-c", _COLD], capture_output=True, text=True, check=True, env=os.environ)
    cold, megabytes = (float(word) for word in run.stdout.split())
    calls = sum(one.calls for one in data.tailored)
    slow = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else None
    return [
        Measure("Q15", "CPU s of a pair, p95", slow, f"p50 {median(seconds):.3f}, {len(seconds)} pairs", {}),
        Measure("Q15c", "CPU s of a cold start", cold, "an agent's imports, lexicon, first look-up", {}),
        Measure("Q15m", "MB resident after it", megabytes, "", {}),
        Measure("Q15n", "attempts to reach a network", float(calls), f"in {len(seconds)} pairs", {}),
    ]
