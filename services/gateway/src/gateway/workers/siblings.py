"""What the workers of one port ask each other, so that whoever is asked from outside answers for all.

Each listens on a Unix socket in a folder of their parent's. A word comes in, an answer goes out, and that is all.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final

import structlog

_PATIENCE_SEC: Final = 1.0

logger = structlog.get_logger(__name__)


class Siblings:
    """The workers of one port, as one of them knows them."""

    def __init__(self, number: int, folder: Path) -> None:
        """Know nobody yet.

        Args:
            number: Of this worker.
            folder: Where each has its socket, `{number}.sock`.
        """
        self.number = number
        self._folder = folder
        self._answers: dict[str, Callable[[], bytes]] = {}

    def answer(self, word: str, how: Callable[[], bytes]) -> None:
        """Say how to answer a word, at once."""
        self._answers[word] = how

    @contextlib.asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        """Answer while the body runs."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        path = self._folder / f"{self.number}.sock"
        server = await asyncio.start_unix_server(self._serve, path)
        try:
            yield
        finally:
            server.close()
            path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                self._folder.rmdir()  # the last one, where the parent cannot any more

    async def ask(self, word: str) -> dict[int, bytes]:
        """Ask all of them, this one too.

        Returns:
            Their answers by number, in the order of numbers. Who does not answer within a second is left out.
        """
        numbers = sorted(int(path.stem) for path in self._folder.glob("*.sock"))
        answers = await asyncio.gather(*(self._ask(number, word) for number in numbers))
        return {number: answer for number, answer in zip(numbers, answers, strict=True) if answer is not None}

    async def _ask(self, number: int, word: str) -> bytes | None:
        if number == self.number:
            return self._answers[word]()
        try:
            async with asyncio.timeout(_PATIENCE_SEC):
                reader, writer = await asyncio.open_unix_connection(self._folder / f"{number}.sock")
                try:
                    writer.write(f"{word}\n".encode())
                    return await reader.read(-1) or None
                finally:
                    writer.close()
        except (OSError, TimeoutError):
            logger.debug("sibling_silent", worker=number, word=word)
            return None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_PATIENCE_SEC):
                word = (await reader.readuntil(b"\n"))[:-1].decode()
                writer.write(self._answers[word]())
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, KeyError) as error:
            logger.debug("sibling_unheard", reason=type(error).__name__)
        finally:
            writer.close()
