"""Finds in the lines above the first heading who the résumé is of, and how to reach them."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from agents.tailoring.lexicon.headings import heading_key, headings
from agents.tailoring.lexicon.titles import is_region, is_title_head, looks_like_org
from agents.tailoring.lexicon.words import words
from agents.tailoring.reading.dates import periods
from agents.tailoring.reading.fields import trimmed
from agents.tailoring.reading.lines import TextLine
from agents.tailoring.reading.statements import Statement
from contracts.documents import Contact

EMAIL: Final = re.compile(
    r"(?<![\w.%+'-])[A-Za-z0-9][\w.%+'-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){0,5}\.[A-Za-z]{2,24}"
)
PHONE: Final = re.compile(r"(?<![\w/.@-])(?:\+|00)?\(?\d[\d()]*(?:[ \t().–-]{1,2}\d+\)?){0,6}(?<!\()(?![\w@/-])")
"""Groups of digits. Something stands between two of them: else a long number could be cut in countless ways."""
LINK: Final = re.compile(
    r"(?:https?://|www\.)[^\s|,;<>]+|(?<![@\w.-])(?:[a-z0-9-]{1,63}\.){1,5}(?:com|org|net|io|dev|me|ai|co|edu|gov|uk|de|in|ca)"
    r"(?:/[^\s|,;<>]*)?|/?(?:linkedin-in|linkedin|github|gitlab|twitter)[:/ ]+[\w./@-]{3,}",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"(?:e-?mail(?: address)?|phone(?: number)?|mobile|cell|tel(?:ephone)?|address|location|name|linkedin|github"
    r"|website|portfolio|contact|[mtpe])\s*[:.]\s*",
    re.IGNORECASE,
)
_NAME_LABEL: Final = re.compile(r"(?:full )?name\s*:\s*", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"\s*(?:\s[|•·◦/]\s|[|•·]|\s+[–—-]\s+|\s{2,}|;)\s*")
_NAME_WORD: Final = re.compile(r"(?:[^\W\d_]+(?:['’-][^\W\d_]+)*\.?|[^\W\d_]\.)")
_PARTICLES: Final = frozenset(
    {"de", "da", "do", "dos", "del", "della", "der", "den", "di", "la", "le", "van", "von", "bin", "al", "el", "y"}
)
_CREDENTIALS: Final = re.compile(
    r",\s*(?:(?:RN|LPN|BSN|MSN|CPA|CFA|PMP|MBA|MD|PhD|Ph\.D\.|DNP|JD|Esq\.?|P\.?E\.?|CISSP|SHRM-CP|PHR|M\.?Ed\.?"
    r"|M\.?S\.?|B\.?S\.?|EMT|CNA|LCSW|MPH|MPA|Jr\.?|Sr\.?|II|III)(?:,\s*|\s+|$))+$"
)
_MOST_LINES: Final = 20
_MAX_LENGTH: Final = 300
_MIN_DIGITS: Final = 7
_MAX_DIGITS: Final = 15
_TELLING_LETTERS: Final = 3  # two letters are in every address
_CHARACTERS: Final = re.compile(r"[\u4e00-\u9fff]{2,4}|[\uac00-\ud7af]{2,4}")
"""A name in Chinese or Korean is one word."""
_MIN_NAME_WORDS: Final = 2
_MAX_NAME_WORDS: Final = 5
_MAX_HEADLINE_WORDS: Final = 12


class Found(NamedTuple):
    """The contact, where its parts stand, and the lines that are none of it."""

    contact: Contact
    parts: dict[str, Statement]
    """`name`, `headline`, `email`, `phone`, `location`, and `link1`, `link2`, … → where it stands."""
    others: list[TextLine]


def read_contact(lines: Sequence[TextLine], source: str) -> Found:
    """Read the lines above the first heading. Nothing is guessed: what is not there is None.

    A contact stands in a few short lines: what comes after them, or is longer, is left to others.
    """
    parts: dict[str, Statement] = {}
    pieces: list[tuple[TextLine, Statement]] = []
    near = [line for line in lines[:_MOST_LINES] if len(line.text) <= _MAX_LENGTH]
    for line in near:
        taken = _reachable(line, source, parts)
        pieces.extend((line, piece) for piece in _remaining(line, taken, source))
    unread = set(lines).difference(near)
    leftover = sorted(unread.union(_who_and_where(pieces, source, parts)))
    contact = Contact(
        name=_text(parts, "name"),
        headline=_text(parts, "headline"),
        email=_text(parts, "email"),
        phone=_text(parts, "phone"),
        location=_text(parts, "location"),
        links=[parts[key].text for key in sorted(parts, key=lambda key: parts[key].start) if key.startswith("link")],
    )
    return Found(contact, parts, leftover)


def _text(parts: dict[str, Statement], key: str) -> str | None:
    return parts[key].text if key in parts else None


def _reachable(line: TextLine, source: str, parts: dict[str, Statement]) -> list[tuple[int, int]]:
    """Take e-mail, links and phone out of a line.

    Returns:
        The stretches that were taken, in the order of the text.
    """
    taken: list[tuple[int, int]] = []
    for kind, pattern in (("email", EMAIL), ("link", LINK), ("phone", PHONE)):
        for match in pattern.finditer(source, line.start, line.end):
            start, end = match.span()
            if any(start < high and low < end for low, high in taken) or (
                kind == "phone" and not _is_phone(match.group())
            ):
                continue
            key = (
                kind
                if kind not in parts and kind != "link"
                else f"link{1 + sum(name.startswith('link') for name in parts)}"
            )
            parts[key] = _without_stop(source, start, end)
            taken.append((start, end))
    return sorted(taken)


def _without_stop(source: str, start: int, end: int) -> Statement:
    """Make a statement without the punctuation that a sentence put behind it."""
    while end > start and source[end - 1] in " .,;:–-":
        end -= 1
    return Statement(source[start:end], start, end)


def _is_phone(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    if not _MIN_DIGITS <= digits <= _MAX_DIGITS:
        return False
    return not periods(text) or text.lstrip().startswith(("+", "("))


def _remaining(line: TextLine, taken: list[tuple[int, int]], source: str) -> list[Statement]:
    """Cut what was not taken at separators, without labels such as "Phone:"."""
    pieces: list[Statement] = []
    begin = line.body_start
    for start, end in [*taken, (line.end, line.end)]:
        position = begin
        for match in [*_SEPARATOR.finditer(source, begin, start), None]:
            stop = match.start() if match is not None else start
            piece = trimmed(source, position, stop)
            label = _LABEL.match(piece.text)
            if label is not None and _NAME_LABEL.match(piece.text) is None:
                piece = trimmed(source, piece.start + label.end(), piece.end)
            if any(letter.isalnum() for letter in piece.text) and not _is_dress(piece.text, beside=bool(taken)):
                pieces.append(piece)
            position = match.end() if match is not None else stop
        begin = end
    return pieces


def _is_dress(text: str, *, beside: bool) -> bool:
    """Tell whether a piece is a label, or what is left of an icon beside a number: "♂¶obile-alt"."""
    if _LABEL.fullmatch(f"{text}:") is not None:
        return True
    return beside and len(text.split()) == 1 and re.fullmatch(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*", text) is None


def _who_and_where(
    pieces: list[tuple[TextLine, Statement]], source: str, parts: dict[str, Statement]
) -> list[TextLine]:
    """Find name, headline and place among the pieces.

    Returns:
        The lines of the pieces that are none of these.
    """
    name_at = _name_at(pieces, parts.get("email"))
    if name_at is not None:
        _take_name(pieces[name_at][1], source, parts)
    leftover: list[TextLine] = []
    for number, (line, piece) in enumerate(pieces):
        if number == name_at:
            continue
        if "location" not in parts and _is_place(piece.text):
            parts["location"] = piece
        elif "headline" not in parts and _is_headline(piece.text) and _near_top(number, name_at):
            parts["headline"] = _whole_line(line, piece, pieces, source)
        elif not _within(piece, parts) and line not in leftover:
            leftover.append(line)
    return leftover


def _within(piece: Statement, parts: dict[str, Statement]) -> bool:
    return any(part.start <= piece.start and piece.end <= part.end for part in parts.values())


def _whole_line(line: TextLine, piece: Statement, pieces: list[tuple[TextLine, Statement]], source: str) -> Statement:
    """Let a headline be its whole line where nothing else stands in it: "Analyst - Acme"."""
    alone = trimmed(source, line.start, line.end)
    same = [other for its_line, other in pieces if its_line is line]
    return (
        alone
        if same and same[0] == piece and alone.start == piece.start and EMAIL.search(alone.text) is None
        else piece
    )


def _near_top(number: int, name_at: int | None) -> bool:
    return number <= (name_at + 2 if name_at is not None else 1)


def _name_at(pieces: list[tuple[TextLine, Statement]], email: Statement | None) -> int | None:
    """Find the piece that is the name: labelled, else like the e-mail, else the first that reads as one."""
    candidates: list[tuple[int, int]] = []
    for number, (_, piece) in enumerate(pieces):
        if _NAME_LABEL.match(piece.text):
            return number
        if reads_as_name(piece.text):
            like = email is not None and _resembles(piece.text, email.text)
            candidates.append((-100 * like + number, number))
    if not candidates:
        return None
    score, number = min(candidates)
    return number if score < 0 or number <= 1 else None


def _take_name(piece: Statement, source: str, parts: dict[str, Statement]) -> None:
    label = _NAME_LABEL.match(piece.text)
    start = piece.start + (label.end() if label is not None else 0)
    credentials = _CREDENTIALS.search(piece.text)
    end = piece.end if credentials is None else piece.start + credentials.start()
    parts["name"] = trimmed(source, start, end)
    if credentials is not None:
        parts["headline"] = trimmed(source, end, piece.end)


def reads_as_name(text: str) -> bool:
    """Tell whether a text reads as a person's name: two to five capitalised words, none of them of a job or a place."""
    if _CHARACTERS.fullmatch(text):
        return True
    bare = _CREDENTIALS.sub("", text)
    listed = bare.replace(",", " ").split()
    if not _MIN_NAME_WORDS <= len(listed) <= _MAX_NAME_WORDS:
        return False
    named = [word for word in listed if word.lower() not in _PARTICLES]
    if not named or not all(_NAME_WORD.fullmatch(word) and not word[0].islower() for word in named):
        return False
    if heading_key(bare) in headings() or looks_like_org(bare) or is_region(listed[-1]):
        return False
    return not any(is_title_head(token.text) for token in words(bare))


def _resembles(name: str, email: str) -> bool:
    local = re.sub(r"[^a-z]", "", email.partition("@")[0].lower())
    listed = [re.sub(r"[^a-z]", "", word.lower()) for word in name.split()]
    return any(len(word) >= _TELLING_LETTERS and word in local for word in listed)


def _is_place(text: str) -> bool:
    listed = [part.strip() for part in text.split(",")]
    if len(listed) > 1 and is_region(listed[-1]) and len(text.split()) <= _MAX_HEADLINE_WORDS:
        return True
    return re.search(r"\b\d{5}(?:-\d{4})?$|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$", text) is not None and "," in text


def _is_headline(text: str) -> bool:
    listed = words(text)
    if not listed or len(listed) > _MAX_HEADLINE_WORDS or text.endswith((".", ":")) or re.search(r"\d{3}", text):
        return False
    return any(is_title_head(token.text) for token in listed) and text[0].isupper()
