"""Joins words that were cut at the end of a line."""

import re
from collections.abc import Callable

_CUT = re.compile(r"(?<![^\W\d_])(?P<left>[^\W\d_]{2,})-\n[ \t]*(?P<right>[a-zß-ÿ][^\W\d_]*)(?P<mark>[^\s\w]*)[ \t]*")
_KNOWN = 3.5
"""From this Zipf value on a joined word is a word, whatever its parts are."""
_ORDINARY = 3.0


def join_hyphenated(text: str, zipf: Callable[[str], float]) -> str:
    """Move the rest of a word that was cut at a line's end up to its beginning.

    "Devel-⏎oping a" becomes "Developing⏎a", and "top-⏎notch facility" becomes "top-notch⏎facility": the hyphen stays
    where both halves are words and the whole is not.
    """

    def joined(match: re.Match[str]) -> str:
        left, right = match["left"], match["right"]
        whole = zipf(left + right)
        compound = whole < _KNOWN and min(zipf(left), zipf(right)) >= _ORDINARY
        if not compound and whole == 0.0:
            compound = zipf(right) >= _ORDINARY and zipf(left) > 0.0
        rest_follows = match.end() < len(text) and text[match.end()] != "\n"
        return f"{left}{'-' if compound else ''}{right}{match['mark']}{chr(10) if rest_follows else ''}"

    return _CUT.sub(joined, text)
