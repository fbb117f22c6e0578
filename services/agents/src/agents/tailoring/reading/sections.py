"""Cuts a résumé into sections at its headings."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from agents.tailoring.lexicon.headings import foreign_headings, heading_key, headings
from agents.tailoring.lexicon.titles import looks_like_org
from agents.tailoring.reading.lines import TextLine
from contracts.documents import SectionType

_HEAD_WORDS: Final[tuple[tuple[frozenset[str], SectionType], ...]] = (
    (frozenset({"volunteer", "volunteering", "community"}), "volunteering"),
    (frozenset({"education", "educational", "academic"}), "education"),
    (frozenset({"certification", "certifications", "licenses", "licences", "licensure"}), "certifications"),
    (frozenset({"skills", "competencies", "proficiencies", "expertise", "strengths", "technologies"}), "skills"),
    (frozenset({"projects", "project"}), "projects"),
    (frozenset({"experience", "employment", "involvement"}), "experience"),
    (frozenset({"awards", "honors", "honours", "achievements", "accomplishments"}), "awards"),
    (frozenset({"summary", "objective"}), "summary"),
    (frozenset({"publications"}), "publications"),
    (frozenset({"languages"}), "languages"),
    (frozenset({"interests", "hobbies"}), "interests"),
)
_SMALL_WORDS: Final = frozenset({"and", "of", "the", "in", "on", "for", "with", "to", "a", "&", "/", "-"})
_INLINE: Final = re.compile(r"(?P<head>[A-Z][A-Za-z&/ ]{2,38}?)\s*:\s+(?=\S)")
_PUNCTUATED: Final = re.compile(r"[.,;]|:\s*\w|\d|@|[a-z]\(|[|]")
_MAX_WORDS: Final = 6
_MAX_FREE_WORDS: Final = 4
_MIN_SHOUT: Final = 4
_FREE_ZONES: Final = frozenset(
    {"skills", "summary", "other", "interests", "certifications", "languages", "awards", "references"}
)


class Heading(NamedTuple):
    """A heading in its line: the first `length` characters."""

    line: TextLine
    type: SectionType
    length: int

    @property
    def text(self) -> str:
        """Give the heading without colon and frame."""
        return self.line.text[: self.length].strip(" :-–—*#=_|")


class Part(NamedTuple):
    """A heading and the lines under it; without heading: what stands before the first."""

    heading: Heading | None
    lines: tuple[TextLine, ...]


def parts(lines: Sequence[TextLine]) -> list[Part]:
    """Cut lines at the headings. The first part holds what stands before any heading, and may be empty."""
    found: list[Part] = []
    heading: Heading | None = None
    held: list[TextLine] = []
    shouted = _headings_are_shouted(lines)
    for position, line in enumerate(lines):
        opened = (
            None if position == 0 else _heading(lines, position, heading.type if heading else None, shouted=shouted)
        )
        if opened is None:
            held.append(line)
            continue
        found.append(Part(heading, tuple(held)))
        heading, held = opened, []
        if opened.length < len(line.text):
            held.append(_rest(line, opened.length))
    found.append(Part(heading, tuple(held)))
    return found


def _heading(lines: Sequence[TextLine], position: int, inside: SectionType | None, *, shouted: bool) -> Heading | None:
    line = lines[position]
    if line.bulleted:
        return None
    known = _known(line.text)
    if known is not None:
        return (
            None if _is_item(lines, position, inside, known, shouted=shouted) else Heading(line, known, len(line.text))
        )
    inline = _INLINE.match(line.text)
    if inline is not None and line.gap and inside != (opened := headings().get(heading_key(inline["head"]))):
        return Heading(line, opened, inline.end()) if opened is not None else None
    if _reads_as_heading(line.text):
        likely = _likely(line.text, inside)
        if likely is not None:
            return Heading(line, likely, len(line.text))
        if shouted and inside in _FREE_ZONES and line.gap and _is_shout(line.text):
            return Heading(line, "other", len(line.text))
    return None


def _known(text: str) -> SectionType | None:
    key = heading_key(text)
    if len(key.split()) > _MAX_WORDS or _PUNCTUATED.search(text.rstrip(":. ")):
        return None
    bare = text.strip(" *#=_-–—|:")
    if bare[:1].islower():
        return None
    foreign = foreign_headings().get(bare.lower())
    return foreign if foreign is not None or not bare[:1].isupper() else headings().get(key)


def _is_item(
    lines: Sequence[TextLine], position: int, inside: SectionType | None, known: SectionType, *, shouted: bool
) -> bool:
    """Tell whether a line that reads as a heading is one item of a list: "Leadership" among skills.

    A heading has something under it that is no heading, stands apart or differs from the lines around it.
    """
    line = lines[position]
    if _is_shout(line.text):
        return False
    if shouted and (not line.gap or known == inside):
        return True
    if line.text.endswith(":"):
        return False
    after = lines[position + 1] if position + 1 < len(lines) else None
    if after is None:
        return inside is not None and not line.gap
    single_word = len(line.text.split()) == 1
    listed = inside in {"skills", "interests", "languages", "certifications"}
    return listed and single_word and not line.gap and known in {"languages", "publications", "other"} and not after.gap


def _reads_as_heading(text: str) -> bool:
    bare = text.strip(" :*#=_-–—|")
    listed = bare.split()
    if not 1 <= len(listed) <= _MAX_FREE_WORDS or _PUNCTUATED.search(bare):
        return False
    return all(word[0].isupper() or word.lower() in _SMALL_WORDS or not word[0].isalpha() for word in listed)


def _likely(text: str, inside: SectionType | None) -> SectionType | None:
    """Tell the type of a heading that is in no table, by its last words. A list's own items do not end a list."""
    key = heading_key(text).split()
    if not key or looks_like_org(text):
        return None
    for heads, section in _HEAD_WORDS:
        if key[-1] in heads and len(key) > 1 and not (section == inside == "skills"):
            return section
    return None


def _is_shout(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= _MIN_SHOUT and all(letter.isupper() for letter in letters)


def _headings_are_shouted(lines: Sequence[TextLine]) -> bool:
    """Tell whether this résumé writes its headings in capitals."""
    known = [line for line in lines[1:] if not line.bulleted and _known(line.text) is not None]
    shouts = sum(_is_shout(line.text) for line in known)
    return shouts > 1 and 2 * shouts > len(known)


def _rest(line: TextLine, length: int) -> TextLine:
    rest = line.text[length:]
    lead = len(rest) - len(rest.lstrip())
    return TextLine(line.number, rest.strip(), line.start + length + lead, line.end, gap=False)
