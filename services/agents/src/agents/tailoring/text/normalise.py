"""Normalising: steps in their order, each from text to text, most with the name of what they repair."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

import ftfy

_CONFIG: Final = ftfy.TextFixerConfig(
    unescape_html=False,  # an ampersand in a text is an ampersand
    uncurl_quotes=False,  # how a name is written is not ours to change
    normalization="NFC",
)
_INVISIBLE: Final = re.compile(
    r"(?<![\u0600-\u109f])[\u200c\u200d]"
    r"|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufe0e\ufe0f]"
)
"""Joiners are letters where words of Persian and of Indic scripts are written with them."""
_WIDE: Final = _CONFIG._replace(fix_character_width=False)
_EAST_ASIAN: Final = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LINE_BREAKS: Final = re.compile(r"\r\n?|[\f\v\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_PRIVATE: Final = re.compile(r"[\ue000-\uf0b6\uf0b8-\uf8ff\ufffd]")
_SPACES: Final = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_HYPHENS: Final = re.compile(r"-?[\u2010\u2011]")
_LONE_A: Final = re.compile(r"Â(?=\s|$)|(?<=[\s.,;:])Â(?=[\s.,;:])", re.MULTILINE)
_MARKS: Final = "•●▪◦‣⁃∙·○■□◆◇❖➢➤►▶✓✔✦✧★☆→»¤§‧\uf0b7"  # noqa: RUF001, bullets of all kinds
_BULLET: Final = re.compile(
    rf"^[ \t]*(?:[{_MARKS}]+[ \t]*|(?:[*–—+-]|o(?=[ \t]{{2,}}|\t))[ \t]+|\*(?=[A-Z]))(?=\S)", re.MULTILINE
)
_LONE_BULLET: Final = re.compile(rf"^[ \t]*[{_MARKS}][ \t]*\n[ \t]*(?=[^\W_]|[\"'“(])", re.MULTILINE)
_RULE: Final = re.compile(r"^[ \t]*([-–—_=*~.])\1{3,}[ \t]*$", re.MULTILINE)
_WORD_GAP: Final = re.compile(r"(?<=\S)[ \t]+(?=\S)")
_WIDE_GAP: Final = re.compile(r"(?<=\S)(?:[ ]*\t[ \t]*|[ ]{2,})(?=\S)")
_AT_PUNCTUATION: Final = re.compile(r"(?<=[-.,;:!?–—•])[ \t]+|(?<=\S)[ \t]+(?=[-–—,;:])")
_WIDE_SHARE: Final = 0.3


def _mojibake(text: str) -> str:
    lines = (
        line if line.isascii() else ftfy.fix_text(line, _WIDE if _EAST_ASIAN.search(line) else _CONFIG)
        for line in text.split("\n")
    )
    return _LONE_A.sub("", "\n".join(lines))


def line_breaks(text: str) -> str:
    """Write every break between lines as one sign."""
    return _LINE_BREAKS.sub("\n", text)


def _invisible(text: str) -> str:
    return _CONTROLS.sub("", _HYPHENS.sub("-", _INVISIBLE.sub("", text)))


def _spaces(text: str) -> str:
    return _SPACES.sub(" ", text)


def _bullets(text: str) -> str:
    return _BULLET.sub("• ", _LONE_BULLET.sub("• ", text))


def _icons(text: str) -> str:
    return _PRIVATE.sub(" ", text)


def _columns(text: str) -> str:
    """Make tabs and wide gaps two spaces, a gap between columns; where most gaps are wide they mean nothing."""
    gaps = len(_WORD_GAP.findall(text))
    if len(_WIDE_GAP.findall(text)) > _WIDE_SHARE * gaps:
        return _WORD_GAP.sub(" ", text)
    return _WIDE_GAP.sub("  ", _AT_PUNCTUATION.sub(" ", text))


def _edges(text: str) -> str:
    return unicodedata.normalize("NFC", "\n".join(line.strip() for line in text.split("\n")).strip("\n"))


def _rules(text: str) -> str:
    return _RULE.sub("", text)


_STEPS: Final[tuple[tuple[str | None, Callable[[str], str]], ...]] = (
    (None, line_breaks),
    ("mojibake", _mojibake),  # first: what looks like a control character may be half of a letter
    ("invisible characters", _invisible),
    ("icons", _icons),
    (None, _spaces),
    ("bullets", _bullets),
    ("rules", _rules),
    ("tabs", _columns),
    (None, _edges),
)
_MAX_ROUNDS: Final = 8


def normalise(text: str) -> tuple[str, list[str]]:
    """Normalise a text until nothing changes any more.

    Returns:
        The text, and the names of what was repaired, sorted.
    """
    repairs: set[str] = set()
    for _ in range(_MAX_ROUNDS):
        before = text
        for name, step in _STEPS:
            repaired = step(text)
            if name is not None and repaired != text:
                repairs.add(name)
            text = repaired
        if text == before:
            break
    return text, sorted(repairs)
