"""The graph of a chaos run, and its agents: each tells a little of all kinds, as slowly and badly as its job says."""

import asyncio
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Final

import msgspec
from typing_extensions import override

from agents.sdk import Agent, Told, Work, diff, insight, metric, outcome, progress, validation
from eventlog import PermanentError, TransientError
from pipeline.graph import Graph, RetryPolicy, Step
from tests.chaos.plan import STEPS, StepScript

_POLICY: Final = RetryPolicy(
    attempts=8,
    backoff_base_sec=0.1,
    backoff_cap_sec=1.0,
    attempt_deadline_sec=30.0,
    step_deadline_sec=300.0,
    max_deliveries=4,
)
CHAOS: Final = Graph(
    name="chaos",
    steps=(
        Step(name="ingesting", policy=_POLICY),
        Step(name="analyzing", after=("ingesting",), policy=_POLICY),
        Step(name="profiling", after=("ingesting",), policy=_POLICY),
        Step(name="planning", after=("analyzing", "profiling"), policy=_POLICY),
        Step(name="writing", after=("planning",), policy=_POLICY),
        Step(name="polishing", after=("writing",), policy=_POLICY),
    ),
    artifacts={step: f"by-{step}" for step in STEPS},
    job_deadline_sec=900.0,
)
PATHS: Final = {step: f"tests.chaos.agents:{step.capitalize()}" for step in STEPS}
"""What `python -m agents` is told."""

TOLD_PER_RUN: Final = 6
"""How many events a run that succeeds tells: the runtime's `progress(0)`, and one of each kind and a half."""


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """What the document `job_upload` says: the steps, and the file while which exists handlers are slow."""

    steps: dict[str, StepScript]
    slow_while: str


def made_by(step: str, run: str) -> str:
    """Give the text that a run hands over: it names the run, so that the loser's is another one."""
    return f"made by {step} in {run}"


def said_by(step: str, run: str) -> str:
    """Give the sentence that a run tells: it names the run too."""
    return f"{step} was here in {run}"


async def _story(step: str, work: Work) -> AsyncGenerator[Told, None]:
    script = msgspec.json.decode(await work.read("job_upload", bytes), type=Script)
    does, slow_while = script.steps[step], Path(script.slow_while)
    pauses, slow = iter(does.pauses_sec), slow_while.exists

    async def takes_its_time() -> None:
        await asyncio.sleep(next(pauses))
        if does.computes and slow():
            await work.compute(stay_while, str(slow_while))
        while slow():  # noqa: ASYNC110, who ends it is another process
            await asyncio.sleep(0.05)

    await takes_its_time()
    yield metric("words", len(step))
    yield insight("requirement", "low", said_by(step, work.run))
    await takes_its_time()
    ref = await work.store(f"words-{step}", f"words of {work.run}")
    yield diff(f"patch-{step}", "summary", "replace", f"{step} changed it", ref)
    await takes_its_time()
    if does.fatal and work.attempt == 1:
        raise PermanentError("this attempt fails for good", code="planned_end")
    if work.attempt <= does.failures:
        raise TransientError("this attempt fails", code="planned_failure")
    yield validation("length", "minor", "after", "pass", f"{step} is short")
    await takes_its_time()
    yield progress(90, f"{step} nearly done")
    await takes_its_time()
    yield outcome({f"by-{step}": made_by(step, work.run)})


def stay_while(path: str) -> None:
    """Compute, as far as anyone can tell from outside, while a file exists."""
    while Path(path).exists():
        time.sleep(0.02)


class _Scripted(Agent):
    """Does what its job says."""

    @override
    def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        return _story(self.step, work)


class Ingesting(_Scripted):
    """The first step."""

    step = "ingesting"


class Analyzing(_Scripted):
    """One side of the diamond."""

    step = "analyzing"


class Profiling(_Scripted):
    """The other side."""

    step = "profiling"


class Planning(_Scripted):
    """Where both meet."""

    step = "planning"


class Writing(_Scripted):
    """The step before the last."""

    step = "writing"


class Polishing(_Scripted):
    """The last step."""

    step = "polishing"
