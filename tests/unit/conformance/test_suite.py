"""The suite itself: names, sentences, what it says of itself, and how cases are run."""

import argparse
import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from tests.conformance import document
from tests.conformance.cases import BrokenPromiseError, Case, Group, expect, expect_same, within
from tests.conformance.catalogue import GROUPS, cases_named
from tests.conformance.knobs import Knobs, add_options, knobs_of
from tests.conformance.mutants.catalogue import mutants
from tests.conformance.report import line_of, summary
from tests.conformance.runner import run_cases
from tests.conformance.world import World, world_at

CASES = cases_named([])
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Reach nobody: what is run here asks for nothing."""
    async with world_at(NOWHERE, Knobs(heartbeat_sec=1.0)) as reached:
        yield reached


def test_names_are_distinct() -> None:
    """A name stands for one case, and is no group's; a mutant's for one mutant."""
    names = Counter([case.name for case in CASES] + [group.name for group in GROUPS])
    assert [name for name, number in names.items() if number > 1] == []
    assert len({mutant.name for mutant in mutants()}) == len(mutants())


def test_every_case_is_a_sentence() -> None:
    """Every case says what is promised, in a sentence that fits into a cell of a table."""
    assert [case.name for case in CASES if not case.sentence.endswith((".", "?")) or "|" in case.sentence] == []
    assert len(CASES) >= 150


def test_cases_need_what_there_is() -> None:
    """What a case needs is a knob, and every knob is needed by a case."""
    needed = {name for case in CASES for name in case.needs}
    assert needed == {knob.name for knob in fields(Knobs)}


def test_every_mutant_has_its_case() -> None:
    """The case that has to catch a mutant is there, and there are at least fifteen mutants."""
    names = {case.name for case in CASES}
    assert [mutant.name for mutant in mutants() if mutant.caught_by not in names] == []
    assert len(mutants()) >= 15


def test_the_document_lists_what_there_is() -> None:
    """`docs/conformance.md` has today's cases, mutants and options, word for word: `./justw conformance --document`."""
    text = document.DOCUMENT.read_text()
    assert text == document.with_list(text)


def test_the_document_has_a_result_for_each_group() -> None:
    """The table of results has a row for each group, with as many cases as it has now."""
    text = document.DOCUMENT.read_text()
    assert [group.name for group in GROUPS if f"| {group.name} | {len(group.cases)} |" not in text] == []


def test_a_part_that_has_no_place_is_an_error() -> None:
    """A document that lost its markers is not written to."""
    assert document.with_part("a <!-- x --> old <!-- /x --> b", "x", "new") == "a <!-- x -->\n\nnew\n\n<!-- /x --> b"
    with pytest.raises(ValueError, match="markers"):
        document.with_part("a", "x", "new")


def test_options_become_knobs() -> None:
    """Every knob is an option; what is not given is missing, and named as an option."""
    parser = argparse.ArgumentParser()
    add_options(parser)
    words = ["--heartbeat-sec", "0.5", "--token-keys", "/keys", "--limits", "job=2,token=3", "--clients"]
    knobs = knobs_of(parser.parse_args(words))
    assert (knobs.heartbeat_sec, knobs.token_keys, knobs.limits) == (0.5, Path("/keys"), {"job": 2, "token": 3})
    assert knobs.missing(("clients", "heartbeat_sec", "hold_port", "age_sec")) == ["--hold-port", "--age-sec"]


def test_unknown_names_are_refused() -> None:
    """A case or a group that there is not is an error, not an empty run."""
    assert {case.group for case in cases_named(["cuts"])} == {"cuts"}
    with pytest.raises(LookupError, match="nothing-such"):
        cases_named(["cuts", "nothing-such"])


def test_what_differs_is_shown() -> None:
    """A broken promise says what was found instead, for lists the first place where they differ."""
    expect(holds=True, otherwise="")
    expect_same([1], [1], "")
    with pytest.raises(BrokenPromiseError, match="the status: 200 instead of 204"):
        expect_same(200, 204, "the status")
    with pytest.raises(BrokenPromiseError, match=r"the first difference at 1: \[9\] instead of \[2\]"):
        expect_same([1, 9, 3], [1, 2], "ids")


async def test_waiting_ends() -> None:
    """What does not come within its time is a broken promise of its own words."""
    with pytest.raises(BrokenPromiseError, match="it never came"):
        await within(0.001, asyncio.Event().wait(), "it never came")


def _cases(group: Group) -> list[Case]:
    @group.case()
    async def holds(_: World) -> None:
        """It holds."""

    @group.case()
    async def breaks(_: World) -> None:
        """It does not."""
        expect(holds=False, otherwise="it broke")

    @group.case()
    async def stumbles(_: World) -> None:
        """The answer has another shape."""
        raise KeyError("data")

    @group.case(needs=["hold_port"])
    async def needs(_: World) -> None:
        """It cannot be tried."""

    @group.case(patience_sec=0.001)
    async def hangs(_: World) -> None:
        """It waits for ever."""
        await asyncio.Event().wait()

    return group.cases


async def test_a_case_is_kept_broken_or_not_tried(world: World) -> None:
    """What fails in any way or hangs is broken and says how; what cannot be tried is not kept."""
    results = await run_cases(_cases(Group("g", "")), world)
    assert [(one.case.name, one.verdict, one.said) for one in results] == [
        ("holds", "kept", ""),
        ("breaks", "broken", "it broke"),
        ("stumbles", "broken", "KeyError: 'data'"),
        ("needs", "not tried", "needs --hold-port"),
        ("hangs", "broken", "not over after 0.001 s"),
    ]
    assert [one.case.name for one in results if one.stumbled] == ["stumbles", "hangs"]
    assert summary(results) == "5 cases: 1 kept, 3 broken, 1 not tried"
    assert line_of(results[1]).startswith("broken")
    assert line_of(results[3]).endswith("g              needs: needs --hold-port")


async def test_what_does_harm_comes_last(world: World) -> None:
    """Cases of a group that does harm run when all others are over; the results keep the order of the cases."""
    order: list[str] = []

    async def check(_: World) -> None:
        order.append("gentle")

    async def harm(_: World) -> None:
        order.append("harmful")

    [gentle, *_] = _cases(Group("g", ""))
    harmful = replace(gentle, name="harmful", check=harm, last=True)
    results = await run_cases([harmful, replace(gentle, name="gentle", check=check)], world)
    assert order == ["gentle", "harmful"]
    assert [one.case.name for one in results] == ["harmful", "gentle"]


async def test_cases_of_one_lock_run_alone(world: World) -> None:
    """Cases that may not run beside each other do not."""
    running = most = 0

    async def check(_: World) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    [case, *_] = _cases(Group("g", ""))
    await run_cases([replace(case, check=check, alone="x") for _ in range(5)], world)
    assert most == 1
    await run_cases([replace(case, check=check) for _ in range(5)], world)
    assert most == 5
