"""The computing processes: what they compute, what they hold, and how they end."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psutil
import pytest
from typing_extensions import override

from agents.sdk import PermanentError
from agents.sdk.computing import ComputingPool, WorkerLostError
from agents.sdk.zygote import Zygote
from tests.support.eventually import eventually, gone
from tests.support.tiny_agents import First, die, stay_until


class Lexicon:
    """Something heavy that must not be copied: it refuses to be."""

    def __init__(self, words: list[str]) -> None:
        self._words = words

    def count(self, letter: str) -> tuple[int, int]:
        """Count words that begin with a letter, and say in which process."""
        return sum(word.startswith(letter) for word in self._words), os.getpid()

    @override
    def __reduce__(self) -> str:
        raise AssertionError("the lexicon was copied")


class Knowing(First):
    """An agent with a collaborator."""

    def __init__(self) -> None:
        self.lexicon = Lexicon([])

    @override
    def prepare(self) -> None:
        self.lexicon = Lexicon(["ant", "bee", "asp"])


KNOWING = Knowing()
KNOWING.prepare()


@pytest.fixture
def zygote() -> Iterator[Zygote]:
    """Fork a zygote."""
    made = Zygote([KNOWING])
    yield made
    made.close()


@pytest.fixture
async def pool(zygote: Zygote) -> AsyncIterator[ComputingPool]:
    """Give a pool of one process."""
    made = ComputingPool(zygote)
    yield made
    made.close()


def raising(message: str) -> None:
    """Raise one of our errors."""
    raise PermanentError(message, code="refused")


class UncopyableError(Exception):
    """An exception that cannot be made again from what it pickles to."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one}{two}")


def raising_badly() -> None:
    """Raise what cannot be copied."""
    raise UncopyableError("a", "b")


async def test_a_call_is_computed_elsewhere(pool: ComputingPool) -> None:
    """The result comes back from another process, the same for the next call."""
    first = await pool.compute(os.getpid)

    assert first != os.getpid()
    assert await pool.compute(os.getpid) == first
    assert await pool.compute(sorted, [3, 1, 2], reverse=True) == [3, 2, 1]
    assert await pool.compute(len, b"x" * 10_000_000) == 10_000_000


async def test_collaborators_are_there_already(pool: ComputingPool) -> None:
    """What an agent keeps in an attribute is not sent: the process has had it since it was forked."""
    count, pid = await pool.compute(KNOWING.lexicon.count, "a")

    assert count == 2
    assert pid != os.getpid()


async def test_what_it_raises_is_raised_here(pool: ComputingPool) -> None:
    """With its code and a note of where it happened; the process goes on."""
    pid = await pool.compute(os.getpid)
    with pytest.raises(PermanentError, match="too short") as caught:
        await pool.compute(raising, "too short")

    assert caught.value.code == "refused"
    assert "in the computing process" in "".join(caught.value.__notes__)
    with pytest.raises(RuntimeError, match="UncopyableError"):
        await pool.compute(raising_badly)
    with pytest.raises(RuntimeError, match="SystemExit"):
        await pool.compute(exit, 3)
    assert await pool.compute(os.getpid) == pid


async def test_what_cannot_be_sent_is_refused(pool: ComputingPool) -> None:
    """A lambda has no name that the process could find."""
    with pytest.raises(TypeError, match="cannot be sent"):
        await pool.compute(lambda: 1)
    with pytest.raises(TypeError):
        await pool.compute(len, threading.Lock())  # type: ignore[arg-type]


async def test_a_cancelled_call_is_killed(pool: ComputingPool, tmp_path: Path) -> None:
    """Its process ends at once, and the next call gets a new one."""
    gate = tmp_path / "gate"
    before = await pool.compute(os.getpid)
    calling = asyncio.create_task(pool.compute(stay_until, str(gate)))
    await eventually(Path(f"{gate}.pid").exists)
    calling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await calling

    await gone(Path(f"{gate}.pid"), within_sec=1.0)
    assert await pool.compute(os.getpid) != before


async def test_one_waits_for_the_other(pool: ComputingPool, tmp_path: Path) -> None:
    """A pool of one process computes one call at a time; a waiting call that is cancelled disturbs nobody."""
    gate = tmp_path / "gate"
    first = asyncio.create_task(pool.compute(stay_until, str(gate)))
    await eventually(Path(f"{gate}.pid").exists)
    second = asyncio.create_task(pool.compute(os.getpid))
    third = asyncio.create_task(pool.compute(os.getpid))
    await asyncio.sleep(0)
    second.cancel()
    gate.touch()

    assert await first == await third


async def test_a_process_that_dies_is_an_error_to_try_again(pool: ComputingPool) -> None:
    """Memory ran out, or native code crashed: the call fails as transient, and the next one works."""
    with pytest.raises(WorkerLostError):
        await pool.compute(die, None)

    assert await pool.compute(len, "abc") == 3
    assert not pool.broken.is_set()


async def test_without_the_zygote_nothing_can_be_computed(zygote: Zygote, pool: ComputingPool) -> None:
    """If what makes processes is gone, the pool says so once and for all."""
    psutil.Process(zygote.pid).kill()
    zygote_gone = psutil.Process(zygote.pid)
    await eventually(lambda: zygote_gone.status() == psutil.STATUS_ZOMBIE)

    with pytest.raises(WorkerLostError):
        await pool.compute(len, "abc")
    assert pool.broken.is_set()


async def test_nothing_is_left_behind(tmp_path: Path) -> None:
    """Closing the zygote ends it and its processes, computing ones too."""
    zygote = Zygote([])
    pool = ComputingPool(zygote)
    gate = tmp_path / "gate"
    calling = asyncio.create_task(pool.compute(stay_until, str(gate)))
    await eventually(Path(f"{gate}.pid").exists)
    zygote.close()
    zygote.close()

    with pytest.raises(WorkerLostError):
        await calling
    await gone(Path(f"{gate}.pid"))
    assert not psutil.pid_exists(zygote.pid)
