"""The services as processes of their own, as operators run them: started, killed and started again by tests."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
READY_SEC = 30


class ServiceProcess:
    """One `python -m …`. What it says stands in a file, and in the error where it does not get ready."""

    def __init__(self, folder: Path, name: str, *words: str, environment: Mapping[str, str]) -> None:
        self.log = folder / f"{name}.log"
        self._command = [sys.executable, "-m", *words]
        self._environment = {**os.environ, "LOG_FORMAT": "json", **environment}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    async def start(self, *, wait: bool = True) -> Self:
        """Start it, and wait until it says that it is ready."""
        hears, speaks = os.pipe()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220, returns at once
                self._command,
                cwd=ROOT,
                env={**self._environment, "READY_FD": str(speaks)},
                pass_fds=(speaks,),
                stdout=log,
                stderr=log,
            )
        os.close(speaks)
        if not wait:
            os.close(hears)
            return self
        loop = asyncio.get_running_loop()
        said: asyncio.Future[bytes] = loop.create_future()

        def hear() -> None:
            if not said.done():
                said.set_result(os.read(hears, 100))

        loop.add_reader(hears, hear)
        try:
            async with asyncio.timeout(READY_SEC):
                if not await said:
                    raise RuntimeError(f"it did not get ready:\n{self.log.read_text()[-3000:]}")
        finally:
            loop.remove_reader(hears)
            os.close(hears)
        return self

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(how)

    async def ended(self, *, within_sec: float = 15.0) -> int:
        """Wait until it has ended, and give its exit status."""
        assert self._process is not None
        async with asyncio.timeout(within_sec):
            return await asyncio.to_thread(self._process.wait)

    async def stop(self) -> None:
        """End it, however it is; safe to call twice."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            await self.ended()
