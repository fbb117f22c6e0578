"""Runs cases beside each other, and says of each whether its promise was kept."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import httpx

from tests.conformance.cases import BrokenPromiseError, Case
from tests.conformance.wire import WireError
from tests.conformance.world import World

Verdict: TypeAlias = Literal["kept", "broken", "not tried"]

_AT_ONCE: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a case went."""

    case: Case
    verdict: Verdict
    said: str = ""
    """What was found instead, or which option is missing."""
    seconds: float = 0.0
    stumbled: bool = False
    """Whether the check hung, or came upon something that it does not look at, instead of what it is about."""


async def run_case(case: Case, world: World) -> Result:
    """Try one case."""
    if missing := world.knobs.missing(case.needs):
        return Result(case=case, verdict="not tried", said=f"needs {', '.join(missing)}")
    began, said, stumbled = time.monotonic(), "", False
    try:
        async with asyncio.timeout(case.patience_sec):
            await case.check(world)
    except BrokenPromiseError as broken:
        said = str(broken)
    except TimeoutError:
        said, stumbled = f"not over after {case.patience_sec:g} s", True
    except (httpx.HTTPError, WireError, OSError, LookupError, ValueError, TypeError) as error:
        said, stumbled = f"{type(error).__name__}: {error}", True  # another shape than the check takes for granted
    seconds = time.monotonic() - began
    verdict: Verdict = "broken" if said else "kept"
    return Result(case=case, verdict=verdict, said=said, seconds=seconds, stumbled=stumbled)


async def run_cases(
    cases: Sequence[Case], world: World, told: Callable[[Result], None] = lambda _: None
) -> list[Result]:
    """Try cases, some at once, and those that do harm when all others are over.

    Args:
        cases: What to try.
        world: The deployment.
        told: Called with each result as it comes.

    Returns:
        Their results, in the order of the cases.
    """
    gentle = [case for case in cases if not case.last]
    harmful = [case for case in cases if case.last]
    results = [*await _at_once(gentle, world, told), *await _at_once(harmful, world, told)]
    order = {id(case): n for n, case in enumerate(cases)}
    return sorted(results, key=lambda result: order[id(result.case)])


async def _at_once(cases: Sequence[Case], world: World, told: Callable[[Result], None]) -> list[Result]:
    slots = asyncio.Semaphore(_AT_ONCE)
    alone = {case.alone: asyncio.Lock() for case in cases if case.alone is not None}

    async def one(case: Case) -> Result:
        if case.alone is not None:
            async with alone[case.alone], slots:
                result = await run_case(case, world)
        else:
            async with slots:
                result = await run_case(case, world)
        told(result)
        return result

    return list(await asyncio.gather(*(one(case) for case in cases)))
