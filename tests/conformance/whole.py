"""Everything there is to try, in the order in which it can be tried: what does harm comes last."""

from dataclasses import dataclass

from tests.conformance.catalogue import cases_named
from tests.conformance.mutants.catalogue import mutants
from tests.conformance.mutants.hunt import Caught, honest, hunt
from tests.conformance.runner import Result, run_cases
from tests.conformance.world import World


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that was tried."""

    results: list[Result]
    caught: list[Caught]
    through_a_proxy: list[Result]
    """The cases that catch, through a proxy that changes nothing."""


async def everything(world: World) -> Outcome:
    """Try the mutants, then all cases."""
    cases, broken = cases_named([]), mutants()
    through = await honest(broken, cases, world)
    caught = await hunt(broken, cases, world)
    return Outcome(await run_cases(cases, world), caught, through)
