"""What a sentence itself demands or wishes: "ACLS is required", "Docker would be nice", also where no heading helps."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, Literal

from agents.tailoring.lexicon.cues import cue

_DEMANDED: Final = cue("demanded")
_WISHED: Final = cue("wished")
_DEMANDS_NOTHING: Final = cue("demands-nothing")
_JOINT: Final = re.compile(
    r"[^,;]{0,40}[,;]\s*(?:(?:and|but|while|whereas)\s+)?|\)?\s+(?:and|but|while|whereas)\s+", re.IGNORECASE
)


def said_of_it(text: str) -> Literal["must", "preferred"] | None:
    """Tell whether a sentence says of something that it is demanded, or only wished, or neither."""
    if _WISHED.search(text) is not None:
        return "preferred"
    return "must" if _DEMANDED.search(text) is not None and not is_denied(text) else None


def is_denied(text: str) -> bool:
    """Tell whether a sentence says that something is not demanded, and does not wish it either."""
    return _DEMANDS_NOTHING.search(text) is not None and _WISHED.search(text) is None


def is_spoken_of(text: str, end: int) -> bool:
    """Tell whether it is said of the name that ends here that it is demanded, or wished: "German is a plus"."""
    rest = text[end:].lstrip(" (:")
    return any(pattern.match(rest) is not None for pattern in (_DEMANDED, _WISHED))


def clause_starts(text: str) -> Iterator[int]:
    """Yield where a sentence goes over from what is demanded to what is wished, or back: "Java required, Go a plus"."""
    demanded = [(match.start(), match.end(), True) for match in _DEMANDED.finditer(text)]
    wished = [(match.start(), match.end(), False) for match in _WISHED.finditer(text)]
    for (_, end, first), (start, _, second) in pairwise(sorted([*demanded, *wished])):
        joint = _JOINT.match(text, end, max(end, start)) if first != second else None
        if joint is not None and joint.end() < start:
            yield joint.end()
