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
        if not _reach(group, how):
            return
        until = time.monotonic() + patience_sec
        while _reach(group, 0) and time.monotonic() < until:
            time.sleep(_LOOK_SEC)


def _reach(group: int, signal_number: int) -> bool:
    """Send a signal to the group; say whether anybody is left in it."""
    try:
        os.killpg(group, signal_number)
    except (ProcessLookupError, PermissionError):  # macOS says the latter where only zombies are left
        return False
    return True


if __name__ == "__main__":
    main()
