"""`./justw conformance` with all its knobs against the whole system, and with broken gateways in front of it."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.conformance.catalogue import cases_named
from tests.conformance.mutants.catalogue import mutants
from tests.conformance.mutants.hunt import Caught, honest, hunt
from tests.conformance.report import line_of
from tests.conformance.runner import Result, run_cases
from tests.conformance.world import world_at
from tests.support.conformance import conformable_system

pytestmark = pytest.mark.timeout(300)  # a slow machine; about a minute on two cores


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that was tried."""

    results: list[Result]
    caught: list[Caught]
    through_a_proxy: list[Result]
    """The cases that catch, through a proxy that changes nothing."""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    """Try everything once; the drain comes last, and takes the gateway away."""
    with conformable_system(tmp_path_factory.mktemp("conformance")) as (url, knobs):

        async def everything() -> Outcome:
            cases = cases_named([])
            async with world_at(url, knobs) as world:
                through = await honest(mutants(), cases, world)
                caught = await hunt(mutants(), cases, world)
                return Outcome(await run_cases(cases, world), caught, through)

        yield asyncio.run(everything())


def _lines(results: list[Result]) -> list[str]:
    return [line_of(result) for result in results if result.verdict != "kept"]


def test_every_promise_is_tried_and_kept(outcome: Outcome) -> None:
    """With all knobs given no case is left out, and every promise holds: at least 150 of them."""
    assert _lines(outcome.results) == []
    assert len(outcome.results) >= 150


def test_every_mutant_is_caught_by_its_case(outcome: Outcome) -> None:
    """Each of at least fifteen broken gateways is noticed by the case that is named for it."""
    assert [one.mutant.name for one in outcome.caught if not one.caught] == []
    assert len(outcome.caught) >= 15


def test_it_is_the_breakage_that_is_noticed(outcome: Outcome) -> None:
    """Through the same proxy, changing nothing, every case that catches a mutant is kept."""
    assert _lines(outcome.through_a_proxy) == []
