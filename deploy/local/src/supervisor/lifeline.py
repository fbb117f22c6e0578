"""A pipe to a watchdog that ends everything when the supervisor is gone, however it went.

We stay in the process group that we were started in: Ctrl-C, a closed terminal, and whoever signals the group of the
script that started us, reach all services at once. Where that group is ours alone the watchdog ends the group; where it
is a script's, too, it ends the processes that it was told of and their descendants, and the script goes on.
"""

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Self

_WATCHDOG = Path(__file__).with_name("watchdog.py")


class Lifeline:
    """The write end of the pipe, which only this process holds.

    The watchdog stands in a session of its own: no signal to the group reaches it.
    """

    def __init__(self, held: int) -> None:
        """Start the watchdog.

        Args:
            held: Descriptor of the lock on DATA_DIR. The watchdog holds it too, so that the folder stays claimed until
                the last process that writes there has ended.
        """
        self._held = held
        self._alive: set[int] = set()
        self._let_go = False
        self._parent = parent if (parent := os.getppid()) != 1 else -1  # what is orphaned is the first process's child
        self._start()

    def started(self, pid: int) -> None:
        """Tell of a process that is to end with us."""
        self._alive.add(pid)
        self._tell(f"+{pid}")

    def ended(self, pid: int) -> None:
        """Tell of a process that is not there any more."""
        self._alive.discard(pid)
        self._tell(f"-{pid}")

    def hurry(self) -> None:
        """Ask the watchdog to leave no time to anybody."""
        self._tell("!")

    def look_after(self) -> None:
        """Start another watchdog where somebody killed it."""
        if self._watchdog.poll() is None:
            return
        os.close(self._writing)
        self._start()
        for pid in self._alive:
            self._tell(f"+{pid}")

    def __enter__(self) -> Self:
        """Give the lifeline."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go: the watchdog ends what is left, and itself. Whoever is told of anything from here on is nobody."""
        self._let_go = True
        os.close(self._writing)

    def _start(self) -> None:
        reading, self._writing = os.pipe()
        group = os.getpgrp() if os.getpgrp() == os.getpid() else 0
        nothing = subprocess.DEVNULL
        self._watchdog = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_WATCHDOG), str(reading), str(group), str(self._parent)],
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            pass_fds=(reading, self._held),
            start_new_session=True,
        )
        os.close(reading)

    def _tell(self, words: str) -> None:
        if self._let_go:
            return  # a second Ctrl-C may come while the first one's last lines are written
        with contextlib.suppress(BrokenPipeError):  # it was killed a moment ago: the next one is told everything
            os.write(self._writing, f"{words}\n".encode())
