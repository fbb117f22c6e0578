"""Checks one output line against the excerpts that it cites. A line passes only if every check holds."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from agents.tailoring.evidence.reader import Reader
from agents.tailoring.guard.content import Cited, foreign_names, foreign_skills, foreign_words
from agents.tailoring.guard.numbers import bindings, number_counts, numbers
from agents.tailoring.guard.polarity import gained_or_lost_negations, lost_qualifiers
from agents.tailoring.guard.shape import shape_faults
from agents.tailoring.guard.sources import squash
from agents.tailoring.guard.strength import tier
from agents.tailoring.guard.violation import Violation

Scope: TypeAlias = Literal["entry", "skills", "summary", "other"]


def check_line(
    line_id: str,
    text: str,
    cited: Sequence[str],
    reader: Reader,
    *,
    scope: Scope = "entry",
    derived: Sequence[str] = (),
) -> list[Violation]:
    """Check a line against what it cites.

    Args:
        line_id: Whom violations name.
        text: The output line.
        cited: The excerpts that it cites: of its own entry only, or any of the résumé for a summary or a skill.
        reader: Reads texts.
        scope: Where the line stands.
        derived: Values of derived facts that the line cites, computed again by the caller.

    Returns:
        Violations, sorted; empty if the line says nothing that its sources do not.
    """
    if len(cited) == 1 and squash(text) == squash(cited[0]):
        return []
    # A line that was wrapped in its source is one line: a number and what it counts may stand around the wrap.
    cited = [" ".join(excerpt.split()) for excerpt in cited]
    read = Cited(cited, reader)
    found: list[tuple[str, str]] = [
        ("shape", fault) for fault in shape_faults(text, cited, reader, longest=scope != "summary")
    ]
    found += [("number", f"{value:f}{unit}") for value, unit in _foreign_numbers(text, cited, derived)]
    found += [("binding", name) for name in _unbound(text, cited, derived)]
    found += [("skill", hit.surface) for hit in foreign_skills(text, read)]
    found += [("content", token.text) for token in foreign_words(text, read, scaffold=scope == "summary")]
    found += [("entity", token.text) for token in foreign_names(text, read)]
    if scope != "skills" and tier([text]) > tier(cited):
        found.append(("strength", "verb"))
    found += [("polarity", word) for word in lost_qualifiers(text, cited, in_entry=scope == "entry")]
    if gained_or_lost_negations(text, cited):
        found.append(("polarity", "negation"))
    return sorted({Violation(check, line_id, detail) for check, detail in found})  # type: ignore[arg-type]


def _foreign_numbers(text: str, cited: Sequence[str], derived: Sequence[str]) -> list[tuple[object, str]]:
    allowed = number_counts(cited) + number_counts(derived)
    return sorted((number_counts([text]) - allowed).elements(), key=str)


def _unbound(text: str, cited: Sequence[str], derived: Sequence[str]) -> list[str]:
    """List the numbers that count something else than in the source, or that changed places with each other."""
    source = [pair for excerpt in cited for pair in bindings(excerpt)]
    free = {number.key for value in derived for number in numbers(value)}
    found: list[str] = []
    matched: list[int] = []
    for number, stems in bindings(text):
        same = [place for place, (other, _) in enumerate(source) if other.key == number.key]
        if not same:
            continue  # another check's business
        fitting = [place for place in same if not stems or not source[place][1] or stems & source[place][1]]
        if not fitting and number.key not in free:
            found.append(f"{number.value:f}")
        last = matched[-1] if matched else -1
        # A number that the source has twice is read as the next of the two, or any line with one could not be touched.
        matched.extend([place for place in fitting if place > last][:1] or fitting[:1])
    if len(cited) == 1 and matched != sorted(matched):
        found.append("order")
    return found
