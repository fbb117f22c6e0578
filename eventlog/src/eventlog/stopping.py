"""Being told to stop, also while something is awaited that may take for ever: a server that is not there yet."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

_HEED_SEC = 0.1
_Result = TypeVar("_Result")


@contextlib.contextmanager
def told_by_signals(tell: Callable[[], object]) -> Iterator[None]:
    """Call `tell` at each SIGTERM and SIGINT while the body runs, which is to be all of a process's life.

    Who is told once more behind it, on the last steps to its end, still ends with its own status.
    """
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGTERM, signal.SIGINT)
    for number in numbers:
        loop.add_signal_handler(number, tell)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)  # else the loop does it when it closes, and lets the next one kill us
            signal.signal(number, signal.SIG_IGN)


async def unless(stop: asyncio.Event, wanted: Coroutine[Any, Any, _Result]) -> _Result | None:
    """Await something, unless `stop` is set first: then it is cancelled, and the result is None.

    Raises:
        Exception: Whatever `wanted` raises.
    """
    working = asyncio.create_task(wanted)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else None
    finally:
        stopping.cancel()
        while not working.done():
            working.cancel()  # again, until it heeds: nats-py swallows a cancellation that meets it while closing
            await asyncio.wait([working], timeout=_HEED_SEC)
        if not working.cancelled():
            working.exception()  # seen: on the way out nobody else will ask for it
