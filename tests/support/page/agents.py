"""The agents as they are, of which some stop in the middle where a test of the page asks for it.

A job asks by the address in its résumé: `…@NAME.pace.example.org` means the file `NAME` in the folder `PACE`, which
says `STEP WORD`. The step's first event is told; then, for as long as the file says so, it

    hold      waits
    stumble   fails for this time, on its first attempt
    fail      fails for good

and does its work where it does not, or where the file is gone. So jobs in one system have paces of their own.
"""

import asyncio
import contextlib
import os
import re
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Final

from typing_extensions import override

from agents.profiling.agent import ProfilingAgent
from agents.sdk import Agent, Told, Work
from agents.writing.agent import WritingAgent
from contracts.documents import SourceText
from eventlog import PermanentError, TransientError

PATHS: Final = {step: f"{__name__}:Paced{step.capitalize()}" for step in ("profiling", "writing")}
"""What `python -m agents` is told."""

_ASKS: Final = re.compile(r"@(?P<name>[a-z0-9]+)\.pace\.example\.org")
_LOOK_EVERY_SEC: Final = 0.05


class _Paced(Agent):
    """Stands before the agent of a step, which is the next class behind it."""

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        source = await work.read("resume_source", SourceText)
        asks = _ASKS.search(source.text)
        story = super().handle(work)  # type: ignore[safe-super]  # this class is never the last one
        async with contextlib.aclosing(story):
            yield await anext(story)
            if asks is not None:
                await _obey(Path(os.environ["PACE"]) / asks["name"], work)
            async for told in story:
                yield told


class PacedProfiling(_Paced, ProfilingAgent):
    """Reads the résumé at a test's pace."""


class PacedWriting(_Paced, WritingAgent):
    """Makes the changes at a test's pace."""


async def _obey(file: Path, work: Work) -> None:
    while (word := _word_for(work.step, file)) == "hold":  # noqa: ASYNC110, who ends it is another process
        await asyncio.sleep(_LOOK_EVERY_SEC)
    if word == "fail":
        raise PermanentError("The step was made to fail.", code="made_to_fail")
    if word == "stumble" and work.attempt == 1:
        raise TransientError("The step was made to stumble.", code="made_to_stumble")


def _word_for(step: str, file: Path) -> str:
    try:
        asked, word = file.read_text().split()
    except FileNotFoundError:
        return ""
    return word if asked == step else ""
