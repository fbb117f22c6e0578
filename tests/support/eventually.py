"""Waiting for what no event tells: a file that appears, a process that ends, a message that is stored."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import psutil

T = TypeVar("T")

_EVERY_SEC = 0.02


async def eventually(condition: Callable[[], bool], *, within_sec: float = 10.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(within_sec):
        while not condition():  # noqa: ASYNC110, nobody tells
            await asyncio.sleep(_EVERY_SEC)


async def found(look: Callable[[], Awaitable[T | None]], *, within_sec: float = 20.0) -> T:
    """Look until there is something to find."""
    async with asyncio.timeout(within_sec):
        while (result := await look()) is None:  # noqa: ASYNC110, nobody tells
            await asyncio.sleep(_EVERY_SEC)
    return result


async def gone(pid_file: Path, *, within_sec: float = 5.0) -> None:
    """Wait until the process that left its id in a file does nothing any more."""
    pid = int(pid_file.read_text())  # noqa: ASYNC240, a few bytes

    def ended() -> bool:
        try:
            return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return True

    await eventually(ended, within_sec=within_sec)
