"""Where the parts of a split line stand in its source: each part cites its own stretch."""

from agents.tailoring.guard.sources import Sources
from agents.tailoring.lexicon import words
from contracts.documents import Line, Span

_LEFT_OUT = frozenset({"and", "also", "then"})
"""What may fall away where a line is cut."""


def part_spans(line: Line, texts: list[str], sources: Sources) -> list[list[Span]]:
    """Find the stretch of the source that each part is made of, by counting words.

    Returns:
        A list of one span for each part; an empty list where the line has several spans, or where the parts are not
        the words of the source, one after the other.
    """
    excerpt = sources.excerpt(line.spans[0]) if len(line.spans) == 1 else None
    if excerpt is None:
        return []
    tokens = words(excerpt)
    spans: list[list[Span]] = []
    position = 0
    for number, text in enumerate(texts):
        part = [token.text.lower() for token in words(text)]
        while number and position < len(tokens) and tokens[position].text.lower() in _LEFT_OUT:
            position += 1
        found = tokens[position : position + len(part)]
        if not part or [token.text.lower() for token in found] != part:
            return []
        end = tokens[position + len(part)].start if position + len(part) < len(tokens) else len(excerpt)
        start = found[0].start if spans else 0
        spans.append(
            [Span(source=line.spans[0].source, start=line.spans[0].start + start, end=line.spans[0].start + end)]
        )
        position += len(part)
    return spans if position == len(tokens) else []
