"""`preview.resume` and `preview.posting`: what is read of a file, for whoever wants to see it before a job is started.

The bytes of a file in, a `Preview` out; a refusal comes with a status and a sentence. Nothing is stored, and nothing of
the file is logged.
"""

import asyncio
from typing import Final

import msgspec

from agents.ingesting.findings import language_warning, warnings_of
from agents.ingesting.page import NoPostingError, PageTooHeavyError
from agents.ingesting.taking import taken_in
from agents.sdk import PermanentError, Service, TransientError
from agents.sdk.work import Computer
from agents.tailoring.extracting import FileRefusedError
from agents.tailoring.lexicon import words
from agents.tailoring.rules.form import FILES
from agents.tailoring.text import source_text
from contracts.preview import Preview, PreviewSide
from contracts.subjects import PREVIEW
from eventlog import CommandHandler, RequestError

_VERSION: Final = "1.0.0"
_AT_ONCE: Final = 4
"""How many files are held at a time, the one that is being read included: 5 MB each, of what nobody has paid for."""
_PATIENCE_SEC: Final = 20.0
"""From a file's arrival to its answer. Real files of three pages take 1.5 s on a slow machine."""


def preview_of(side: PreviewSide, content: bytes) -> Preview:
    """Read a file as a job does that is started with it. For the computing process.

    Raises:
        Exception: As `taken_in` does.
    """
    handed = taken_in(side, content)
    source = source_text(side, handed.text, handed.origin, handed.layout)
    foreign = language_warning(source)
    return Preview(
        side=side,
        origin=handed.origin,
        text=source.text,
        words=len(words(source.text)),
        pages=source.layout.pages if source.origin in FILES else None,
        language=source.language,
        warnings=[*warnings_of(source), *([foreign] if foreign is not None else [])],
    )


class Previews:
    """Reads files for who asks, one after the other: a job that comes meanwhile waits for one file at most.

    Those who find too many waiting before them are sent away at once: what they hold costs memory.
    """

    def __init__(self, computer: Computer, *, at_once: int = _AT_ONCE, patience_sec: float = _PATIENCE_SEC) -> None:
        self._computer = computer
        self._at_once = at_once
        self._patience_sec = patience_sec
        self._held = 0
        self._turn = asyncio.Semaphore(1)

    def service(self) -> Service:
        """Give what answers on both subjects."""
        return Service(
            name=PREVIEW,
            version=_VERSION,
            description="Says what is read of a file, and stores nothing.",
            handlers={"resume": self._reading("resume"), "posting": self._reading("posting")},
        )

    def _reading(self, side: PreviewSide) -> CommandHandler:
        async def read(content: bytes) -> bytes:
            if self._held >= self._at_once:
                raise TransientError("as many files as can be are being read", code="reading_busy")
            self._held += 1
            try:
                return msgspec.json.encode(await self._read(side, content))
            finally:
                self._held -= 1

        return read

    async def _read(self, side: PreviewSide, content: bytes) -> Preview:
        """Read when it is this file's turn; what takes too long is ended, with the process that computes it.

        Raises:
            RequestError: 422: it cannot be read, with the code and the sentence that its job would fail with.
            TransientError: It took too long, or was interrupted.
        """
        try:
            async with asyncio.timeout(self._patience_sec), self._turn:
                return await self._computer.compute(preview_of, side, content)
        except TimeoutError:
            raise TransientError("the file was not read in time", code="reading_late") from None
        except (FileRefusedError, NoPostingError, PageTooHeavyError, PermanentError) as refusal:
            raise RequestError(str(refusal), status=422, code=refusal.code) from None
