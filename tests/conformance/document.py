"""Keeps `docs/conformance.md`: what stands between its markers is written here, and a test compares it."""

import platform
import re
import time
from pathlib import Path
from typing import Final

import psutil

from tests.conformance.catalogue import GROUPS
from tests.conformance.mutants.catalogue import mutants
from tests.conformance.report import list_of, mutants_of, options_table, table_of
from tests.conformance.whole import Outcome

DOCUMENT: Final = Path(__file__).parents[2] / "docs/conformance.md"


def with_part(text: str, name: str, part: str) -> str:
    """Put a part between its markers.

    Raises:
        ValueError: The document has no such markers.
    """
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if begin not in text or end not in text:
        raise ValueError(f"there are no markers {begin} and {end}")
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    return pattern.sub(lambda _: f"{begin}\n\n{part}\n\n{end}", text)


def with_list(text: str) -> str:
    """Bring the lists up to date: of options, mutants and cases."""
    for name, part in (("options", options_table()), ("mutants", mutants_of(mutants())), ("cases", list_of(GROUPS))):
        text = with_part(text, name, part)
    return text


def with_outcome(text: str, outcome: Outcome, seconds: float) -> str:
    """Bring the result up to date."""
    day = time.strftime("%Y-%m-%d", time.gmtime())
    cores = f"{psutil.cpu_count()} cores at a load of {psutil.getloadavg()[0]:.0f}"
    machine = f"{cores}, {platform.system()}, Python {platform.python_version()}"
    caught = sum(one.caught for one in outcome.caught)
    honest = sum(one.verdict == "kept" for one in outcome.through_a_proxy)
    lines = [
        f"{day}, {machine}; {seconds:.0f} s for all of it.",
        "",
        table_of(GROUPS, outcome.results),
        "",
        f"Of {len(outcome.caught)} mutants {caught} were caught, each by its named case. Through the same proxy that",
        f"changes nothing, {honest} of the {len(outcome.through_a_proxy)} cases that catch are kept.",
    ]
    return with_part(text, "result", "\n".join(lines))


def write(outcome: Outcome, seconds: float) -> None:
    """Write the document anew."""
    DOCUMENT.write_text(with_outcome(with_list(DOCUMENT.read_text()), outcome, seconds))
