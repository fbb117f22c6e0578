"""One run of one service: its process, the pipe on which it says that it is ready, and the pipe that it writes to."""

import asyncio
import contextlib
import os
import signal
import subprocess
from collections import deque
from collections.abc import Callable, Iterator
from typing import Self

from supervisor.logfile import LogFile
from supervisor.probe import answers
from supervisor.services import Service

READY_FD = "READY_FD"
_CHUNK_BYTES = 64 * 1024
_LONGEST_LINE_BYTES = 256 * 1024
_LAST_WORDS_SEC = 0.5


class Process:
    """A started service.

    Pipes of our own instead of asyncio's: a child of the service may hold its output open, and must not hide its end.
    """

    def __init__(self, service: Service, process: asyncio.subprocess.Process, output: "Pipe", notice: "Pipe") -> None:
        self._service = service
        self._process = process
        self._output = output
        self._notice = notice
        self.last_lines: deque[str] = deque(maxlen=20)

    @classmethod
    async def start(cls, service: Service) -> Self:
        """Start a service in our process group.

        Raises:
            OSError: Its program is not there, or may not be run.
        """
        with _write_end() as (output, out), _write_end() as (notice, speaks):
            process = await asyncio.create_subprocess_exec(
                *service.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=(speaks,),
                env={**os.environ, **service.environment, READY_FD: str(speaks)},
            )
        return cls(service, process, await Pipe.open(output), await Pipe.open(notice))

    async def ready(self) -> None:
        """Return when the service is ready; never, if it ends before."""
        if self._service.answers_at is not None:
            await answers(self._service.answers_at)
        elif not await self._notice.reader.readline():
            await asyncio.Future()  # closed without a word: what became of it is told by `ended`

    async def ended(self, log: LogFile, hear: Callable[[str], None]) -> int:
        """Log what the service writes until it ends.

        Args:
            log: Takes every line.
            hear: Called with every line.

        Returns:
            Its exit status, negative for a signal.
        """
        reading = asyncio.create_task(self._read(log, hear))
        try:
            status = await self._process.wait()
            await asyncio.wait([reading], timeout=_LAST_WORDS_SEC)
        finally:
            reading.cancel()
            self._output.close()
            self._notice.close()
        return status

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def send(self, signal_number: signal.Signals) -> None:
        """Send a signal, unless it has ended."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal_number)

    async def _read(self, log: LogFile, hear: Callable[[str], None]) -> None:
        rest = b""
        while chunk := await self._output.reader.read(_CHUNK_BYTES):
            lines, newline, rest = (rest + chunk).rpartition(b"\n")
            if len(rest) > _LONGEST_LINE_BYTES:
                lines, newline, rest = lines + newline + rest, b"\n", b""
            if newline:
                self._take(lines + newline, log, hear)
        if rest:
            self._take(rest + b"\n", log, hear)

    def _take(self, lines: bytes, log: LogFile, hear: Callable[[str], None]) -> None:
        with contextlib.suppress(OSError):  # a full disk stops no service; what it says is still heard
            log.write(lines)
        for line in lines.decode(errors="replace").splitlines():
            self.last_lines.append(line)
            hear(line)


class Pipe:
    """The read end of a pipe, on the event loop."""

    def __init__(self, reader: asyncio.StreamReader, transport: asyncio.ReadTransport) -> None:
        self.reader = reader
        self._transport = transport

    @classmethod
    async def open(cls, descriptor: int) -> Self:
        """Read from a descriptor, which is ours to close from now on."""
        reader = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb", buffering=0)
        )
        return cls(reader, transport)

    def close(self) -> None:
        """Stop reading."""
        self._transport.close()


@contextlib.contextmanager
def _write_end() -> Iterator[tuple[int, int]]:
    """Make a pipe; the write end is closed after the body, the read end only if the body failed."""
    reading, writing = os.pipe()
    try:
        yield reading, writing
    except BaseException:
        os.close(reading)
        raise
    finally:
        os.close(writing)
