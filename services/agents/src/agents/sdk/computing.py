"""Computing in processes that can be killed, so that the one which holds the lease stays awake."""

import asyncio
import pickle
from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from typing_extensions import override

from agents.sdk.work import Computer
from agents.sdk.zygote import LENGTH, PID, Zygote
from eventlog import TransientError

T = TypeVar("T")
P = ParamSpec("P")


class WorkerLostError(TransientError):
    """The computing process died: of memory, of a signal, of a crash of native code."""

    code = "computing_lost"


class Worker:
    """One computing process, as its caller sees it."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid = pid
        self._reader = reader
        self._writer = writer

    async def call(self, call: bytes) -> tuple[bool, object]:
        """Have a call computed: whether it succeeded, and what it returned or raised.

        Raises:
            WorkerLostError: The process died.
        """
        try:
            self._writer.write(LENGTH.pack(len(call)) + call)
            await self._writer.drain()
            (length,) = LENGTH.unpack(await self._reader.readexactly(LENGTH.size))
            answer = await self._reader.readexactly(length)
        except (asyncio.IncompleteReadError, OSError) as error:
            raise WorkerLostError("the computing process died") from error
        return cast("tuple[bool, object]", pickle.loads(answer))  # noqa: S301, our own child's words

    def hang_up(self) -> None:
        """End an idle worker: it sees that nobody calls any more."""
        self._writer.close()


class ComputingPool(Computer):
    """Computes calls, at most `workers` at a time; the processes are made when they are first needed."""

    def __init__(self, zygote: Zygote, *, workers: int = 1) -> None:
        self._zygote = zygote
        self._free = asyncio.Semaphore(workers)
        self._idle: list[Worker] = []
        self.broken = asyncio.Event()
        """Set when no process can be made any more: only a new start of this process helps."""

    @override
    async def compute(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in a process; a cancelled call has its process killed.

        Raises:
            TypeError: The call cannot be sent.
            WorkerLostError: The process died, or none can be made.
        """
        call = self._zygote.dump((function, args, kwargs))
        async with self._free:
            worker = self._idle.pop() if self._idle else await self._hire()
            try:
                succeeded, answer = await worker.call(call)
            except BaseException:
                self._zygote.kill(worker.pid)
                worker.hang_up()
                raise
            self._idle.append(worker)
        if succeeded:
            return cast("T", answer)
        raise cast("BaseException", answer)

    def close(self) -> None:
        """End the idle workers; the busy ones end with the zygote."""
        while self._idle:
            self._idle.pop().hang_up()

    async def _hire(self) -> Worker:
        try:
            connection = self._zygote.fork()
        except OSError as error:
            self.broken.set()
            raise WorkerLostError("no computing process can be made any more") from error
        connection.settimeout(0)
        reader, writer = await asyncio.open_unix_connection(sock=connection)
        try:
            (pid,) = PID.unpack(await reader.readexactly(PID.size))
        except BaseException as error:
            writer.close()
            if isinstance(error, asyncio.IncompleteReadError | OSError):
                raise WorkerLostError("the computing process died before it could be asked") from error
            raise
        return Worker(pid, reader, writer)
