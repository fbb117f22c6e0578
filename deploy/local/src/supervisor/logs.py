"""Follows the logs of `up`: `./justw logs [NAME…]`, all services in one timeline, readable.

Prints the last lines of each first. Ctrl-C ends it.
"""

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from supervisor import lines
from supervisor.settings import RefusalError, Settings
from supervisor.terminal import Terminal

_TAIL_BYTES = 8 * 1024
_TAIL_LINES = 20
_LOOK_SEC = 0.2
_EXIT_USAGE = 64


class Followed:
    """One log that grows, and is now and then replaced by an empty one."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self._path = path
        self._file: BinaryIO | None = None
        self._rest = b""

    def tail(self) -> list[str]:
        """Give the last lines that are there now; `fresh` goes on behind them."""
        fresh = self.fresh(from_byte=-_TAIL_BYTES)
        return fresh[-_TAIL_LINES:]

    def fresh(self, from_byte: int = 0) -> list[str]:
        """Give the whole lines written since the last call.

        Args:
            from_byte: Where to begin in a log that was not read before; negative: from its end.
        """
        if self._file is None:
            if not self._path.exists():
                return []
            self._file = self._path.open("rb")
            if from_byte < 0 and self._path.stat().st_size > -from_byte:
                self._file.seek(from_byte, os.SEEK_END)
                self._file.readline()  # the rest of a line whose beginning we do not show
        text = self._rest + self._file.read()
        complete, _, self._rest = text.rpartition(b"\n")
        if self._replaced():
            self.close()
        return complete.decode(errors="replace").splitlines()

    def close(self) -> None:
        """Stop following."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _replaced(self) -> bool:
        assert self._file is not None  # noqa: S101 - called with an open file only
        try:
            return self._path.stat().st_ino != os.fstat(self._file.fileno()).st_ino
        except FileNotFoundError:
            return True


def show(followed: Iterable[Followed], terminal: Terminal, *, tail: bool) -> None:
    """Print what is new, the oldest first as far as lines carry a time."""
    fresh = [(log.name, line) for log in followed for line in (log.tail() if tail else log.fresh())]
    for name, line in sorted(fresh, key=lambda told: lines.time_of(told[1])):
        level, words = lines.read(line)
        terminal.say(name, f"{lines.time_of(line)} {words}".lstrip(), level)


def main() -> int:
    """Follow the logs named, or all of them.

    Returns:
        The exit status: 64 if there is no such log.
    """
    terminal = Terminal(sys.stdout)
    try:
        folder = Settings.from_environment(os.environ).logs
    except RefusalError as refusal:
        print(f"logs: {refusal}", file=sys.stderr)
        return _EXIT_USAGE
    there = sorted(path.stem for path in folder.glob("*.log"))
    names = sys.argv[1:] or there
    if unknown := [name for name in names if name not in there]:
        known = ", ".join(there) or f"none: `./justw up` writes them to {folder}"
        print(f"logs: no log of {', '.join(unknown)}; there is {known}", file=sys.stderr)
        return _EXIT_USAGE
    if not names:
        print(f"logs: nothing in {folder}: `./justw up` writes there", file=sys.stderr)
        return _EXIT_USAGE
    followed = [Followed(folder / f"{name}.log") for name in names]
    try:
        show(followed, terminal, tail=True)
        while True:
            time.sleep(_LOOK_SEC)
            show(followed, terminal, tail=False)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
