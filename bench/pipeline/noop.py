"""Six steps in a row that do nothing: what is left is what the machinery itself costs."""

from collections.abc import AsyncGenerator
from typing import Final

from typing_extensions import override

from agents.sdk import Agent, Told, Work, outcome
from pipeline.graph import Graph, Step

STEPS: Final = ("one", "two", "three", "four", "five", "six")
NOOP_6: Final = Graph(
    name="noop-6",
    steps=tuple(Step(name=step, after=(before,) if before else ()) for before, step in zip(("", *STEPS), STEPS)),  # noqa: B905
)
PATHS: Final = tuple(f"{step}=bench.pipeline.noop:{step.capitalize()}" for step in STEPS)
"""What `python -m agents` is told."""


class Noop(Agent):
    """Hands nothing over."""

    step = "noop"

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        yield outcome({})


class One(Noop):
    """The first."""

    step = "one"


class Two(Noop):
    """The second."""

    step = "two"


class Three(Noop):
    """The third."""

    step = "three"


class Four(Noop):
    """The fourth."""

    step = "four"


class Five(Noop):
    """The fifth."""

    step = "five"


class Six(Noop):
    """The last."""

    step = "six"
