"""Trying again what may be tried again: reads, which change nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from eventlog.errors import TransientError
from eventlog.jetstream.api import backoff_sec

T = TypeVar("T")


async def patiently(read: Callable[[], Awaitable[T]], *, patience_sec: float) -> T:
    """Repeat a read that gets no answer, with full jitter, until it does.

    Raises:
        TransientError: It got none within `patience_sec`.
    """
    clock = asyncio.get_running_loop().time
    give_up = clock() + patience_sec
    attempt = 0
    while True:
        try:
            return await read()
        except TransientError:
            if clock() > give_up:
                raise
        await asyncio.sleep(backoff_sec(attempt))
        attempt += 1
