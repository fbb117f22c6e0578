"""Agents of a few lines, and a graph for them: what the machinery is tested with, in this process or in others."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

from typing_extensions import override

from agents.sdk import Agent, Told, Work, insight, metric, outcome, progress
from pipeline.graph import Graph, RetryPolicy, Step

Handle = Callable[[Work], AsyncGenerator[Told, None]]

QUICK = RetryPolicy(
    attempts=3, backoff_base_sec=0.05, backoff_cap_sec=0.1, attempt_deadline_sec=20.0, step_deadline_sec=60.0
)
TRIAL = Graph(
    name="trial",
    steps=(
        Step(name="first", policy=QUICK),
        Step(name="second", after=("first",), reads=("script",), policy=QUICK),
        Step(name="third", after=("second",), policy=QUICK),
    ),
    artifacts={"text": "text", "first": "by-first", "second": "by-second", "third": "by-third"},
    job_deadline_sec=120.0,
)
PATHS = {step: f"tests.support.tiny_agents:{step.capitalize()}" for step in ("first", "second", "third")}
"""What `python -m agents` is told."""


def agent_of(step_name: str, handle: Handle) -> Agent:
    """Make an agent of a function."""

    class Tiny(Agent):
        """One function as an agent."""

        step = step_name

        @override
        def handle(self, work: Work) -> AsyncGenerator[Told, None]:
            return handle(work)

    return Tiny()


def telling(name: str) -> Handle:
    """Give a handler that reads what there is, tells a little of each kind, and hands one document over."""

    async def handle(work: Work) -> AsyncGenerator[Told, None]:
        text = await work.read("text", str)
        yield progress(50, f"{name} read the text")
        yield metric("words", len(text.split()))
        yield insight("requirement", "low", f"{name} was here")
        yield outcome({f"by-{name}": f"{name}: {text}"})

    return handle


class First(Agent):
    """Tells a little."""

    step = "first"

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        async for told in telling("first")(work):
            yield told


class Second(Agent):
    """Does what the document `script` says.

    `gate PATH` waits for a file, `compute PATH` likewise in its process; `block PATH` makes it and then blocks the
    event loop, the first time.
    """

    step = "second"

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        yield progress(10, f"second began {work.run}")
        word, _, argument = (await work.read("script", str)).partition(" ")
        if word == "gate":
            while not Path(argument).exists():  # noqa: ASYNC110, ASYNC240, the one who opens it is another process
                await asyncio.sleep(0.02)
        elif word == "compute":
            yield progress(20, f"second computes {work.run}")
            await work.compute(stay_until, argument)
        elif word == "block" and not Path(argument).exists():  # noqa: ASYNC240, what it does next is worse
            Path(argument).touch()  # noqa: ASYNC240
            time.sleep(3600)  # noqa: ASYNC251, against the rules: that is its purpose
        async for told in telling("second")(work):
            yield told


class Third(Agent):
    """Tells a little."""

    step = "third"

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        async for told in telling("third")(work):
            yield told


def stay_until(path: str) -> int:
    """Compute, as far as anyone can tell from outside, until a file exists; leave one's process id beside it."""
    Path(f"{path}.pid").write_text(str(os.getpid()))
    while not Path(path).exists():
        time.sleep(0.01)
    return os.getpid()


def die(_argument: object) -> None:
    """Die as a process that runs out of memory does."""
    os.kill(os.getpid(), signal.SIGKILL)
