"""Being told to stop while something is awaited that may take for ever, such as a server that is not there yet."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

_HEED_SEC = 0.1
_Result = TypeVar("_Result")


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
