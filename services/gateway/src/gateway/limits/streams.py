"""How many streams are open: in all, and for each job, token and address. What is not bounded is not counted."""

from collections import Counter
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final, Literal, NamedTuple, Self, TypeAlias

import msgspec

from contracts.ids import JobId
from gateway.limits.rate import ConnectRate
from gateway.refusals import FullError, ReachedError

Kind: TypeAlias = Literal["process", "address", "job", "token"]
"""What is counted."""
_Key: TypeAlias = tuple[Kind, str]

_WHOLE: Final[_Key] = ("process", "")
_WORDS: Final[Mapping[Kind, str]] = {
    "address": "from this address",
    "job": "of this job",
    "token": "with this token",
}


class Ceilings(msgspec.Struct, frozen=True, kw_only=True):
    """How many streams may be open at once; 0 where there is no limit."""

    process: int = 0
    address: int = 0
    job: int = 0
    token: int = 0


class Watched(NamedTuple):
    """A job that a stream shows, and the token that opened it."""

    job_id: JobId
    token_id: str


class Lease:
    """The place of one stream, until it is released: by hand, or at the end of a `with`."""

    def __init__(self, limits: "StreamLimits", keys: tuple[_Key, ...]) -> None:
        self._limits = limits
        self._keys = keys

    def release(self) -> None:
        """Give the place back. Safe to call twice."""
        keys, self._keys = self._keys, ()
        self._limits.give_back(keys)

    def __enter__(self) -> Self:
        """Hold the place while the body runs."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release it."""
        self.release()


class StreamLimits:
    """Admits streams as long as there is room for them. A key that nobody uses takes no memory."""

    def __init__(self, ceilings: Ceilings, rate: ConnectRate) -> None:
        self._ceilings: Mapping[Kind, int] = {
            "process": ceilings.process,
            "address": ceilings.address,
            "job": ceilings.job,
            "token": ceilings.token,
        }
        self._rate = rate
        self._open: Counter[_Key] = Counter()

    def admit(self, address: str, *watched: Watched) -> Lease:
        """Take a place for a stream. It counts once in all and for its address, and once for each job and token.

        Args:
            address: Whom it comes from.
            watched: What it shows.

        Raises:
            FullError: This process has as many as it may; nothing was counted.
            ReachedError: The address, a job or a token has, or too many came at once; nothing was counted.
        """
        wanted: dict[_Key, JobId | None] = {_WHOLE: None, ("address", address): None}
        for one in watched:
            wanted["job", one.job_id] = wanted["token", one.token_id] = one.job_id
        keys = tuple(key for key in wanted if self._ceilings[key[0]] > 0)
        for key in keys:
            if self._open[key] >= self._ceilings[key[0]]:
                raise self._refusal(key[0], wanted[key])
        self._rate.take()
        self._open.update(keys)
        return Lease(self, keys)

    def give_back(self, keys: tuple[_Key, ...]) -> None:
        """Count one less for each of these: what `Lease.release` does, once."""
        for key in keys:
            if self._open[key] == 1:
                del self._open[key]
            else:
                self._open[key] -= 1

    def __len__(self) -> int:
        """How many keys are counted now."""
        return len(self._open)

    def _refusal(self, kind: Kind, job_id: JobId | None) -> FullError | ReachedError:
        limit = self._ceilings[kind]
        if kind == "process":
            return FullError("this gateway has as many streams as it takes: come back in a moment", limit=limit)
        more: dict[str, Any] = {"job_id": job_id} if job_id is not None else {}
        return ReachedError(
            f"there are {limit} streams {_WORDS[kind]} already: close one, or come back in a moment",
            code="too_many_streams",
            limit=limit,
            of=kind,
            **more,
        )
