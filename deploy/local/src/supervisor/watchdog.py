"""Ends what a supervisor left: started by it, by path, without site packages.

Usage: watchdog.py DESCRIPTOR GROUP SPARED. Reads lines from the descriptor: `+PID` and `-PID` for what was started and
has ended, `!` for no grace. When the other end is closed, which the kernel does for a process that was killed too, it
asks those processes, their descendants and (if it is not 0) the process group to end, and after a grace makes them.
Children of the process SPARED are none of ours, although they may be in the group: `tee` in `./justw up | tee log`.
"""

import os
import signal
import subprocess
import sys
import time

GRACE_SEC = 5.0
LAST_SEC = 2.0
_LOOK_SEC = 0.02
_PROC = "/proc"
_PS = "/bin/ps"

Processes = dict[int, tuple[int, int]]
"""Process id → its parent and its group. Zombies are not in it: they have ended."""


def main() -> None:
    """Wait for the end of the supervisor, then end what it left."""
    descriptor, group, spared = (int(argument) for argument in sys.argv[1:])
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    left, grace_sec = _listen(descriptor)
    for how, patience_sec in ((signal.SIGTERM, grace_sec), (signal.SIGKILL, LAST_SEC)):
        left = _family(left, group, spared)
        for pid in left:
            _send(pid, how)
        until = time.monotonic() + patience_sec
        while (left := _family(left, group, spared)) and time.monotonic() < until:
            time.sleep(_LOOK_SEC)
        if not left:
            return


def _listen(descriptor: int) -> tuple[set[int], float]:
    """Read until the other end is closed; give what is to be ended, and the seconds it may take."""
    roots: set[int] = set()
    grace_sec = GRACE_SEC
    with os.fdopen(descriptor) as told:
        for line in told:
            if line.startswith("+"):
                roots.add(int(line[1:]))
            elif line.startswith("-"):
                roots.discard(int(line[1:]))
            else:
                grace_sec = 0.0
    return roots, grace_sec


def _family(roots: set[int], group: int, spared: int) -> set[int]:
    """Give those of some processes that run, their descendants, and who else of ours is in the group."""
    running = _running()
    family = _with_descendants({pid for pid in running if pid in roots}, running)
    if group:
        members = {pid for pid, (_, its_group) in running.items() if its_group == group}
        beside = {pid for pid in members - family if running[pid][0] == spared}
        family = _with_descendants(family | (members - _with_descendants(beside, running)), running)
    return family


def _with_descendants(family: set[int], running: Processes) -> set[int]:
    while more := {pid for pid, (parent, _) in running.items() if parent in family} - family:
        family = family | more
    return family


def _running() -> Processes:
    """Look at all processes: in /proc where there is one, else as `ps` tells."""
    return _from_proc() if os.path.exists(f"{_PROC}/self/stat") else _from_ps()  # noqa: PTH110 - pathlib imports much


def _from_proc() -> Processes:
    found: Processes = {}
    for name in filter(str.isdigit, os.listdir(_PROC)):  # noqa: PTH208 - as above
        try:
            with open(f"{_PROC}/{name}/stat", "rb") as file:  # noqa: PTH123 - as above
                state, parent, group = file.read().rpartition(b")")[2].split()[:3]
        except (OSError, ValueError):
            continue  # not there any more
        if state not in b"ZX":
            found[int(name)] = (int(parent), int(group))
    return found


def _from_ps() -> Processes:
    listed = subprocess.run(
        [_PS, "-A", "-o", "pid=,ppid=,pgid=,stat="], capture_output=True, text=True, check=False
    ).stdout
    rows = [line.split() for line in listed.splitlines()]
    return {int(pid): (int(parent), int(group)) for pid, parent, group, state in rows if state[0] not in "ZX"}


def _send(pid: int, how: signal.Signals) -> None:
    try:
        os.kill(pid, how)
    except (ProcessLookupError, PermissionError):
        return


if __name__ == "__main__":
    main()
