"""One service's log on disk: bounded, so that an instance left running does not fill it."""

from pathlib import Path

LARGEST_BYTES = 16 * 1024 * 1024
KEPT = 2


class LogFile:
    """Appends to `{name}.log`; a full one becomes `{name}.log.1`, that one `{name}.log.2`."""

    def __init__(self, path: Path, largest_bytes: int = LARGEST_BYTES) -> None:
        self.path = path
        self._largest_bytes = largest_bytes
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab")

    def write(self, lines: bytes) -> None:
        """Append whole lines.

        Raises:
            OSError: The disk is full; the lines may be there in part.
        """
        if self._file.tell() + len(lines) > self._largest_bytes and self._file.tell() > 0:
            self._turn()
        self._file.write(lines)
        self._file.flush()

    def close(self) -> None:
        """Close the file; nothing is written after."""
        self._file.close()

    def _turn(self) -> None:
        self._file.close()
        for number in range(KEPT, 0, -1):
            older = self.path.with_name(f"{self.path.name}.{number}")
            newer = self.path if number == 1 else self.path.with_name(f"{self.path.name}.{number - 1}")
            if newer.exists():
                newer.replace(older)
        self._file = self.path.open("ab")
