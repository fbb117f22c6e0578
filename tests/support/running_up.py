"""A running `up` as its user sees it: its lines, its processes, and the ways to end it."""

import contextlib
import json
import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import psutil

from tests.support.nats_server import free_port
from tests.support.stand_in_up import IDLE, READY

STAND_INS = {"alpha": READY + IDLE, "beta": READY + IDLE}
PATIENCE_SEC = 30.0
_COLOURS = re.compile(r"\x1b\[\d+m")


class Up:
    """One instance of `up`, started with its own ports and folder."""

    def __init__(self, command: list[str], data_dir: Path, ports: tuple[int, int] | None = None) -> None:
        self.data_dir = data_dir
        self.port, self.nats_port = ports or (free_port(), free_port())
        self.lines: list[str] = []
        self._fresh: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.process = subprocess.Popen(
            command,
            env=os.environ | {"PORT": str(self.port), "NATS_PORT": str(self.nats_port), "DATA_DIR": str(self.data_dir)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @classmethod
    def with_stand_ins(
        cls,
        data_dir: Path,
        stand_ins: dict[str, str] | None = None,
        ports: tuple[int, int] | None = None,
        script: str | None = None,
    ) -> Self:
        """Start the supervisor over a real nats-server and stand-ins (name → Python source).

        Args:
            data_dir: Its DATA_DIR.
            stand_ins: Two that are ready at once, if not given.
            ports: PORT and NATS_PORT; two that are free, if not given.
            script: A script of bash that runs it as `"$@"`, and is the process then.
        """
        table = json.dumps(STAND_INS if stand_ins is None else stand_ins)
        command = [sys.executable, str(Path(__file__).with_name("stand_in_up.py")), table]
        return cls(command if script is None else ["bash", "-c", script, "bash", *command], data_dir, ports)

    def until(self, words: str) -> str:
        """Wait for a line that holds some words, and give it.

        Raises:
            AssertionError: It ended, or nothing was said for long.
        """
        while True:
            try:
                line = self._fresh.get(timeout=PATIENCE_SEC)
            except queue.Empty:
                line = None
            if line is None:
                said = "\n".join(self.lines)
                raise AssertionError(f"`up` never said {words!r}; it said:\n{said}")
            if words in line:
                return line

    def until_ready(self) -> Self:
        """Wait for the line with the address."""
        self.until(f"ready: http://127.0.0.1:{self.port}")
        return self

    def processes(self) -> list[psutil.Process]:
        """List every process that it started, directly or not, itself first."""
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def supervisors(self) -> list[psutil.Process]:
        """List what is the supervisor: the process itself, or the one that a script started."""
        return [process for process in self.processes() if _is_supervisor(process)]

    def service(self, *arguments: str) -> psutil.Process:
        """Find the one process that it started itself whose command line ends with some arguments."""
        [found] = [
            process
            for process in psutil.Process(self.process.pid).children()
            if tuple(process.cmdline()[-len(arguments) :]) == arguments
        ]
        return found

    def say(self, words: str) -> None:
        """Write a line to its standard input."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()

    def say_no_more(self) -> None:
        """Close its standard input."""
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()

    def ended(self) -> int:
        """Wait for its own end.

        Returns:
            Its exit status.
        """
        self.say_no_more()
        status = self.process.wait(timeout=PATIENCE_SEC)
        self._reader.join(timeout=PATIENCE_SEC)
        return status

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            for line in said:
                self.lines.append(_COLOURS.sub("", line.rstrip()))
                self._fresh.put(self.lines[-1])
        self._fresh.put(None)


def left_of(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Wait for processes to end; give those that do not. A zombie has ended: whoever started it has yet to look."""
    until = time.monotonic() + PATIENCE_SEC
    left = processes
    while left and time.monotonic() < until:
        _, left = psutil.wait_procs(left, timeout=0.02)
        left = [process for process in left if _runs(process)]
    return left


def _is_supervisor(process: psutil.Process) -> bool:
    return any(part.endswith(("stand_in_up.py", "supervisor")) for part in process.cmdline()[1:3])


def _runs(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@contextlib.contextmanager
def ending(up: Up) -> Iterator[Up]:
    """End an instance after the test, however the test went."""
    try:
        yield up
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):
            for process in up.supervisors():
                process.terminate()
        up.ended()
