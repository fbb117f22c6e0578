"""Lies about a résumé, of every class that users of such tools complain about: each makes a true document untrue."""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Final, TypeAlias

from msgspec.structs import replace

from agents.tailoring.guard.numbers import numbers
from agents.tailoring.guard.strength import clause_verbs
from agents.tailoring.lexicon import Lexicon
from contracts.documents import Line, OptimisedDoc, ResultEntry, ResultSection

Mutation: TypeAlias = Callable[[OptimisedDoc, Random], OptimisedDoc | None]
"""Gives a document with one lie in it, None where this document cannot be made to tell this one."""

_FOREIGN_SKILLS: Final = (
    "Kubernetes",
    "Salesforce",
    "AutoCAD",
    "Tableau",
    "SAP",
    "Phlebotomy",
    "Welding",
    "Terraform",
    "QuickBooks",
    "Swift",
)
_EMPLOYERS: Final = ("Globex Corporation", "Initech", "Umbrella Health", "Stark Industries")
_TITLES: Final = ("Director of Operations", "Chief Nurse", "Principal Engineer", "Master Electrician")
_DEGREES: Final = ("Ph.D. in Physics", "Master of Business Administration", "M.Sc. in Robotics")
_STRONGER: Final = ("Led", "Directed", "Spearheaded", "Orchestrated", "Founded", "Headed")
_NEGATIONS: Final = re.compile(r"\b(?:not|no|never|without) ", re.IGNORECASE)


def insert_number(doc: OptimisedDoc, rng: Random) -> OptimisedDoc | None:
    """Say how many, where the source does not."""
    return _in_statement(doc, rng, lambda text: f"{text.rstrip('.')} for {rng.randrange(13, 997)} customers")


def alter_number(doc: OptimisedDoc, rng: Random) -> OptimisedDoc | None:
    """Say another number."""

    def altered(text: str) -> str | None:
        found = numbers(text)
        if not found:
            return None
        one = rng.choice(found)
        return f"{text[: one.start]}{int(one.value) + rng.randrange(1, 90)}{text[one.end :]}"

    return _in_statement(doc, rng, altered)


def number_of_another_entry(doc: OptimisedDoc, rng: Random) -> OptimisedDoc | None:
    """Put a number of one role into a line of another one."""
    entries = _entries(doc)
    if len(entries) < 2:
        return None
    here, there = rng.sample(entries, 2)
    theirs = [number for line in there.lines for number in numbers(line.text)]
    own = {number.key for line in here.lines for number in numbers(line.text)}
    foreign = [number for number in theirs if number.key not in own]
    targets = [line for line in here.lines if numbers(line.text)]
    if not foreign or not targets:
        return None
    line, number = rng.choice(targets), rng.choice(foreign)
    old = rng.choice(numbers(line.text))
    return _with_text(doc, line, f"{line.text[: old.start]}{number.value:f}{line.text[old.end :]}")


def swap_numbers(doc: OptimisedDoc, rng: Random) -> OptimisedDoc | None:
    """Change two numbers of one line round."""

    def swapped(text: str) -> str | None:
        found = [number for number in numbers(text) if text[number.start : number.end].isdigit()]
        pairs = [(one, other) for one in found for other in found if one.start < other.start and one.key != other.key]
        if not pairs:
            return None
        one, other = rng.choice(pairs)
        first, second = text[one.start : one.end], text[other.start : other.end]
        return text[: one.start] + second + text[one.end : other.start] + first + text[other.end :]

    return _in_statement(doc, rng, swapped)


def add_skill(doc: OptimisedDoc, rng: Random) -> OptimisedDoc | None:
    """Add a skill that a posting may ask for to a statement or to the skills."""
    said = {hit.term for line in _all_lines(doc) for hit in Lexicon.load().find(line.text)}
    foreign = [skill for skill in _FOREIGN_SKILLS if Lexicon.load().term(skill) not in said]
    return add_one_of(foreign, doc, rng)


def add_one_of(skills: Sequence[str], doc: OptimisedDoc, rng: Random) -> OptimisedDoc:
    """Add one of these skills to a line; what the document names of them, the caller has left out."""
    skill = rng.choice(skills)
    lines = [line for line in _all_lines(doc) if line.text]
    line = rng.choice(lines)
    return _with_text(doc, line, f"{line.text.rstrip('.')}, {skill}")


def new_employer(doc: OptimisedDoc, rng: Random) -> OptimisedDoc | None:
    """Give a role to another employer."""
    return _with_entry(doc, rng, lambda entry: replace(entry, org=rng.choice(_EMPLOYERS)))


def new_title(doc: OptimisedDoc, rng: Random) -> OptimisedDoc | None:
    """Give a role another title."""
    return _with_entry(doc, rng, lambda entry: replace(entry, title=rng.choice(_TITLES)))


