"""A gateway that can be looked into: `python -m bench.gateway.watched` is `python -m gateway`, and two things more.

- `BENCH_SEND_BUFFER`: `SO_SNDBUF` of its connections, in bytes. By itself the kernel takes some hundred kilobytes for a
  viewer who reads nothing, and a measure of slow viewers would measure the kernel.
- `BENCH_TASKS`: a file. At SIGUSR1 it is written anew, with how many asyncio tasks are not done.
"""

import asyncio
import gc
import os
import signal
import socket
import sys
from pathlib import Path

from typing_extensions import override

from gateway.__main__ import main


class SmallSocket(socket.socket):
    """A socket whose connections, once it listens, have a small send buffer: they inherit it."""

    @override
    def bind(self, address: object) -> None:
        """See `socket.socket.bind`."""
        self.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, int(os.environ["BENCH_SEND_BUFFER"]))
        super().bind(address)  # type: ignore[arg-type]  # an address of any family


def write_tasks(*_: object) -> None:
    """Count the tasks that are not done, and write that down."""
    tasks = sum(isinstance(thing, asyncio.Future) and _is_open_task(thing) for thing in gc.get_objects())
    path = Path(os.environ["BENCH_TASKS"])
    path.with_suffix(".new").write_text(str(tasks))
    path.with_suffix(".new").rename(path)


def _is_open_task(thing: "asyncio.Future[object]") -> bool:
    return isinstance(thing, asyncio.Task) and not thing.done()


if __name__ == "__main__":
    if "BENCH_SEND_BUFFER" in os.environ:
        socket.socket = SmallSocket  # type: ignore[misc]
    if "BENCH_TASKS" in os.environ:
        signal.signal(signal.SIGUSR1, write_tasks)
    sys.exit(main())
