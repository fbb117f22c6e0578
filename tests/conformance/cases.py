"""What a case is: one promise of the API, with a name, a sentence and a check that can fail."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

from tests.conformance.world import World

T = TypeVar("T")
Check: TypeAlias = Callable[[World], Awaitable[None]]

_LOOK_SEC: Final = 0.05
PATIENCE_SEC: Final = 90.0
"""What hangs has failed."""


class BrokenPromiseError(Exception):
    """What was found is not what was promised."""


def expect(holds: object, otherwise: str) -> None:
    """See that something holds.

    Raises:
        BrokenPromiseError: It does not; the message is `otherwise`.
    """
    if not holds:
        raise BrokenPromiseError(otherwise)


def expect_same(found: object, wanted: object, what: str) -> None:
    """See that two things are equal.

    Raises:
        BrokenPromiseError: They are not; the message shows both, or the first place where two lists differ.
    """
    if found == wanted:
        return
    if isinstance(found, list) and isinstance(wanted, list):
        pairs = zip(found, wanted, strict=False)
        at = next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(found), len(wanted)))
        where = f"{len(found)} instead of {len(wanted)}, the first difference at {at}"
        raise BrokenPromiseError(
            f"{what}: {where}: {_short(found[at : at + 1])} instead of {_short(wanted[at : at + 1])}"
        )
    raise BrokenPromiseError(f"{what}: {_short(found)} instead of {_short(wanted)}")


async def within(seconds: float, doing: Awaitable[T], otherwise: str) -> T:
    """Await something, and give what it gives.

    Raises:
        BrokenPromiseError: It took longer; the message is `otherwise`.
    """
    try:
        async with asyncio.timeout(seconds):
            return await doing
    except TimeoutError:
        raise BrokenPromiseError(otherwise) from None


async def eventually(seconds: float, look: Callable[[], Awaitable[bool]], otherwise: str) -> None:
    """Look until it is so: for what no event tells.

    Raises:
        BrokenPromiseError: It took longer; the message is `otherwise`.
    """

    async def looking() -> None:
        while not await look():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(_LOOK_SEC)

    await within(seconds, looking(), otherwise)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 160 else f"{text[:160]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One promise."""

    group: str
    name: str
    """Unique in the suite: the name of the check, with dashes."""
    sentence: str
    """The promise: the docstring of the check, on one line."""
    check: Check
    needs: tuple[str, ...]
    """Fields of `Knobs` without which it cannot be tried."""
    alone: str | None
    """Cases of one such name run one after the other."""
    patience_sec: float
    last: bool
    """Whether it is tried when all others are over: it does harm."""


class Group:
    """Cases about one thing, in the order in which they are written."""

    def __init__(self, name: str, about: str, *, last: bool = False) -> None:
        """Begin it.

        Args:
            name: Of the group.
            about: What it is about, for the document.
            last: Whether it runs when all others have: it does harm.
        """
        self.name = name
        self.about = about
        self.last = last
        self.cases: list[Case] = []

    def case(
        self, *, needs: Sequence[str] = (), alone: str | None = None, patience_sec: float = PATIENCE_SEC
    ) -> Callable[[Check], Check]:
        """Make a case of a check.

        Args:
            needs: Fields of `Knobs` without which it cannot be tried.
            alone: Cases of one such name run one after the other.
            patience_sec: What takes longer has failed.
        """

        def add(check: Check) -> Check:
            sentence = " ".join((inspect.getdoc(check) or "").split())
            name = getattr(check, "__name__", "").replace("_", "-")
            self.cases.append(
                Case(
                    group=self.name,
                    name=name,
                    sentence=sentence,
                    check=check,
                    needs=tuple(needs),
                    alone=alone,
                    patience_sec=patience_sec,
                    last=self.last,
                )
            )
            return check

        return add
