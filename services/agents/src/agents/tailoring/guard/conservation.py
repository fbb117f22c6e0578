"""Nothing is dropped silently: every entry, bullet and line of the source is in the result or in `dropped`."""

from collections import Counter
from collections.abc import Iterator

from agents.tailoring.guard.violation import Violation
from agents.tailoring.lexicon import words
from contracts.documents import Bullet, Line, OptimisedDoc, Patch, ResumeDoc, Span

_LOSSLESS = frozenset({"the", "a", "an", "and", "or", "to", "of", "for"})
"""Words whose going is no loss of a statement."""


def missing_from(doc: OptimisedDoc, resume: ResumeDoc) -> list[Violation]:
    """List the entries, bullets and words of the source that the result has not and does not list as dropped.

    A word counts as kept where a line of its bullet has it, or where an applied patch of that line shows its removal
    in `before` and `after`.
    """
    dropped = {_key(one.span) for one in doc.dropped}
    made = [entry for section in doc.sections for entry in section.entries]
    found: list[Violation] = []
    made_ids = {entry.id for entry in made}
    found += [
        Violation("conservation", entry.id, "entry")
        for section in resume.sections
        for entry in section.entries
        if entry.id not in made_ids and _key(entry.span) not in dropped
    ]
    by_origin = _lines_by_origin(doc)
    patches = {patch.id: patch for patch in doc.patches if patch.status == "applied"}
    for bullet, _entry_id in source_lines(resume):
        if _key(bullet.span) in dropped or not bullet.text.strip():
            continue
        lines = by_origin.get(bullet.id, [])
        if len(lines) == 1 and lines[0].text == bullet.text:
            continue
        if not lines:
            found.append(Violation("conservation", bullet.id, "bullet"))
        elif lost := _lost_words(bullet, lines, patches):
            found.append(Violation("conservation", bullet.id, " ".join(sorted(lost))))
    found += [
        Violation("conservation", "dropped", f"{span.start}") for span in resume.dropped if _key(span) not in dropped
    ]
    return found


def source_lines(resume: ResumeDoc) -> Iterator[tuple[Bullet, str | None]]:
    """Walk every bullet and line of the source with the id of its entry, None where it is in none."""
    for section in resume.sections:
        yield from ((line, None) for line in section.lines)
        for entry in section.entries:
            yield from ((bullet, entry.id) for bullet in entry.bullets)


def origin_of(line_id: str) -> str:
    """Give the id of the source line that a line of the result comes from: `b7~2` is the second part of `b7`."""
    return line_id.partition("~")[0]


def _lines_by_origin(doc: OptimisedDoc) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for section in doc.sections:
        lines = [*section.lines, *(line for entry in section.entries for line in entry.lines)]
        for line in lines:
            found.setdefault(origin_of(line.id), []).append(line)
    return found


def _lost_words(bullet: Bullet, lines: list[Line], patches: dict[str, Patch]) -> set[str]:
    lost = _bag(bullet.text)
    for line in lines:
        lost -= _bag(line.text)
        for patch_id in line.patches:
            patch = patches.get(patch_id)
            if patch is not None:
                lost -= _bag(patch.before) - _bag(patch.after)
    return {word for word in lost if word not in _LOSSLESS}


def _bag(text: str) -> Counter[str]:
    return Counter(token.text.lower() for token in words(text))


def _key(span: Span) -> tuple[str, int, int]:
    return (span.source, span.start, span.end)
