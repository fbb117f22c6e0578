"""What a line of a résumé never looks like: empty, bloated, a template with holes, markup, a strange address."""

import re
from collections.abc import Sequence
from typing import Final

from agents.tailoring.evidence.reader import Reader
from agents.tailoring.lexicon import words

LONGEST: Final = 1.3
_PLACEHOLDER: Final = re.compile(
    r"\[[^\]]{0,40}\]|\{[^}]{0,40}\}|<[^>\s][^>]{0,40}>|\bX{2,}\b|\bTODO\b|\bTBD\b|\bN/A\b|_{3,}|\bLorem ipsum\b",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(r"\*\*|__|```|^#{1,6}\s|</?\w+|\]\(")
_ADDRESS: Final = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+", re.IGNORECASE)


def shape_faults(text: str, cited: Sequence[str], reader: Reader, *, longest: bool) -> list[str]:
    """List what is wrong with the shape of a line; what the source has as well is no fault.

    Args:
        text: The output line.
        cited: The excerpts that it cites.
        reader: Reads texts.
        longest: Hold the line to 1.3 times its source, other names of terms not counted. Not for a summary that is
            composed of facts.
    """
    if not words(text):
        return ["empty"]
    source = "\n".join(cited)
    faults = [
        match.group()
        for pattern in (_PLACEHOLDER, _MARKUP, _ADDRESS)
        for match in pattern.finditer(text)
        if match.group() not in source
    ]
    if "\n" in text or "\r" in text:
        faults.append("line break")
    if longest and len(text) - _expanded(text, source, reader) > LONGEST * max(len(" ".join(source.split())), 1):
        faults.append("longer than its source")
    return faults


def _expanded(text: str, source: str, reader: Reader) -> int:
    """Count the characters that other names of the source's terms add."""
    return sum(
        len(hit.surface) + len(" ()") for hit in reader.lexicon.find(text) if hit.surface.lower() not in source.lower()
    )
