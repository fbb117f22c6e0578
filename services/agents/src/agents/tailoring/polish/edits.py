"""The closed edits of the polish, as patches: each reads the document and says what it would change."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from agents.tailoring.applying.places import period_line
from agents.tailoring.evidence import Reader
from agents.tailoring.guard.document import IDENTITY_SECTIONS
from agents.tailoring.language import better_of, single_suggestion, verb_of
from agents.tailoring.language.headings import is_standard
from agents.tailoring.language.periods import period_text
from agents.tailoring.language.tenses import told_in_past
from agents.tailoring.lexicon import words
from agents.tailoring.polish.punctuation import evened, wants_full_stops
from agents.tailoring.polish.tense import in_tense
from agents.tailoring.text import is_foreign
from contracts.documents import Line, OptimisedDoc, Patch, PatchOp, ResultEntry, SectionType

_STATEMENTS: Final[frozenset[SectionType]] = frozenset({"experience", "projects", "volunteering"})
_MOST_REPEATS: Final = 2

Edit: TypeAlias = Callable[[OptimisedDoc, Reader], Iterator[Patch]]


def periods(doc: OptimisedDoc, _reader: Reader) -> Iterator[Patch]:
    """Write every period in the one form, section by section."""
    for section in doc.sections:
        before = [period_line(entry) for entry in section.entries]
        after = [
            (period_text(entry.dates) if entry.dates is not None else None) or old
            for entry, old in zip(section.entries, before, strict=True)
        ]
        if before != after:
            yield _patch(
                "normalise_date", f"section:{section.id}", "\n".join(before), "\n".join(after), "one form of date"
            )


def headings(doc: OptimisedDoc, _reader: Reader) -> Iterator[Patch]:
    """Take marks off the end of standard headings."""
    for section in doc.sections:
        bare = section.heading.rstrip(" :;.-–—")
        if bare and bare != section.heading and is_standard(bare, section.type):
            yield _patch("rename_heading", f"section:{section.id}", section.heading, bare, "a heading without marks")


def spelling(doc: OptimisedDoc, reader: Reader) -> Iterator[Patch]:
    """Correct words that can only have been meant as one other; names and skills are never touched."""
    for section in doc.sections:
        if section.type in IDENTITY_SECTIONS:
            continue
        for line in [*section.lines, *(line for entry in section.entries for line in entry.lines)]:
            after = line.text if is_foreign(line.text) else _spelt(line.text, reader)
            if after != line.text:
                yield _patch("polish_spelling", f"bullet:{line.id}", line.text, after, "spelling")


def tenses(doc: OptimisedDoc, _reader: Reader) -> Iterator[Patch]:
    """Put the lines of a role into its tense."""
    for entry in _roles(doc):
        if entry.dates is None or not (entry.dates.ongoing or entry.dates.end_year):
            continue
        ongoing = entry.dates.ongoing and not told_in_past(entry)
        for line in entry.lines:
            after = None if is_foreign(line.text) else in_tense(line.text, ongoing=ongoing)
            if after is not None:
                yield _patch("polish_tense", f"bullet:{line.id}", line.text, after, "the tense of the role")


def repeated_verbs(doc: OptimisedDoc, _reader: Reader) -> Iterator[Patch]:
    """Say the third line that starts with the same verb with another one that means the same, where there is one."""
    seen: Counter[str] = Counter()
    for line in (line for entry in _roles(doc) for line in entry.lines):
        first = words(line.text)[:1]
        verb = verb_of(first[0].text) if first and first[0].start == 0 else None
        if verb is None:
            continue
        seen[verb.lemma] += 1
        other = next((one for one in better_of(verb) if one.tier <= verb.tier and not seen[one.lemma]), None)
        if seen[verb.lemma] <= _MOST_REPEATS or other is None or first[0].text.lower() != verb.past:
            continue
        seen[other.lemma] += 1
        after = other.past.capitalize() + line.text[first[0].end :]
        yield _patch("verb_swap", f"bullet:{line.id}", line.text, after, "a verb used often already")


def punctuation(doc: OptimisedDoc, _reader: Reader) -> Iterator[Patch]:
    """Even out spaces and full stops, entry by entry."""
    lines = [line for section in doc.sections if section.type in _STATEMENTS for line in _lines_of(section.entries)]
    full_stop = wants_full_stops([line.text for line in lines])
    for section in doc.sections:
        if section.type not in _STATEMENTS:
            continue
        for entry in section.entries:
            before = [line.text for line in entry.lines]
            after = [
                text if "~h" in line.id or is_foreign(text) else evened(text, full_stop=full_stop)
                for line, text in zip(entry.lines, before, strict=True)
            ]
            if before != after:
                yield _patch(
                    "polish_punctuation", f"entry:{entry.id}", "\n".join(before), "\n".join(after), "even punctuation"
                )


EDITS: Final[tuple[tuple[Edit, bool], ...]] = (
    (periods, True),
    (headings, True),
    (spelling, True),
    (tenses, True),
    (repeated_verbs, True),
    (punctuation, True),
)
"""In their order. True: knows English only."""


def _spelt(text: str, reader: Reader) -> str:
    spelt = text
    for token in reversed(words(text)):
        suggestion = single_suggestion(token.text, reader.lexicon)
        if suggestion is not None:
            spelt = spelt[: token.start] + suggestion + spelt[token.end :]
    return spelt


def _roles(doc: OptimisedDoc) -> Iterator[ResultEntry]:
    for section in doc.sections:
        if section.type == "experience":
            yield from section.entries


def _lines_of(entries: list[ResultEntry]) -> Iterator[Line]:
    for entry in entries:
        yield from (line for line in entry.lines if "~h" not in line.id)


def _patch(op: PatchOp, path: str, before: str, after: str, rationale: str) -> Patch:
    return Patch(id="", op=op, path=path, before=before, after=after, rationale=rationale, engine="polish")
