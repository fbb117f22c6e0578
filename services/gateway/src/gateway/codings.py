"""Which form of a file a reader gets: content codings by `Accept-Encoding` (RFC 9110, 12.5.3)."""

import re
from collections.abc import Collection, Iterable
from typing import Final

SUFFIXES: Final = {"br": ".br", "gzip": ".gz"}
"""Coding → what the build appends to the name of a file for it; the smaller form comes first."""

_ASKED: Final = re.compile(
    r"\s*([!#$%&'*+.^_`|~0-9a-z-]+)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?", re.IGNORECASE
)
_ALIASES: Final = {"x-gzip": "gzip"}


def chosen(accepted: Iterable[str], available: Collection[str]) -> str | None:
    """Choose the coding of an answer.

    Args:
        accepted: The `Accept-Encoding` headers of a request, none, one or several. What is no coding with a weight is
            passed over.
        available: Codings that there are, of `SUFFIXES`.

    Returns:
        What the reader likes most, the smaller of two that it likes alike; None where it gets the file as it is, which
        it also gets if it refuses that and all that there is: a browser can do nothing with a 406.
    """
    weights = _weights(accepted)
    best, most = None, weights.get("identity", 0.0)
    for coding in SUFFIXES:
        weight = weights.get(coding, weights.get("*", 0.0))
        if coding in available and weight > 0 and (weight > most or (best is None and weight == most)):
            best, most = coding, weight
    return best


def _weights(accepted: Iterable[str]) -> dict[str, float]:
    asked = (_ASKED.fullmatch(part) for part in ",".join(accepted).split(","))
    weights = {}
    for match in asked:
        if match is not None:
            coding = match[1].lower()
            weights[_ALIASES.get(coding, coding)] = float(match[2] or 1)
    return weights
