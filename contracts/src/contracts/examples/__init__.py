"""One small job in all its messages, as they stand on the wire: the examples of the schemas, and of their tests.

Everything here is fictional. Plain data and no structs: what is shown is what is sent, and the tests decode it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from contracts.examples.answers import ANSWERS
from contracts.examples.events import EVENTS
from contracts.examples.facts import FACTS
from contracts.examples.job import JOB, Example

EXAMPLES: Final[Mapping[str, Sequence[Example]]] = {**EVENTS, **FACTS, **ANSWERS}
"""Examples by the name of their message."""

__all__ = ["ANSWERS", "EVENTS", "EXAMPLES", "FACTS", "JOB", "Example"]
