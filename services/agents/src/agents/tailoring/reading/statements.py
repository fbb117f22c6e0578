"""Joins wrapped lines to statements, and cuts paragraphs into sentences."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from agents.tailoring.reading.lines import TextLine
from contracts.documents import SourceKind, Span

_SENTENCE_END: Final = re.compile(r"[.!?][\"'”’)]?\s+(?=[\"'“(]?[A-Z0-9])|(?<=[a-z)]{2})[.!?](?=[A-Z][a-z])")
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|incl|Mr|Mrs|Ms|Dr|St|Jr|Sr|Inc|Ltd|Co|Corp|No|U\.S|Ph\.D|B\.S|M\.S|a\.k\.a)|\b[A-Z])$"
)
_ENUMERATOR: Final = re.compile(r"\s*\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})", re.IGNORECASE)
_CLOSED: Final = re.compile(r"[.!?:;][\"'”’)]?$")
_UNCLOSED: Final = re.compile(
    r"(?:[,&(/–-]|\be\.g\.|\bi\.e\.|\b(?:and|or|of|the|a|an|to|in|for|with|by|on|at|from|as|including))$"
)
_LONGEST: Final = 8
_WRAP_SHARE: Final = 0.75
_MIN_WIDTH: Final = 45
_SPACES: Final = re.compile(r"\s+")


class Statement(NamedTuple):
    """A statement: `text` is `source[start:end]` with every run of white space as one space."""

    text: str
    start: int
    end: int

    def span(self, source: SourceKind = "resume") -> Span:
        """Give its place in the source."""
        return Span(source=source, start=self.start, end=self.end)


def line_width(lines: Iterable[TextLine]) -> int:
    """Estimate where lines are wrapped: the length of the longest lines."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[max(0, len(lengths) * 95 // 100 - 1)] if lengths else 0


def join_lines(lines: Sequence[TextLine], source: str, width: int) -> list[Statement]:
    """Join each line with the lines that it was wrapped into. Bullets and blank lines begin anew."""
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and continues(groups[-1][-1], line, width, bulleted=groups[-1][0].bulleted):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [statement(source, group[0].body_start, group[-1].end) for group in groups]


def continues(before: TextLine, line: TextLine, width: int, *, bulleted: bool) -> bool:
    """Tell whether a line goes on with the one before it.

    It does where it begins in lower case, or the one before ends in the middle of a phrase, or is as long as lines are
    here and not closed by a full stop. `bulleted`: what it would go on with began with a bullet.
    """
    if line.bulleted or line.gap:
        return False
    first = line.text[0]
    if first.islower() and not before.text.endswith((".", "!", "?")):
        return True
    if first in ")]&,;":
        return True
    if _UNCLOSED.search(before.text) and (bulleted or len(before.text) >= _WRAP_SHARE * width):
        return True
    return width >= _MIN_WIDTH and len(before.text) >= _WRAP_SHARE * width and _CLOSED.search(before.text) is None


def sentences(whole: Statement, source: str) -> list[Statement]:
    """Cut a statement at the ends of its sentences."""
    return list(_cut(whole, source))


def _cut(whole: Statement, source: str) -> Iterator[Statement]:
    begin = whole.start
    for match in _SENTENCE_END.finditer(source, whole.start, whole.end):
        stop = match.start() + 1
        if _ABBREVIATED.search(source, max(begin, match.start() - _LONGEST), match.start()) or _ENUMERATOR.fullmatch(
            source, begin, match.start()
        ):
            continue
        while stop < match.end() and source[stop] in "\"'”’)":
            stop += 1
        yield statement(source, begin, stop)
        begin = match.end()
    if begin < whole.end:
        yield statement(source, begin, whole.end)


def statement(source: str, start: int, end: int) -> Statement:
    """Make a statement of a stretch of the source, without the white space around it."""
    stretch = source[start:end]
    start += len(stretch) - len(stretch.lstrip())
    end -= len(stretch) - len(stretch.rstrip())
    return Statement(_SPACES.sub(" ", source[start:end]), start, end)
