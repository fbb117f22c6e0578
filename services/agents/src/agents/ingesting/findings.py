"""What can be said of a file without a word of it: its form, and what in it others will stumble over."""

from typing import Final

from agents.ingesting.taking import WHAT
from agents.tailoring.lexicon import words
from agents.tailoring.rules.form import FILES
from agents.tailoring.text import name_of
from contracts.documents import Layout, SourceText

_READS_WELL: Final = 0.85
"""Of the lower-case words those that are words. Real files have 0.95 and more; below this, letters were lost."""
_FEW_WORDS: Final = 50
"""A résumé or posting of fewer is seldom all of it: parts of such files are pictures."""


def form_of(layout: Layout) -> str:
    """Name the form of a file: "2 pages, 2 columns, read by pdfplumber"."""
    counts = (
        (layout.pages, "page"),
        (layout.columns if layout.columns > 1 else 0, "column"),
        (layout.tables, "table"),
        (layout.images, "picture"),
        (layout.text_boxes, "text box"),
    )
    named = [_counted(number, what) for number, what in counts if number]
    return f"{', '.join(named)}, read by {layout.extractor}"


def warnings_of(source: SourceText) -> list[str]:
    """Say what of a file's form the person should know before anything is made of it; nothing of texts."""
    layout = source.layout
    if source.origin not in FILES:
        return []
    found: list[str] = []
    count = len(words(source.text))
    if count < _FEW_WORDS:
        found.append(f"Only {_counted(count, 'word')} could be read of the file: compare the text with it")
    if layout.quality < _READS_WELL:
        found.append(f"Only {100 * layout.quality:.0f} % of the file's words read as words: compare the text with it")
    if layout.columns > 1:
        found.append(f"The file has {layout.columns} columns: read one after the other")
    if layout.images:
        found.append(f"The file has {_counted(layout.images, 'picture')}: what stands in them is not read")
    return found


def language_warning(source: SourceText) -> str | None:
    """Say that a text is in another language than the one that everything here is made for; None where it is not."""
    if source.language == "en":
        return None
    return f"The {WHAT[source.kind]} is in {name_of(source.language)}, not in English: read as well as we can"


def _counted(number: int, what: str) -> str:
    plural = f"{what}es" if what.endswith("x") else f"{what}s"
    return f"{number} {what if number == 1 else plural}"
