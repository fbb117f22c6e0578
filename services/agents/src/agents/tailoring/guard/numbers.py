"""Numbers of a line: what they are, and what they count."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from agents.tailoring.language import number_words, word_list
from agents.tailoring.lexicon import stem

_NUMBER: Final = re.compile(
    r"""
    (?:(?P<sign>[$€£¥])\ ?)?
    (?<![\w.])(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)
    (?:\ ?(?P<scale>k|m|mm|bn|b|million|billion|thousand|hundred)\b)?
    (?P<plus>\+)?
    (?:\ ?(?P<percent>%|percent\b|per\ cent\b))?
    (?![A-Za-z\d]|[.,]\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_BREAK: Final = re.compile(r"[;:.!?()\n•](?=\s|$|\))|[;:()\n•]")
_SCALES: Final = {
    "hundred": 10**2,
    **dict.fromkeys(("k", "thousand"), 10**3),
    **dict.fromkeys(("m", "mm", "million"), 10**6),
    **dict.fromkeys(("b", "bn", "billion"), 10**9),
}
_WORDS: Final = number_words()
_TENS: Final = range(20, 100, 10)
_ONES: Final = range(1, 10)
_FUNCTION_WORDS: Final = word_list("function")
_WINDOW: Final = 4


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text. `value` is normalised: 1,200 is 1200, five is 5, 4M is 4000000."""

    value: Decimal
    unit: str
    """`%`, a currency sign, or empty."""
    start: int
    end: int

    @property
    def key(self) -> tuple[Decimal, str]:
        """What two numbers are compared by."""
        return (self.value, self.unit)


def numbers(text: str) -> list[Number]:
    """Find the numbers of a text, in digits and in words, in order."""
    found = [_digits(match) for match in _NUMBER.finditer(text)]
    taken = [(number.start, number.end) for number in found]
    found.extend(number for number in _in_words(text) if not any(start <= number.start < end for start, end in taken))
    return sorted(found, key=lambda number: number.start)


def number_counts(texts: Iterable[str]) -> Counter[tuple[Decimal, str]]:
    """Count the numbers of several texts."""
    return Counter(number.key for text in texts for number in numbers(text))


def bindings(text: str) -> list[tuple[Number, frozenset[str]]]:
    """Give each number with the stems of what it counts.

    That is the content words among the next four, up to the next number or the end of the clause; where there are
    none, those among the four before it.
    """
    found = numbers(text)
    taken = [(number.start, number.end) for number in found]
    tokens = [
        (match.start(), match.group())
        for match in _WORD.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    ]
    breaks = [
        match.start()
        for match in _BREAK.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    ]
    bound: list[tuple[Number, frozenset[str]]] = []
    for position, number in enumerate(found):
        following = [other.start for other in found[position + 1 :]] + [
            place for place in breaks if place >= number.end
        ]
        preceding = [other.end for other in found[:position]] + [place for place in breaks if place < number.start]
        after_limit, before_limit = min(following, default=len(text)), max(preceding, default=0)
        after = [word for start, word in tokens if number.end <= start < after_limit][:_WINDOW]
        before = [word for start, word in tokens if before_limit <= start < number.start][-_WINDOW:]
        bound.append((number, _content_stems(after) or _content_stems(before)))
    return bound


def _content_stems(found: list[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in found if word.lower() not in _FUNCTION_WORDS)


def _digits(match: re.Match[str]) -> Number:
    value = Decimal(match["digits"].replace(",", ""))
    if match["scale"]:
        value *= _SCALES[match["scale"].lower()]
    unit = "%" if match["percent"] else match["sign"] or ""
    return Number(value.normalize(), unit, match.start(), match.end())


def _in_words(text: str) -> list[Number]:
    """Find number words; "twenty-five" is one number, "five hundred" too."""
    tokens = list(_WORD.finditer(text))
    found: list[Number] = []
    position = 0
    while position < len(tokens):
        first = tokens[position]
        value = _WORDS.get(first.group().lower())
        position += 1
        if value is None:
            continue
        end = first.end()
        while position < len(tokens) and text[end : tokens[position].start()] in {" ", "-"}:
            word = tokens[position].group().lower()
            if word in _SCALES and len(word) > len("bn"):
                value *= _SCALES[word]
            elif value in _TENS and _WORDS.get(word) in _ONES:
                value += _WORDS[word]
            else:
                break
            end = tokens[position].end()
            position += 1
        percent = re.compile(r"\ ?(?:%|percent\b|per cent\b)").match(text, end)
        found.append(
            Number(Decimal(value).normalize(), "%" if percent else "", first.start(), percent.end() if percent else end)
        )
    return found
