"""What the user adds to a job that has ended: answers to its questions, and the changes that he does not want.

Both are kept whole: the newest document holds everything that was said so far, so that one ref stands for all of it.
"""

import msgspec

from contracts.documents.matching import Patch, Question


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What was said to one question."""

    question: Question
    """As it was asked."""
    text: str | None = None
    """The user's own words; left out where he declined. Either way it is not asked again."""


class AnswerSheet(msgspec.Struct, frozen=True, kw_only=True):
    """All answers of a job, one for each question, in the order in which they were first given."""

    answers: list[Answer] = []


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """The changes that the user does not want, as they were proposed; all others stand as the engine decides.

    A change is told again by what it does (`op`, `path`, `before`, `after`), not by its id, which counts within one
    plan; an order by its `op` and `path` alone, since what it arranges may say something else by then, or be more.
    """

    rejected: list[Patch] = []


def same_change(one: Patch, other: Patch) -> bool:
    """Tell whether two patches are one change, whatever each is called in its plan, and whoever found its words."""
    return _what(one) == _what(other)


def _what(patch: Patch) -> tuple[str, ...]:
    if patch.op.startswith("reorder_"):
        return patch.op, patch.path
    return patch.op, patch.path, patch.before, patch.after if patch.otherwise is None else patch.otherwise
