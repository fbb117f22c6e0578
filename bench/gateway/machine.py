"""Which core does what, and what a process has cost."""

import contextlib
import os
import resource
from collections.abc import Iterable, Iterator

import psutil

SERVER_CORE = 0
"""The server under test has it for itself."""
LOAD_CORE = 1
"""Everything else: the load client, the publisher, this program, NATS, Redis."""


def take_places() -> None:
    """Pin this program, and all that it starts from now on, to the core of the load; raise the limit of descriptors.

    Raises:
        SystemExit: The machine has one core only, or is no Linux.
    """
    if not hasattr(os, "sched_setaffinity"):
        raise SystemExit(
            "bench gateway needs Linux: it gives the server a core of its own, and its load client uses epoll"
        )
    if len(os.sched_getaffinity(0)) <= max(SERVER_CORE, LOAD_CORE):
        raise SystemExit("bench gateway needs two cores: one for the server, one for the load")
    os.sched_setaffinity(0, {LOAD_CORE})
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@contextlib.contextmanager
def on_server_core() -> Iterator[None]:
    """Let what is started within have the server's core: a process inherits its place, and so do its threads."""
    os.sched_setaffinity(0, {SERVER_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, {LOAD_CORE})


def cpu_sec(pids: Iterable[int]) -> float:
    """Add up the CPU time of processes and of their children."""
    total = 0.0
    for pid in pids:
        for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
            times = process.cpu_times()
            total += times.user + times.system
    return total


def require_alone(port: int, pid: int) -> None:
    """See that a port is a process's and its children's alone: with `SO_REUSEPORT` a stale one would answer too.

    Raises:
        RuntimeError: Somebody else listens there.
    """
    ours = {pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))}
    listeners = {
        connection.pid
        for connection in psutil.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN and tuple(connection.laddr)[1:2] == (port,)
    }
    if not listeners or listeners - ours:
        raise RuntimeError(f"port {port} is not of process {pid} alone, but of {listeners}")


def resident_bytes(pid: int) -> int:
    """Give the memory of a process that is not elsewhere."""
    return int(psutil.Process(pid).memory_info().rss)
