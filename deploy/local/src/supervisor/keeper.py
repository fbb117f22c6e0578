"""Keeps one service running: starts it, tells when it is ready, starts it again when it dies."""

import asyncio
import contextlib
import signal
import time

from supervisor import lines
from supervisor.lifeline import Lifeline
from supervisor.logfile import LogFile
from supervisor.process import Process
from supervisor.services import Service
from supervisor.terminal import Terminal

EXIT_CONFIGURATION = 78
FIRST_PAUSE_SEC = 0.25
LONGEST_PAUSE_SEC = 10.0
STEADY_SEC = 20.0
"""A service that ran so long is taken to have been well: its next pause is the first again."""
SHOWN_LINES = 20
SHOWN_WITHIN_SEC = 10.0


class Misconfigured(Exception):  # noqa: N818 - a verdict of the service (exit status 78), not an error of ours
    """A service says that it cannot run with this configuration; starting it again would change nothing."""


class Keeper:
    """One service, over all its runs."""

    def __init__(self, service: Service, log: LogFile, terminal: Terminal, lifeline: Lifeline) -> None:
        self.service = service
        self.ready = asyncio.Event()
        self.stopping = asyncio.Event()
        self._log = log
        self._terminal = terminal
        self._lifeline = lifeline
        self._was_ready = False
        self._shown_since = 0.0
        self._shown = 0

    async def keep(self) -> None:
        """Run the service until `stopping` is set; return when it has ended.

        Raises:
            Misconfigured: It refuses its configuration.
        """
        pause_sec = FIRST_PAUSE_SEC
        while True:
            began = time.monotonic()
            how = await self._run_once(began)
            self.ready.clear()
            if self.stopping.is_set():
                return
            if time.monotonic() - began > STEADY_SEC:
                pause_sec = FIRST_PAUSE_SEC
            self._say(f"{how}; starting it again in {pause_sec:g} s (its log: {self._log.path})", "error")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause_sec):
                    await self.stopping.wait()
                return
            pause_sec = min(2 * pause_sec, LONGEST_PAUSE_SEC)

    async def _run_once(self, began: float) -> str:
        """Run the service to its end, and say how it ended."""
        try:
            process = await Process.start(self.service)
        except OSError as error:
            return f"{self.service.command[0]} cannot be started: {error.strerror}"
        self._lifeline.started(process.pid)
        beside = [asyncio.create_task(self._tell_ready(process, began)), asyncio.create_task(self._end(process))]
        try:
            status = await process.ended(self._log, self._hear)
        finally:
            self._lifeline.ended(process.pid)
            for task in beside:
                task.cancel()
        last_words = lines.read(process.last_lines[-1])[1] if process.last_lines else ""
        if status == EXIT_CONFIGURATION and not self.stopping.is_set():
            raise Misconfigured(f"{self.service.name} refuses its configuration: {last_words}")
        if status < 0:
            return f"was ended by {signal.Signals(-status).name}"
        return f"ended with status {status}" + (f": {last_words}" if last_words and status else "")

    async def _end(self, process: Process) -> None:
        """Ask a run to end when the time has come; make it, when the grace is over."""
        await self.stopping.wait()
        process.send(signal.SIGTERM)
        await asyncio.sleep(self.service.grace_sec)
        self._say(f"still there {self.service.grace_sec:g} s after it was asked to end: killed", "warning")
        process.send(signal.SIGKILL)

    async def _tell_ready(self, process: Process, began: float) -> None:
        await process.ready()
        again = " again" if self._was_ready else ""
        self._say(f"ready{again} ({time.monotonic() - began:.1f} s)")
        self._was_ready = True
        self.ready.set()

    def _hear(self, line: str) -> None:
        """Show what a user should see at once; a flood of it stays in the log."""
        level, words = lines.read(line)
        if self.stopping.is_set() or not lines.is_alarm(level):
            return
        now = time.monotonic()
        if now - self._shown_since > SHOWN_WITHIN_SEC:
            self._shown_since, self._shown = now, 0
        self._shown += 1
        if self._shown <= SHOWN_LINES:
            self._say(words, level)
        elif self._shown == SHOWN_LINES + 1:
            self._say(f"… and more like it: {self._log.path}", level)

    def _say(self, words: str, level: str = "info") -> None:
        self._terminal.say(self.service.name, words, level)
