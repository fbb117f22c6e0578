"""One process group for all that runs: what ends the group leaves nothing behind."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_WATCHDOG = Path(__file__).with_name("watchdog.py")


@contextlib.contextmanager
def own_process_group() -> Iterator[None]:
    """Lead a process group of our own while the body runs.

    An interactive shell gives every command its own group already. A script does not: there the group is the script's,
    and ending it would end the script. Then we leave it, and take its place in front of the terminal, so that Ctrl-C
    still comes to us.
    """
    former = os.getpgrp()
    if former == os.getpid():
        yield
        return
    os.setpgid(0, 0)
    in_front = _put_in_front(os.getpid(), instead_of=former)
    try:
        yield
    finally:
        if in_front:
            _put_in_front(former, instead_of=os.getpid())


def _put_in_front(group: int, *, instead_of: int) -> bool:
    """Make a group the one that the terminal's keys go to, if the other one is it; say whether that was so."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return False  # no terminal: nobody presses Ctrl-C
    stopping = signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # sent to who is in the background and changes that
    try:
        if os.tcgetpgrp(terminal) != instead_of:
            return False
        os.tcsetpgrp(terminal, group)
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGTTOU, stopping)
        os.close(terminal)
    return True


class Lifeline:
    """A pipe whose write end only this process holds, and a watchdog that ends the group when the pipe does.

    The watchdog stands outside the group and the session: neither Ctrl-C nor a closed terminal nor a SIGKILL to the
    group reaches it.
    """

    def __init__(self, held: int) -> None:
        """Start the watchdog.

        Args:
            held: Descriptor of the lock on DATA_DIR. The watchdog holds it too, so that the folder stays claimed until
                the last process that writes there has ended.
        """
        reading, self._writing = os.pipe()
        command = [sys.executable, "-I", "-S", str(_WATCHDOG), str(reading), str(os.getpgrp())]
        nothing = subprocess.DEVNULL
        self._watchdog = subprocess.Popen(
            command, stdin=nothing, stdout=nothing, stderr=nothing, pass_fds=(reading, held), start_new_session=True
        )
        os.close(reading)

    @property
    def watched(self) -> bool:
        """Whether the watchdog still lives."""
        return self._watchdog.poll() is None

    def drop(self) -> None:
        """Let go without an end: for a watchdog that is not there any more."""
        os.close(self._writing)
