"""Which headings open which section of a résumé."""

import re
from functools import cache
from typing import cast

from agents.tailoring.lexicon import tables
from contracts.documents import SectionType

_NOT_LETTERS = re.compile(r"[^a-z ]+")
_SPACES = re.compile(r" +")


@cache
def headings() -> dict[str, SectionType]:
    """Read the table: normalised heading → type."""
    return _read("headings.txt")


@cache
def foreign_headings() -> dict[str, SectionType]:
    """Read the table of other languages: heading in lower case → type."""
    return _read("foreign_headings.txt")


def _read(table: str) -> dict[str, SectionType]:
    known: dict[str, SectionType] = {}
    section: SectionType = "other"
    for line in tables.lines(table):
        if line.startswith("["):
            section = cast(SectionType, line.strip("[]"))
        else:
            known[line] = section
    return known


def heading_key(text: str) -> str:
    """Give the form in which headings are compared: "HONORS/AWARDS:" becomes "honors and awards"."""
    spread = text.lower().replace("&", " and ").replace("/", " and ").replace("’s", "").replace("-", " ")
    return _SPACES.sub(" ", _NOT_LETTERS.sub(" ", spread)).strip()
