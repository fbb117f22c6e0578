"""What `up` tells its user: short lines, the name of the service in front."""

import contextlib
import os
from typing import TextIO

_NAME_WIDTH = 10
_DIM, _BOLD, _YELLOW, _RED, _GREEN, _PLAIN = "\033[2m", "\033[1m", "\033[33m", "\033[31m", "\033[32m", "\033[0m"
_COLOUR_OF_LEVEL = {"warning": _YELLOW, "error": _RED, "critical": _RED}


class Terminal:
    """Writes lines, in colour where someone looks at them. A terminal that was closed is no reason to fail."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._colours = stream.isatty() and "NO_COLOR" not in os.environ

    def say(self, name: str, words: str, level: str = "info") -> None:
        """Write one line about a service."""
        self._line(
            f"{self._paint(_DIM, name.ljust(_NAME_WIDTH))} {self._paint(_COLOUR_OF_LEVEL.get(level, ''), words)}"
        )

    def ready(self, address: str) -> None:
        """Write the line that people and programs wait for."""
        self._line(self._paint(_GREEN + _BOLD, f"ready: {address}"))

    def _line(self, words: str) -> None:
        with contextlib.suppress(OSError, ValueError):  # EIO of a closed terminal, a pipe nobody reads
            self._stream.write(f"{words}\n")
            self._stream.flush()

    def _paint(self, colour: str, words: str) -> str:
        return f"{colour}{words}{_PLAIN}" if self._colours and colour else words
