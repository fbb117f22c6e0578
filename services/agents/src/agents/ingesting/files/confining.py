"""Takes from a process, for good, what it does not need to read a file.

- The kernel limits CPU time and memory, ends it with its parent and after a time anyway, lets it write no file
  (`RLIMIT_FSIZE`) and make no process (`RLIMIT_NPROC`, which does not bind root).
- It holds no descriptor but the one it answers on: no socket, no connection, no file.
- An audit hook, which cannot be taken off again, refuses what Python would do beyond that: opening anything but
  libraries for reading, making processes and sockets, loading native libraries, unpickling.
"""

import ctypes
import gc
import logging
import os
import resource
import signal
import sys
import sysconfig
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

_PR_SET_PDEATHSIG: Final = 1
_REFUSED: Final = (
    *("os.", "subprocess.", "socket.", "ctypes.", "shutil.", "tempfile.", "pickle.", "mmap.", "fcntl.", "pty."),
    *("signal.", "sys.addaudithook", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "sqlite3."),
)
_HARMLESS: Final = frozenset({"os.listdir", "os.scandir"})
"""What finding a module asks for."""
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_LIBRARIES: Final = tuple(
    sorted(
        {os.path.realpath(sysconfig.get_path(name)) + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib")}
        | {str(Path(__file__).resolve().parents[2]) + os.sep}
    )
)
"""Folders of the standard library, of what is installed, and of this package: nothing else may be read."""
_STATM: Final = Path("/proc/self/statm")


def confine(kept: int, parent: int, *, cpu_sec: int, wall_sec: float, memory_bytes: int) -> None:
    """Confine this process, which was just forked.

    Args:
        kept: The descriptor that stays open.
        parent: The id of the process that made it.
        cpu_sec: CPU time, after which SIGXCPU ends it.
        wall_sec: Time after which SIGALRM ends it.
        memory_bytes: Address space beyond what it has. Only Linux says what that is; elsewhere time is the limit.
    """
    gc.freeze()  # the collector would copy every page that is shared with the parent
    logging.disable()
    warnings.simplefilter("ignore")
    _end_with(parent)
    for number in (signal.SIGALRM, signal.SIGXCPU, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, wall_sec)
    size = _address_space()
    _close_all_but(kept)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_sec, cpu_sec + 1))
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        resource.setrlimit(limit, (0, 0))
    if size is not None:
        resource.setrlimit(resource.RLIMIT_AS, (size + memory_bytes, size + memory_bytes))
    sys.addaudithook(_refuse)


def _end_with(parent: int) -> None:
    """Have the kernel end this process with its parent, where it can; else the timer does, somewhat later."""
    with suppress(AttributeError, OSError):  # not Linux
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it was gone before


def _address_space() -> int | None:
    with suppress(OSError):
        return int(_STATM.read_text().split()[0]) * resource.getpagesize()
    return None


def _close_all_but(kept: int) -> None:
    for descriptor in [int(entry.name) for entry in Path("/dev/fd").iterdir()]:
        if descriptor != kept:
            with suppress(OSError):
                os.close(descriptor)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what reading a file never needs."""
    if event == "open":
        path, _, flags = arguments
        inside = isinstance(path, str) and os.path.realpath(path).startswith(_LIBRARIES)
        if not inside or flags & _WRITING:
            raise PermissionError("reading a file opens no other")
    elif event.startswith(_REFUSED) and event not in _HARMLESS:
        raise PermissionError(f"reading a file never needs {event}")