def new_degree(doc: OptimisedDoc, rng: Random) -> OptimisedDoc | None:
    """Give the candidate another degree."""
    return _with_entry(doc, rng, lambda entry: replace(entry, title=rng.choice(_DEGREES)), types={"education"})


def longer_time(doc: OptimisedDoc, rng: Random) -> OptimisedDoc | None:
    """Make a role last longer."""

    def longer(entry: ResultEntry) -> ResultEntry:
        assert entry.dates is not None
        start = (entry.dates.start_year or 2000) - rng.randrange(1, 6)
        return replace(entry, dates=replace(entry.dates, start_year=start, raw=f"{start} - now"))

    return _with_entry(doc, rng, longer, dated=True)


def stronger_verb(doc: OptimisedDoc, rng: Random) -> OptimisedDoc | None:
    """Say "led" of what was done or helped with."""

    def stronger(text: str) -> str | None:
        verbs = clause_verbs(text)
        if not verbs or verbs[0].tier >= 4 or " " not in text:
            return None
        return f"{rng.choice(_STRONGER)} {text.partition(' ')[2]}"

    return _in_statement(doc, rng, stronger)


def drop_negation(doc: OptimisedDoc, rng: Random) -> OptimisedDoc | None:
    """Leave out a "not"."""
    return _in_statement(doc, rng, lambda text: _NEGATIONS.sub("", text, count=1) if _NEGATIONS.search(text) else None)


def add_negation(doc: OptimisedDoc, rng: Random) -> OptimisedDoc | None:
    """Put in a "not"."""

    def negated(text: str) -> str | None:
        words = text.split(" ")
        if len(words) < 3:
            return None
        place = rng.randrange(1, len(words))
        return " ".join([*words[:place], "not", *words[place:]])

    return _in_statement(doc, rng, negated)


def move_bullet(doc: OptimisedDoc, rng: Random) -> OptimisedDoc | None:
    """Put a bullet of one role under another one."""
    entries = [entry for entry in _entries(doc) if entry.lines]
    if len(entries) < 2:
        return None
    source, target = rng.sample(entries, 2)
    line = rng.choice(source.lines)
    moved = {
        source.id: replace(source, lines=[one for one in source.lines if one.id != line.id]),
        target.id: replace(target, lines=[*target.lines, line]),
    }
    return _map_entries(doc, lambda entry: moved.get(entry.id, entry))


MUTATIONS: Final[Mapping[str, Mutation]] = {
    mutation.__name__: mutation
    for mutation in (
        insert_number,
        alter_number,
        number_of_another_entry,
        swap_numbers,
        add_skill,
        new_employer,
        new_title,
        new_degree,
        longer_time,
        stronger_verb,
        drop_negation,
        add_negation,
        move_bullet,
    )
}


def _all_lines(doc: OptimisedDoc) -> list[Line]:
    return [
        line
        for section in doc.sections
        for line in [*section.lines, *(line for entry in section.entries for line in entry.lines)]
    ]


def _entries(doc: OptimisedDoc) -> list[ResultEntry]:
    return [entry for section in doc.sections if section.type == "experience" for entry in section.entries]


def _in_statement(doc: OptimisedDoc, rng: Random, change: Callable[[str], str | None]) -> OptimisedDoc | None:
    lines = [line for entry in _entries(doc) for line in entry.lines if "~h" not in line.id]
    rng.shuffle(lines)
    for line in lines:
        text = change(line.text)
        if text is not None and text != line.text:
            return _with_text(doc, line, text)
    return None


def _with_text(doc: OptimisedDoc, line: Line, text: str) -> OptimisedDoc:
    def changed(lines: list[Line]) -> list[Line]:
        return [replace(one, text=text) if one.id == line.id else one for one in lines]

    def of_section(section: ResultSection) -> ResultSection:
        entries = [replace(entry, lines=changed(entry.lines)) for entry in section.entries]
        return replace(section, lines=changed(section.lines), entries=entries)

    return replace(doc, sections=[of_section(section) for section in doc.sections])


def _with_entry(
    doc: OptimisedDoc,
    rng: Random,
    change: Callable[[ResultEntry], ResultEntry],
    *,
    types: frozenset[str] | set[str] = frozenset({"experience"}),
    dated: bool = False,
) -> OptimisedDoc | None:
    entries = [entry for section in doc.sections if section.type in types for entry in section.entries]
    entries = [entry for entry in entries if not dated or (entry.dates is not None and entry.dates.start_year)]
    if not entries:
        return None
    chosen = rng.choice(entries)
    return _map_entries(doc, lambda entry: change(entry) if entry.id == chosen.id else entry)


def _map_entries(doc: OptimisedDoc, change: Callable[[ResultEntry], ResultEntry]) -> OptimisedDoc:
    sections = [replace(section, entries=[change(entry) for entry in section.entries]) for section in doc.sections]
    return replace(doc, sections=sections)
