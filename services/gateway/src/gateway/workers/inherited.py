"""What a worker is given by its parent: a number of its own, the listening socket, a lifeline, a place to be asked."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Self

import msgspec

WORD: Final = "worker"
"""`python -m gateway worker …`: the first argument of a process that a parent has started."""
DRAIN: Final = b"d"
"""Said on the lifeline: all of us end, nobody is left to take new callers."""


class Inherited(msgspec.Struct, frozen=True, kw_only=True):
    """Handed over on the command line."""

    number: int
    """Counted up by the parent: none ever gets another's, as `worker` in metrics."""
    listener: int
    """Descriptor of the socket that all workers accept from."""
    lifeline: int
    """Descriptor of a pipe that ends with the parent."""
    folder: str
    """Where workers answer each other."""

    @property
    def path(self) -> Path:
        """Where this worker answers its siblings."""
        return Path(self.folder) / f"{self.number}.sock"

    def words(self) -> list[str]:
        """Give the arguments that say so."""
        return [WORD, str(self.number), str(self.listener), str(self.lifeline), self.folder]

    @classmethod
    def of(cls, words: Sequence[str]) -> Self:
        """Read the arguments behind the first.

        Raises:
            ValueError: They are not what a parent gives.
        """
        number, listener, lifeline, folder = words
        return cls(number=int(number), listener=int(listener), lifeline=int(lifeline), folder=folder)

    def socket(self) -> socket.socket:
        """Take over the listening socket."""
        return socket.socket(fileno=self.listener)


@contextlib.contextmanager
def hanging_on(lifeline: int, drain: Callable[[], object]) -> Iterator[None]:
    """Watch the parent while the body runs.

    Its end, however it came, is a SIGTERM to ourselves: an orphan would hold the port, and nobody would start it again.

    Args:
        lifeline: The descriptor, ours to close.
        drain: Called when the parent says that all workers end.
    """
    loop = asyncio.get_running_loop()

    def hear() -> None:
        said = os.read(lifeline, 1)
        if said == DRAIN:
            drain()
        elif not said:
            loop.remove_reader(lifeline)
            signal.raise_signal(signal.SIGTERM)

    loop.add_reader(lifeline, hear)
    try:
        yield
    finally:
        loop.remove_reader(lifeline)
        os.close(lifeline)
