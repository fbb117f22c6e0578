"""Whether a reader has an answer already: `ETag` and `If-None-Match` (RFC 9110, 8.8.3 and 13.1.2).

A tag is made of all that an answer follows from, and of nothing else: the job, the positions of the events that are
shown, what was asked for, and the version that folds them. Every gateway of one version gives the same, without making
the answer. It is weak, because `snapshot_at` is the time at which one gateway made it.
"""

import hashlib
import re
from array import array
from collections.abc import Iterable
from importlib.metadata import version
from typing import Final

from gateway.joblog import Projection
from gateway.snapshot.asked import Asked
from gateway.snapshot.cut import Cut

_VERSION: Final = version("resume-optimizer-gateway")
_TAG: Final = re.compile(r'(?:W/)?("[^"]*")')


def tag_of(projection: Projection, cut: Cut, asked: Asked) -> str:
    """Make the tag of an answer."""
    page = f"{projection.job_id} {_VERSION} {cut.begin} {cut.end} {asked.events} {asked.limit}"
    digest = hashlib.blake2b(page.encode(), digest_size=16)
    digest.update(array("Q", projection.positions[: cut.known]).tobytes())
    return f'W/"{digest.hexdigest()}"'


def names(given: Iterable[str], tag: str) -> bool:
    """Tell whether the `If-None-Match` headers of a request name a tag, by weak comparison; rubbish names none."""
    opaque = tag.removeprefix("W/")
    return any(header.strip() == "*" or opaque in _TAG.findall(header) for header in given)
