"""What reads as a job title, and what as a place."""

import re
from functools import cache
from typing import Final, Literal, TypeAlias

from agents.tailoring.lexicon import tables
from agents.tailoring.lexicon.cues import cue
from agents.tailoring.lexicon.words import Token, fold, words

TitlePart: TypeAlias = Literal["head", "before", "rank"]

_ORG: Final = cue("organisation", "marks.txt")
_ROMAN: Final = frozenset({"i", "ii", "iii", "iv"})


@cache
def _parts() -> dict[TitlePart, frozenset[str]]:
    listed: dict[str, set[str]] = {}
    part = ""
    for line in tables.lines("titles.txt"):
        if line.startswith("["):
            part = line.strip("[]")
        else:
            listed.setdefault(part, set()).update(line.split())
    for occupation in tables.lines("occupations.txt"):
        *before, _ = occupation.split()
        listed["before"].update(word for word in before if word.isalpha() and len(word) > 2)  # noqa: PLR2004 - no "of"
    return {"head": frozenset(listed["head"]), "before": frozenset(listed["before"]), "rank": frozenset(listed["rank"])}


def is_title_head(word: str) -> bool:
    """Tell whether a title may end with this word: "nurse", "Engineers"."""
    return fold(word) in _parts()["head"] or word.lower() in _parts()["head"]


def is_title_word(word: str) -> bool:
    """Tell whether a word is ordinary in titles, as a head, before one, or as a rank."""
    parts, lowered = _parts(), word.lower()
    return lowered in parts["before"] or lowered in parts["rank"] or is_title_head(word)


def is_rank(word: str) -> bool:
    """Tell whether a word says only how senior a title is."""
    return word.lower() in _parts()["rank"]


def looks_like_org(text: str) -> bool:
    """Tell whether a text has a mark of an organisation's name: "Inc", "Hospital", "University"."""
    return _ORG.search(text) is not None


def org_mark(text: str) -> re.Match[str] | None:
    """Find the first mark of an organisation's name."""
    return _ORG.search(text)


def title_run(text: str) -> tuple[int, int] | None:
    """Find the title in a text without separators: the last head word, with the title words before it.

    Returns:
        Its offsets, None where no head word stands.
    """
    tokens = words(text)
    heads = [number for number, token in enumerate(tokens) if is_title_head(token.text)]
    if not heads:
        return None
    last = heads[-1]
    first = last
    while first > 0 and _belongs(text, tokens[first - 1], tokens[first]):
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].text.lower() in _ROMAN:
        last += 1
    return tokens[first].start, tokens[last].end


def _belongs(text: str, token: Token, following: Token) -> bool:
    between = text[token.end : following.start]
    return is_title_word(token.text) and between.strip() in {"", "-", "/", "&", "(", ",", ")"}


@cache
def places() -> dict[str, frozenset[str]]:
    """Read the table of places: region, country, placeholder → names as written."""
    known: dict[str, set[str]] = {}
    part = ""
    for line in tables.lines("places.txt"):
        if line.startswith("["):
            part = line.strip("[]")
        else:
            known.setdefault(part, set()).update(line.split("|"))
    return {part: frozenset(names) for part, names in known.items()}


def is_region(text: str) -> bool:
    """Tell whether a text is the name of a region or a country, or stands for one, zip code or not."""
    bare = re.sub(r"\s+\d{4,6}(?:-\d{4})?$", "", text.strip().strip("."))
    return any(bare in names or bare + "." in names for names in places().values())


def leading_country(text: str) -> str | None:
    """Give the country that a text begins with and goes on after, the longest; None where there is none."""
    names = [name for name in (*places()["country"], "State") if text.startswith(f"{name} ")]
    return max(names, key=len, default=None)
