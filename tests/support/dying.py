"""Run a service that is killed right after one of its writes was stored, as kill -9 does.

    python -m tests.support.dying N MODULE WORDS…      after its N-th write
    python -m tests.support.dying FILE MODULE WORDS…   after the N-th write from the moment on in which FILE says N

Every write of a service (event, fact, work item, document, letter) goes through one publisher: the hook sits there.
"""

import os
import runpy
import signal
import sys
from pathlib import Path
from typing import Any

from eventlog.jetstream.publishing import Publisher
from eventlog.ports import Appended


class Fate:
    """How many writes are left to a process; 0 while nobody wants its end."""

    def __init__(self, writes: int, file: Path | None) -> None:
        self._left = writes
        self._file = file

    def before_a_write(self) -> None:
        """Look whether somebody has said a number."""
        if self._file is not None and self._file.exists():
            self._left = int(self._file.read_text())
            self._file.unlink()

    def after_a_write(self) -> None:
        """Die, if that was the last one."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def die_by(fate: Fate) -> None:
    """Put a fate into the one place through which all writes go."""
    publish = Publisher.publish

    async def publish_and_die(publisher: Publisher, *arguments: Any, **named: Any) -> Appended:  # noqa: ANN401
        fate.before_a_write()
        stored = await publish(publisher, *arguments, **named)
        fate.after_a_write()
        return stored

    Publisher.publish = publish_and_die  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    when, module, *words = sys.argv[1:]
    die_by(Fate(int(when), None) if when.isdecimal() else Fate(0, Path(when)))
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
