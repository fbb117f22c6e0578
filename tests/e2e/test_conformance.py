"""`./justw conformance` with all its knobs against the whole system, and with broken gateways in front of it."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.conformance.report import line_of
from tests.conformance.runner import Result
from tests.conformance.whole import Outcome, everything
from tests.conformance.world import world_at
from tests.support.conformance import conformable_system

pytestmark = pytest.mark.timeout(600)  # a slow machine; under a minute on two cores


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    """Try everything once; the drain comes last, and takes the gateway away."""
    with conformable_system(tmp_path_factory.mktemp("conformance")) as (url, knobs):

        async def trying() -> Outcome:
            async with world_at(url, knobs) as world:
                return await everything(world)

        yield asyncio.run(trying())


def _lines(results: list[Result]) -> str:
    return "\n".join(line_of(result) for result in results if result.verdict != "kept")


def test_every_promise_is_tried_and_kept(outcome: Outcome) -> None:
    """With all knobs given no case is left out, and every promise holds: at least 150 of them."""
    assert _lines(outcome.results) == ""
    assert len(outcome.results) >= 150


def test_every_mutant_is_caught_by_its_case(outcome: Outcome) -> None:
    """Each of at least fifteen broken gateways is noticed by the case that is named for it."""
    assert [one.mutant.name for one in outcome.caught if not one.caught] == []
    assert len(outcome.caught) >= 15


def test_it_is_the_breakage_that_is_noticed(outcome: Outcome) -> None:
    """Through the same proxy, changing nothing, every case that catches a mutant is kept."""
    assert _lines(outcome.through_a_proxy) == ""
