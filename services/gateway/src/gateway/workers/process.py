"""One worker as its parent sees it: a process, a pipe on which it says that it is ready, and its lifeline."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Self

from eventlog.readiness import READY_FD
from gateway.workers.inherited import DRAIN, Inherited

_READY_LINE_BYTES: Final = 64


class Worker:
    """A started worker."""

    def __init__(self, told: Inherited, process: asyncio.subprocess.Process, lifeline: int, notice: int) -> None:
        self.number = told.number
        self.is_ready = False
        """Whether it has served."""
        self.was_told = False
        """Whether we told it to end."""
        self._answers_at = told.path
        self._process = process
        self._lifeline = lifeline
        self._ready = asyncio.create_task(self._hear(notice))
        self._ended = asyncio.create_task(self._end())

    @classmethod
    async def start(cls, number: int, listener: int, folder: Path, environment: Mapping[str, str]) -> Self:
        """Start a worker with a number of its own on an inherited socket.

        Raises:
            OSError: There is no process or descriptor to be had.
        """
        with _ends() as (hangs_on, holds), _ends() as (hears, speaks):
            told = Inherited(number=number, listener=listener, lifeline=hangs_on, folder=str(folder))
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "gateway", *told.words()),
                env={**environment, READY_FD: str(speaks)},
                pass_fds=(listener, hangs_on, speaks),
            )
            os.close(hangs_on)
            os.close(speaks)
            return cls(told, process, holds, hears)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    async def ready(self) -> bool:
        """Return when the worker serves; False where it ended before."""
        return await asyncio.shield(self._ready)

    async def ended(self) -> int:
        """Return its exit status when it has ended, negative for a signal."""
        return await asyncio.shield(self._ended)

    def leave(self) -> None:
        """Tell it to leave the port to its siblings and end; told again, it ends at once."""
        self.was_told = True
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)

    def drain(self) -> None:
        """Tell it that all workers end."""
        if not self.is_ready:
            self.leave()
            return
        self.was_told = True
        with contextlib.suppress(OSError):  # it has just ended
            os.write(self._lifeline, DRAIN)

    def kill(self) -> None:
        """End it where it stands."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def _hear(self, notice: int) -> bool:
        loop = asyncio.get_running_loop()
        said: asyncio.Future[bytes] = loop.create_future()

        def hear() -> None:
            loop.remove_reader(notice)
            said.set_result(os.read(notice, _READY_LINE_BYTES))

        loop.add_reader(notice, hear)
        try:
            self.is_ready = bool(await said)
        finally:
            loop.remove_reader(notice)
            os.close(notice)
        return self.is_ready

    async def _end(self) -> int:
        status = await self._process.wait()
        os.close(self._lifeline)
        self._answers_at.unlink(missing_ok=True)  # where it could not do so itself
        return status


@contextlib.contextmanager
def _ends() -> Iterator[tuple[int, int]]:
    """Make a pipe; both ends are closed where the body fails."""
    reading, writing = os.pipe()
    try:
        yield reading, writing
    except BaseException:
        os.close(reading)
        os.close(writing)
        raise
