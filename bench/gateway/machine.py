"""The machine: which core does what, what a process has cost, and what the host took for others."""

import contextlib
import os
import resource
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil

SERVER_CORE = 0
"""The server under test has it for itself."""
LOAD_CORE = 1
"""Everything else: the load client, the publisher, this program, NATS, Redis."""
_STEAL, _FIELDS = 7, 8


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


class Steal:
    """Which share of the machine's time went to others, from its making on."""

    def __init__(self, stat: Path = Path("/proc/stat")) -> None:
        self._stat = stat
        self._before = self._read()

    def share(self) -> float:
        """Give it, from 0 to 1; 0 where the system does not tell."""
        stolen, total = (now - before for now, before in zip(self._read(), self._before, strict=True))
        return stolen / total if total else 0.0

    def _read(self) -> tuple[int, int]:
        if not self._stat.exists():
            return 0, 0
        ticks = [int(field) for field in self._stat.read_text().split("\n", 1)[0].split()[1 : 1 + _FIELDS]]
        return ticks[_STEAL], sum(ticks)


def described() -> str:
    """Say what this machine is, in a few words."""
    model = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "CPU"
    )
    memory_gib = psutil.virtual_memory().total / 2**30
    return f"{psutil.cpu_count()} × {model}, {memory_gib:.0f} GiB, Linux {os.uname().release}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []
