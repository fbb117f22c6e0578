"""Ends a process group when a pipe ends: started by the supervisor, by path, without site packages.

Usage: watchdog.py DESCRIPTOR GROUP. Reads the descriptor until its other end is closed, which the kernel does for a
process that was killed too, then asks the group to end, and after a grace makes it.
"""

import os
import signal
import sys
import time

GRACE_SEC = 5.0
LAST_SEC = 2.0
_LOOK_SEC = 0.02


def main() -> None:
    """Wait for the end of the supervisor, then end what it left."""
    descriptor, group = int(sys.argv[1]), int(sys.argv[2])
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    while os.read(descriptor, 64):
        pass
    for how, patience_sec in ((signal.SIGTERM, GRACE_SEC), (signal.SIGKILL, LAST_SEC)):
        if not _send(group, how):
            return
        until = time.monotonic() + patience_sec
        while _lives(group):
            if time.monotonic() > until:
                break
            time.sleep(_LOOK_SEC)
        else:
            return


def _send(group: int, signal_number: int) -> bool:
    """Send a signal to the group; say whether anybody is in it, were it as a zombie."""
    try:
        os.killpg(group, signal_number)
    except (ProcessLookupError, PermissionError):  # macOS says the latter where only zombies are left
        return False
    return True


def _lives(group: int) -> bool:
    """Say whether a process of the group still runs.

    Where /proc tells, zombies do not count: in a container they may wait long for a first process that never asks.
    """
    if not os.path.exists("/proc/self/stat"):  # noqa: PTH110 - pathlib alone would double the time this takes to start
        return _send(group, 0)
    for process in os.listdir("/proc"):  # noqa: PTH208
        try:
            with open(f"/proc/{process}/stat", "rb") as file:  # noqa: PTH123
                state, _, its_group = file.read().rpartition(b")")[2].split()[:3]
        except (OSError, ValueError):
            continue  # not a process, or not any more
        if int(its_group) == group and state not in b"ZX":
            return True
    return False


if __name__ == "__main__":
    main()
