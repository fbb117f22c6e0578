"""Recognises what a text that is not in Latin letters is written in, by its letters alone."""

import re
from typing import Final

_LATIN: Final = re.compile(r"[A-Za-z\u00aa-\u024f\u1e00-\u1eff]")
_CHARACTERS_SAY_MORE: Final = 3
"""A Chinese character or a kana says about as much as three letters of an alphabet."""
_SCRIPTS: Final = {
    "kana": re.compile(r"[\u3041-\u30ff]"),
    "han": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"),
    "hangul": re.compile(r"[\u1100-\u11ff\uac00-\ud7af]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "greek": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"),
    "arabic": re.compile(r"[\u0620-\u064a\u0671-\u06d3\u06fa-\u06ff]"),
    "hebrew": re.compile(r"[\u05d0-\u05ea]"),
    "thai": re.compile(r"[\u0e01-\u0e3a]"),
}
_DENSE: Final = frozenset({"kana", "han", "hangul"})
_ONLY: Final = {"hangul": "ko", "greek": "el", "hebrew": "he", "thai": "th"}
_CYRILLIC: Final = (("uk", "іїєґ"), ("ru", "ыэё"), ("bg", "ъ"))
_PERSIAN: Final = "پچژگ"
_FOREIGN_SHARE: Final = 0.3
_SOME_KANA: Final = 0.05
_LETTER: Final = re.compile(r"[^\W\d_]")


def language_by_script(text: str) -> str | None:
    """Name the language of a text by its script.

    Returns:
        None where at most three tenths of it are in other letters than Latin ones; `und` where its script is that of
        several languages, or one that we do not know.
    """
    letters = len(_LETTER.findall(text))
    latin = len(_LATIN.findall(text))
    counts = {name: len(pattern.findall(text)) for name, pattern in _SCRIPTS.items()}
    dense = sum(counts[name] for name in _DENSE)
    weighed = letters + (_CHARACTERS_SAY_MORE - 1) * dense
    if not letters or weighed - latin <= _FOREIGN_SHARE * weighed:
        return None
    if dense:
        counts["han"] += counts["kana"]
    script = max(counts, key=lambda name: counts[name])
    if not counts[script]:
        return "und"
    match script:
        case "han":
            return "ja" if counts["kana"] > _SOME_KANA * counts["han"] else "zh"
        case "cyrillic":
            return _telling(text.lower(), _CYRILLIC)
        case "arabic":
            return "fa" if any(letter in text for letter in _PERSIAN) else "ar"
        case _:
            return _ONLY.get(script, "und")


def _telling(text: str, languages: tuple[tuple[str, str], ...]) -> str:
    """Name the first language of which a letter of its own is there."""
    return next((code for code, letters in languages if any(letter in text for letter in letters)), "und")
