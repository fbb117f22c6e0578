"""A step that does the engine's own reading over and over: CPU-heavy work for as long as is wanted, never an await."""

import time
from collections.abc import AsyncGenerator
from typing import Final

from typing_extensions import override

from agents.sdk import Agent, Told, Work, outcome, progress
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.reading import read_resume
from agents.tailoring.text import source_text
from pipeline.graph import Graph, RetryPolicy, Step

CPU_SEC: Final = 6.0
"""How much CPU time one run takes."""
COMPUTES: Final = "computes"
"""The milestone before it does."""
_PATIENT: Final = RetryPolicy(attempt_deadline_sec=600.0, step_deadline_sec=900.0)
"""On no machine is a run too slow: what is handed out again was lost."""
HEAVY: Final = Graph(name="heavy", steps=(Step(name="heavy", reads=("resume_upload",), policy=_PATIENT),))
PATH: Final = "heavy=bench.jobs.heavy:Heavy"
"""What `python -m agents` is told."""


def read_again_and_again(text: str, cpu_sec: float) -> int:
    """Read a résumé until the CPU time is used up; gives how often."""
    times, until = 0, time.process_time() + cpu_sec
    while time.process_time() < until:
        read_resume(source_text("resume", text), None, Lexicon.load())
        times += 1
    return times


class Heavy(Agent):
    """Computes, where agents compute."""

    step = "heavy"

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        text = (await work.read("resume_upload", bytes)).decode()
        yield progress(10, COMPUTES)
        times = await work.compute(read_again_and_again, text, CPU_SEC)
        yield progress(99, f"read {times} times")
        yield outcome({})
