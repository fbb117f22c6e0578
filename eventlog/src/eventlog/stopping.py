"""Being told to stop, also while something is awaited that may take for ever: a server that is not there yet."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Final, TypeVar

_HEED_SEC: Final = 0.1
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
        await cancel(working)
        if not working.cancelled():
            working.exception()  # seen: on the way out nobody else will ask for it


async def cancel(task: asyncio.Task[Any]) -> None:
    """Cancel a task until it heeds, and wait for its end.

    Once is not enough: `asyncio.wait_for` before Python 3.12, and with it each request of nats-py, swallows a
    cancellation that meets the answer; and nats-py swallows one that meets it while closing.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=_HEED_SEC)
