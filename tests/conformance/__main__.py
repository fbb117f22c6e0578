"""`./justw conformance [URL]`: holds a deployment of this API to what it promises on the wire.

Without an address it starts a system of its own, of which everything can be tried.
"""

import argparse
import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.conformance import document
from tests.conformance.cases import Case
from tests.conformance.catalogue import GROUPS, cases_named
from tests.conformance.knobs import Knobs, add_options, knobs_of
from tests.conformance.mutants.catalogue import mutants
from tests.conformance.mutants.hunt import honest, hunt
from tests.conformance.report import caught_line_of, line_of, list_of, mutants_of, summary
from tests.conformance.runner import Result, run_cases
from tests.conformance.whole import everything
from tests.conformance.world import World, world_at


def main(words: list[str]) -> int:
    """Do what the words say.

    Returns:
        0 if every promise that was tried was kept, or every mutant caught; else 1.
    """
    parser = argparse.ArgumentParser(prog="./justw conformance", description=__doc__)
    parser.add_argument("url", nargs="?", help="where the deployment is, as http://127.0.0.1:8080")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="a case or a group; repeatable")
    parser.add_argument("--mutants", action="store_true", help="try broken gateways in front of it instead")
    parser.add_argument("--list", action="store_true", help="show all cases and mutants, as Markdown")
    parser.add_argument("--document", action="store_true", help="try everything, and write docs/conformance.md")
    add_options(parser)
    asked = parser.parse_args(words)
    if asked.list:
        print(f"{list_of(GROUPS)}\n\n{mutants_of(mutants())}")
        return 0
    try:
        cases = cases_named(asked.only)
    except LookupError as error:
        parser.error(str(error.args[0]))
    with _deployment(asked) as (url, knobs):
        return asyncio.run(_run(url, knobs, cases, asked))


@contextlib.contextmanager
def _deployment(asked: argparse.Namespace) -> Iterator[tuple[str, Knobs]]:
    if asked.url is not None:
        yield asked.url.rstrip("/"), knobs_of(asked)
        return
    from tests.support.conformance import conformable_system  # noqa: PLC0415 - what only a checkout has

    with tempfile.TemporaryDirectory() as folder, conformable_system(Path(folder)) as deployment:
        yield deployment


async def _run(url: str, knobs: Knobs, cases: list[Case], asked: argparse.Namespace) -> int:
    began = time.monotonic()
    async with world_at(url, knobs) as world:
        if asked.document:
            outcome = await everything(world)
            document.write(outcome, time.monotonic() - began)
            results = [*outcome.results, *outcome.through_a_proxy]
            for result in results:
                _tell(result)
            return int(any(one.verdict != "kept" for one in results) or not all(one.caught for one in outcome.caught))
        if asked.mutants:
            return await _hunt(cases, world)
        results = await run_cases(cases, world, _tell)
    print(f"{summary(results)}, in {time.monotonic() - began:.1f} s")
    return int(any(one.verdict == "broken" for one in results))


async def _hunt(cases: list[Case], world: World) -> int:
    """Try the mutants that one of these cases catches."""
    names = {case.name for case in cases}
    hunted = [mutant for mutant in mutants() if mutant.caught_by in names]
    fooled = [one for one in await honest(hunted, cases, world) if one.verdict == "broken"]
    for one in fooled:
        print(f"through a proxy that changes nothing: {line_of(one)}")
    found = await hunt(hunted, cases, world, lambda one: print(caught_line_of(one), flush=True))
    caught = sum(one.caught for one in found)
    print(f"{len(found)} mutants: {caught} caught, {len(found) - caught} not")
    return int(bool(fooled) or caught < len(found))


def _tell(result: Result) -> None:
    print(line_of(result), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
