"""Tries each broken gateway with the case that has to notice."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tests.conformance.cases import Case
from tests.conformance.mutants.catalogue import HONEST
from tests.conformance.mutants.proxy import Mutant, MutantGateway
from tests.conformance.runner import Result, run_case, run_cases
from tests.conformance.world import World, world_at

_AT_ONCE: Final = 6
_TRIES: Final = 3
"""What is too quick may look right on a slow machine. It forgives nothing: promises are tried once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """How a mutant fared."""

    mutant: Mutant
    result: Result

    @property
    def caught(self) -> bool:
        """Whether its case noticed what it is about; one that could not be tried has not, nor one that stumbled."""
        return self.result.verdict == "broken" and not self.result.stumbled


async def hunt(
    mutants: Sequence[Mutant], cases: Sequence[Case], world: World, told: Callable[[Caught], None] = lambda _: None
) -> list[Caught]:
    """Try each mutant with its case.

    Args:
        mutants: The broken gateways.
        cases: All cases, among them those that catch.
        world: The true deployment.
        told: Called with each as it is tried.

    Returns:
        How each fared, in their order.

    Raises:
        KeyError: A mutant names a case that there is not.
    """
    by_name = {case.name: case for case in cases}
    slots = asyncio.Semaphore(_AT_ONCE)

    async def one(mutant: Mutant) -> Caught:
        case = by_name[mutant.caught_by]
        async with (
            slots,
            MutantGateway(world.url, mutant) as gateway,
            world_at(gateway.url, world.knobs, world.jobs) as broken,
        ):
            result = await run_case(case, broken)
            for _ in range(1, _TRIES):
                if result.verdict == "kept":
                    result = await run_case(case, broken)
        caught = Caught(mutant=mutant, result=result)
        told(caught)
        return caught

    return list(await asyncio.gather(*(one(mutant) for mutant in mutants)))


async def honest(mutants: Sequence[Mutant], cases: Sequence[Case], world: World) -> list[Result]:
    """Try all cases that catch through a proxy that changes nothing: what they notice is not the proxy."""
    names = {mutant.caught_by for mutant in mutants}
    async with MutantGateway(world.url, HONEST) as gateway, world_at(gateway.url, world.knobs, world.jobs) as through:
        return await run_cases([case for case in cases if case.name in names], through)
