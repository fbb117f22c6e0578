"""Ending a process whose event loop stands still: it renews no lease, heeds no deadline, and hears no signal.

A handler that computes does so in a process of its own, and can be killed. One that blocks the loop itself, against the
rules, can only be ended with everybody else in its process; all of it is handed out again.
"""

import asyncio
import contextlib
import faulthandler
from collections.abc import AsyncIterator

from eventlog.stopping import cancel


@contextlib.asynccontextmanager
async def ended_at_a_standstill(after_sec: float) -> AsyncIterator[None]:
    """End this process with status 1 where its loop does not turn for so long; where it stood is written to stderr.

    What ends it is a thread in C, so that even code which never lets another thread run is ended.
    """
    turning = asyncio.create_task(_turn(after_sec), name="turning")
    try:
        yield
    finally:
        await cancel(turning)
        faulthandler.cancel_dump_traceback_later()


async def _turn(after_sec: float) -> None:
    while True:
        faulthandler.dump_traceback_later(after_sec, exit=True)
        await asyncio.sleep(after_sec / 10)
