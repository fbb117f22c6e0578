"""Reads a page of a PDF in two ways, and takes the one that reads better.

Both extractors fail on some files: pdfplumber merges lines that stand beside each other, pypdf splits words and puts
tabs between them. So per page both are asked, and judged by words that are words, headings that we know, short lines.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from agents.tailoring.extracting.beside import header_of, with_whole_periods
from agents.tailoring.extracting.columns import read_by_column
from agents.tailoring.extracting.lines import Word, gaps_of, rows, text_of
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.lexicon.headings import heading_key, headings

_SHORT: Final = 3
_WORD: Final = re.compile(r"\b[a-z]{2,}\b")
_LONGEST_HEADING: Final = 40
_CLEARLY: Final = 0.02
"""A difference of this share of words that are words decides before headings do."""
_CID: Final = re.compile(r"\(cid:\d+\)")
_CID_BULLET: Final = re.compile(r"^[ \t]*\(cid:\d+\)[ \t]*(?=\S)", re.MULTILINE)
_QUARTZ_GAP: Final = re.compile(r"(?<=\S)[ \u00a0\r]*\t[ \t\u00a0\r]*(?=\S)")
_GAP: Final = re.compile(r"(?<=\S)[ \t\u00a0\r]+(?=\S)")
_QUARTZ_SHARE: Final = 0.5


class PageText(NamedTuple):
    """The text of a page, and how it was had."""

    text: str
    extractor: str
    columns: int = 1
    gaps: tuple[float, ...] = ()
    """Between its lines, in points, where their places are known."""


class Marks(NamedTuple):
    """How well a text reads."""

    headings: int
    known: float
    """Share of lower-case words that are words."""
    short: int
    """Number of lines of three characters or fewer."""


def from_words(words: Sequence[Word], earlier: Sequence[float] = ()) -> PageText:
    """Read a page from its words and their places: column by column where it has columns.

    Args:
        words: Those of the page.
        earlier: The gaps between lines of the pages before it.
    """
    reading = read_by_column(words)
    blocks = [with_whole_periods(block) for block in reading.blocks]
    if reading.columns == 1 and blocks:
        beside, taken = header_of(blocks[0])
        blocks[:1] = [*map(rows, beside), blocks[0][taken:]]
    text = "\n\n".join(text_of(block, earlier) for block in blocks)
    gaps = tuple(gap for block in blocks for gap in gaps_of(block))
    return PageText(named(text), "pdfplumber", reading.columns, gaps)


def from_order(raw: str) -> PageText:
    """Read a page in the order in which it was written, as pypdf gives it."""
    gaps = len(_GAP.findall(raw))
    if len(_QUARTZ_GAP.findall(raw)) > _QUARTZ_SHARE * gaps:
        raw = _QUARTZ_GAP.sub(" ", raw)  # macOS puts a tab and spaces between all words
    return PageText(named(raw), "pypdf")


def better(one: PageText, other: PageText) -> PageText:
    """Choose the text that reads better; the first where they are alike, and always where it has columns."""
    if one.columns > 1 or not other.text.strip():
        return one
    if not one.text.strip():
        return other
    first, second = marks(one.text), marks(other.text)
    if abs(first.known - second.known) > _CLEARLY:
        return one if first.known > second.known else other
    if first.headings != second.headings:
        return one if first.headings > second.headings else other
    return one if first.short <= second.short + 1 else other


def marks(text: str) -> Marks:
    """Judge a text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = _WORD.findall(text)
    lexicon = Lexicon.load()
    known = headings()
    return Marks(
        headings=sum(
            len(line) <= _LONGEST_HEADING and line[0].isupper() and heading_key(line) in known for line in lines
        ),
        known=sum(lexicon.is_word(word) for word in found) / len(found) if found else 0.0,
        short=sum(len(line) <= _SHORT for line in lines),
    )


def named(text: str) -> str:
    """Make of letters whose font does not say what they are a bullet at a line's beginning, else U+FFFD.

    A wide hyphen (U+FF0D) that was decoded with the wrong table has lost its last third in the font: nothing else tells
    it any more, so it is put back here and not where other such damage is repaired.
    """
    return _CID.sub("\ufffd", _CID_BULLET.sub("• ", text.replace("ï¼\u200b", "-")))
