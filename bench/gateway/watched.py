"""A gateway that can be looked into: `python -m bench.gateway.watched` is `python -m gateway`, and two things more.

- `BENCH_SEND_BUFFER`: `SO_SNDBUF` of its connections, in bytes. By itself the kernel takes some hundred kilobytes for a
  viewer who reads nothing, and a measure of slow viewers would measure the kernel.
- `BENCH_INSIDE`: a file. At SIGUSR1 it is written anew, with what only the process itself knows (`Inside`).
"""

import asyncio
import gc
import os
import signal
import socket
import sys
from pathlib import Path

import msgspec
from typing_extensions import override

from gateway.__main__ import main


class Inside(msgspec.Struct, frozen=True):
    """What a process holds at a moment."""

    tasks: int
    """Of asyncio, not done."""
    unwritten: int
    """The most bytes that one connection was given and the kernel did not take yet."""


class SmallSocket(socket.socket):
    """A socket whose connections, once it listens, have a small send buffer: they inherit it."""

    @override
    def bind(self, address: object) -> None:
        """See `socket.socket.bind`."""
        self.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, int(os.environ["BENCH_SEND_BUFFER"]))
        super().bind(address)  # type: ignore[arg-type]  # an address of any family


def look() -> Inside:
    """Look at everything that is alive in this process."""
    tasks, unwritten = 0, 0
    for thing in gc.get_objects():
        if isinstance(thing, asyncio.Task):
            tasks += not thing.done()
        elif type(thing).__name__ == "TCPTransport":  # uvloop's, which has no other name
            unwritten = max(unwritten, thing.get_write_buffer_size())
    return Inside(tasks, unwritten)


def write_down(*_: object) -> None:
    """Write what is inside into the file that was named, at once whole."""
    path = Path(os.environ["BENCH_INSIDE"])
    path.with_suffix(".new").write_bytes(msgspec.json.encode(look()))
    path.with_suffix(".new").rename(path)


if __name__ == "__main__":
    if "BENCH_SEND_BUFFER" in os.environ:
        socket.socket = SmallSocket  # type: ignore[misc]  # whoever listens from now on
    signal.signal(signal.SIGUSR1, write_down)
    sys.exit(main())
