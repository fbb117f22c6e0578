"""`./justw conformance URL`: holds a deployment of this API to what it promises on the wire."""

import argparse
import asyncio
import sys
import time

from tests.conformance.cases import Case
from tests.conformance.catalogue import GROUPS, cases_named
from tests.conformance.knobs import add_options, knobs_of
from tests.conformance.report import line_of, list_of, summary
from tests.conformance.runner import Result, run_cases
from tests.conformance.world import world_at


def main(words: list[str]) -> int:
    """Do what the words say.

    Returns:
        0 if every promise that was tried was kept, else 1; 64 where the words say nothing that can be done.
    """
    parser = argparse.ArgumentParser(prog="./justw conformance", description=__doc__)
    parser.add_argument("url", nargs="?", help="where the deployment is, as http://127.0.0.1:8080")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="a case or a group; repeatable")
    parser.add_argument("--list", action="store_true", help="show all cases, as Markdown")
    add_options(parser)
    asked = parser.parse_args(words)
    if asked.list:
        print(list_of(GROUPS))
        return 0
    if asked.url is None:
        parser.error("say where the deployment is")
    try:
        cases = cases_named(asked.only)
    except LookupError as error:
        parser.error(str(error.args[0]))
    began = time.monotonic()
    results = asyncio.run(_run(asked.url.rstrip("/"), cases, asked))
    print(f"{summary(results)}, in {time.monotonic() - began:.1f} s")
    return int(any(one.verdict == "broken" for one in results))


async def _run(url: str, cases: list[Case], asked: argparse.Namespace) -> list[Result]:
    async with world_at(url, knobs_of(asked)) as world:
        return await run_cases(cases, world, lambda result: print(line_of(result), flush=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
