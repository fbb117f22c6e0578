"""The programs in C: compiled into a folder, and spoken with."""

import asyncio
import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import msgspec

SOURCES = Path(__file__).with_name("c")
PROGRAMS = {
    "load": ("load.c", "viewer.c", "delays.c", "wire.c"),
    "publish": ("publish.c", "wire.c"),
    "bare": ("bare.c", "wire.c"),
    "churn": ("churn.c", "wire.c"),
}
_OPENING_SEC = 90
_ANSWER_SEC = 30


class Report(msgspec.Struct, kw_only=True):
    """What the load client saw since its last reset. Moments are microseconds since the epoch, 0 where it never was."""

    open: int
    caught_up: int
    closed: int
    refused: int
    deliveries: int
    bytes: int
    pieces: int
    """Of the body, as the server wrote it: HTTP chunks."""
    lost: int
    doubled: int
    drains: int
    resets: int
    reconnects: int
    busiest_quarter: int
    """The most reconnects within a quarter of a second."""
    slow_bytes: int
    reset_us: int
    first_reconnect_us: int
    last_reconnect_us: int
    last_caught_up_us: int
    silent_until_us: int
    """When the last of all viewers had its first event."""
    p50_ms: float
    p99_ms: float
    most_ms: float


class Published(msgspec.Struct, kw_only=True):
    """What the publisher did."""

    published: int
    errors: int
    late_ms: float
    """How far it was behind its own schedule at the worst."""
    seconds: float
    reconnects: int


class Churned(msgspec.Struct, kw_only=True):
    """What came of opening and leaving."""

    ended: int
    caught_up: int
    failed: int
    seconds: float


class Programs:
    """All of them, compiled."""

    def __init__(self, folder: Path) -> None:
        """Compile.

        Raises:
            SystemExit: There is no C compiler.
        """
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise SystemExit("the load client is written in C: install a C compiler (Debian: apt-get install gcc)")
        self._folder = folder
        for name, sources in PROGRAMS.items():
            paths = [str(SOURCES / source) for source in sources]
            subprocess.run([compiler, "-O2", "-D_GNU_SOURCE", "-o", str(folder / name), *paths], check=True)

    def path(self, name: str) -> str:
        """Give the path of a program."""
        return str(self._folder / name)

    @contextlib.asynccontextmanager
    async def viewers(
        self, ports: Sequence[int], targets: Sequence[str], count: int, **options: int
    ) -> AsyncIterator["Viewers"]:
        """Open streams, and give them when all are open.

        Args:
            ports: One server or two.
            targets: `PATH<tab>HEADER`, watched in turn.
            count: How many viewers.
            options: Of the program.
        """
        words = [",".join(map(str, ports)), self._lines(targets), str(count), *_words(options)]
        process = await asyncio.create_subprocess_exec(
            self.path("load"), *words, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        try:
            viewers = Viewers(process)
            await viewers.answer(_OPENING_SEC)
            yield viewers
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def publish(self, kind: str, port: int, topics: Sequence[str], **options: int) -> Published:
        """Publish, and return when all is acknowledged.

        Args:
            kind: nats, redis or http.
            port: Of the server that takes it.
            topics: `NAME<tab>EVENT`.
            options: Of the program.
        """
        words = [kind, str(port), self._lines(topics), *_words(options)]
        published = msgspec.json.decode(await self._run("publish", *words), type=Published)
        if published.errors:
            raise RuntimeError(f"{published.errors} of {published.published} events were refused")
        return published

    async def churn(self, port: int, targets: Sequence[str], total: int) -> Churned:
        """Open and leave streams, a hundred at once."""
        return msgspec.json.decode(await self._run("churn", str(port), self._lines(targets), str(total)), type=Churned)

    async def _run(self, name: str, *words: str) -> bytes:
        process = await asyncio.create_subprocess_exec(self.path(name), *words, stdout=asyncio.subprocess.PIPE)
        try:
            said, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
        if process.returncode:
            raise RuntimeError(f"{name} ended with {process.returncode}")
        return said

    def _lines(self, lines: Sequence[str]) -> str:
        with tempfile.NamedTemporaryFile("w", dir=self._folder, delete=False) as file:
            file.write("".join(f"{line}\n" for line in lines))
        return file.name


class Viewers:
    """The viewers of one load client."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def reset(self) -> None:
        """Forget all figures."""
        await self._say("reset")

    async def report(self) -> Report:
        """Ask for the figures."""
        await self._say("report")
        return await self.answer(_ANSWER_SEC)

    async def until_event(self, number: int, within_sec: float) -> Report:
        """Wait until every viewer has an event, or the time is over; `lost` counts what is missing up to it."""
        await self._say(f"await {number} {round(within_sec * 1000)}")
        return await self.answer(within_sec + _ANSWER_SEC)

    async def until_caught_up(self, within_sec: float) -> Report:
        """Wait until every viewer has caught up on a connection of its own since the reset, or the time is over."""
        await self._say(f"caught {round(within_sec * 1000)}")
        return await self.answer(within_sec + _ANSWER_SEC)

    async def answer(self, within_sec: float) -> Report:
        """Hear the next report."""
        assert self._process.stdout is not None
        async with asyncio.timeout(within_sec):
            line = await self._process.stdout.readline()
        return msgspec.json.decode(line, type=Report)

    async def _say(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{words}\n".encode())
        await self._process.stdin.drain()


def _words(options: dict[str, int]) -> list[str]:
    return [f"{name}={value}" for name, value in options.items()]
