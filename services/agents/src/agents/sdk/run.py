"""One run of a work item: the handler, its deadline, and whoever wants it stopped."""

import asyncio
import time
from contextlib import aclosing
from typing import Literal, TypeAlias

import msgspec

from agents.sdk.agent import Agent
from agents.sdk.failure import Failure
from agents.sdk.teller import Teller
from agents.sdk.told import StepOutcome, progress
from agents.sdk.work import Work
from eventlog import PermanentError

Stopped: TypeAlias = Literal["unwanted", "deadline", "released"]

_HEED_SEC = 1.0
"""How long a cancelled handler may take to end, each of two times: the first may be swallowed (`eventlog.stopping`)."""


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """How a run ended: with what it made, or why it failed, or what stopped it."""

    duration_sec: float
    refs: dict[str, str] | None = None
    failure: Failure | None = None
    error: Exception | None = None
    stopped: Stopped | None = None
    stubborn: bool = False
    """The handler goes on, though it was cancelled: only the end of the process ends it."""


async def run(
    agent: Agent,
    work: Work,
    teller: Teller,
    *,
    deadline_sec: float,
    unwanted: asyncio.Event,
    release: asyncio.Event,
) -> Ended:
    """Let an agent handle work until it is done, fails, is late, is unwanted or is to be handed back."""
    begun = time.monotonic()
    handling = asyncio.create_task(_handle(agent, work, teller), name="handling")
    refusing = asyncio.create_task(unwanted.wait(), name="refusing")
    releasing = asyncio.create_task(release.wait(), name="releasing")
    try:
        await asyncio.wait({handling, refusing, releasing}, timeout=deadline_sec, return_when=asyncio.FIRST_COMPLETED)
        duration_sec = time.monotonic() - begun
        if handling.done():
            return _result(handling, duration_sec)
        stopped: Stopped = "deadline"
        if refusing.done():
            stopped = "unwanted"
        elif releasing.done():
            stopped = "released"
        for _ in range(2):
            handling.cancel()
            await asyncio.wait({handling}, timeout=_HEED_SEC)
        return Ended(duration_sec=duration_sec, stopped=stopped, stubborn=not handling.done())
    finally:
        for task in (handling, refusing, releasing):
            task.cancel()


def _result(handling: asyncio.Task[dict[str, str]], duration_sec: float) -> Ended:
    if handling.cancelled():
        error: BaseException | None = RuntimeError("the handler cancelled itself")
    else:
        error = handling.exception()
    match error:
        case None:
            return Ended(duration_sec=duration_sec, refs=handling.result())
        case Exception():
            return Ended(duration_sec=duration_sec, failure=Failure.of(error), error=error)
        case _:
            raise error


async def _handle(agent: Agent, work: Work, teller: Teller) -> dict[str, str]:
    """Let it tell its story, and store what it made."""
    await teller.tell(progress(0))
    made: StepOutcome | None = None
    async with aclosing(agent.handle(work)) as story:
        async for told in story:
            if made is not None:
                raise PermanentError("the step told something after its outcome", code="told_after_outcome")
            if isinstance(told, StepOutcome):
                made = told
            else:
                await teller.tell(told)
    if made is None:
        raise PermanentError("the step ended without an outcome", code="no_outcome")
    return {name: await work.store(name, document) for name, document in made.documents.items()}
