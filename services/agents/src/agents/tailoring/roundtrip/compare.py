"""Holds what an export reads back to against what was meant: headings, entries, periods, bullets, the name."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from agents.tailoring.lexicon import words
from agents.tailoring.rendering.layout import shown_sections
from agents.tailoring.rendering.pdf.bidi import runs_right_to_left
from agents.tailoring.views import View, ViewSection
from contracts.documents import OptimisedDoc

ENOUGH_BULLETS = 0.99


class Said(NamedTuple):
    """What a résumé says, each thing as plain words, in the order of reading."""

    headings: list[str]
    entries: list[str]
    periods: list[str]
    bullets: list[str]


class Differences(NamedTuple):
    """What reads back otherwise. `bullets`: the share that reads back word for word, 0 to 1."""

    headings: bool
    entries: bool
    periods: bool
    bullets: float
    name: bool

    @property
    def none(self) -> bool:
        """Tell whether the export reads back as it was meant."""
        return not self.named

    @property
    def named(self) -> list[str]:
        """Name what differs, in words."""
        differing = {
            "headings": self.headings,
            "entries": self.entries,
            "periods": self.periods,
            "bullets": self.bullets < ENOUGH_BULLETS,
            "name": self.name,
        }
        return [name for name, differs in differing.items() if differs]


def said(view: View, shown: Iterable[str] | None = None) -> Said:
    """Give what a view says.

    Args:
        view: A résumé.
        shown: The ids of the sections to look at; all, where it is None.
    """
    wanted = None if shown is None else set(shown)
    sections = [section for section in view.sections if wanted is None or section.id in wanted]
    entries = [entry for section in sections for entry in section.entries]
    return Said(
        [_words(section.heading) for section in sections],
        [_words(f"{entry.title or ''} {entry.org or ''} {entry.location or ''}") for entry in entries],
        [_words(entry.dates.raw) if entry.dates is not None else "" for entry in entries],
        [text for section in sections for text in _statements(section)],
    )


def compare(meant: Said, read: Said, *, name: bool) -> Differences:
    """Compare. Bullets are compared as a bag: of each that was meant, whether it is there."""
    found = sum((Counter(meant.bullets) & Counter(read.bullets)).values())
    most = max(len(meant.bullets), len(read.bullets))
    return Differences(
        headings=meant.headings != read.headings,
        entries=meant.entries != read.entries,
        periods=meant.periods != read.periods,
        bullets=found / most if most else 1.0,
        name=name,
    )


def shown_ids(doc: OptimisedDoc) -> list[str]:
    """Give the ids of the sections that an export shows."""
    return [section.id for section in shown_sections(doc)]


def has_name(text: str, name: str) -> bool:
    """Tell whether a text begins with a name; the words of one that runs from right to left may come in any order."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return set(_words(name).split()) <= set(_words(first).split())


def _statements(section: ViewSection) -> list[str]:
    """Give a section's statements; prose as one, since where its lines end is nobody's meaning."""
    texts = [_words(line.text) for line in section.all_lines()]
    return [" ".join(texts)] if section.type == "summary" and texts else texts


def _words(text: str) -> str:
    """Give a text's words. Of right-to-left text, readers differ in the order of words on a line: they are sorted."""
    found = [token.text.casefold() for token in words(text)]
    return " ".join(sorted(found) if runs_right_to_left(text) else found)
