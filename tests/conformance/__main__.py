"""`./justw conformance URL`: holds a deployment of this API to what it promises on the wire."""

import argparse
import asyncio
import sys
import time

from tests.conformance.cases import Case
from tests.conformance.catalogue import GROUPS, cases_named
from tests.conformance.knobs import add_options, knobs_of
from tests.conformance.mutants.catalogue import mutants
from tests.conformance.mutants.hunt import honest, hunt
from tests.conformance.report import caught_line_of, line_of, list_of, mutants_of, summary
from tests.conformance.runner import run_cases
from tests.conformance.world import World, world_at


def main(words: list[str]) -> int:
    """Do what the words say.

    Returns:
        0 if every promise that was tried was kept, or every mutant caught; else 1.
    """
    parser = argparse.ArgumentParser(prog="./justw conformance", description=__doc__)
    parser.add_argument("url", nargs="?", help="where the deployment is, as http://127.0.0.1:8080")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="a case or a group; repeatable")
    parser.add_argument("--mutants", action="store_true", help="try broken gateways in front of it instead: see docs")
    parser.add_argument("--list", action="store_true", help="show all cases and mutants, as Markdown")
    add_options(parser)
    asked = parser.parse_args(words)
    if asked.list:
        print(f"{list_of(GROUPS)}\n\n{mutants_of(mutants())}")
        return 0
    if asked.url is None:
        parser.error("say where the deployment is")
    try:
        cases = cases_named(asked.only)
    except LookupError as error:
        parser.error(str(error.args[0]))
    return asyncio.run(_run(asked.url.rstrip("/"), cases, asked))


async def _run(url: str, cases: list[Case], asked: argparse.Namespace) -> int:
    began = time.monotonic()
    async with world_at(url, knobs_of(asked)) as world:
        if asked.mutants:
            return await _hunt(cases, world)
        results = await run_cases(cases, world, lambda result: print(line_of(result), flush=True))
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
