"""Calls a function on hostile bytes in a child process, and survives whatever becomes of it.

A file comes from anybody, and what reads it is a hundred thousand lines that nobody here wrote. So the computing
process, which other jobs use after this one, never touches its bytes: it imports the readers once, forks a child for
each file (some milliseconds, since nothing is imported again), and takes nothing from it but one message of JSON.
"""

import os
import select
import signal
import time
from collections.abc import Callable
from typing import Final, NamedTuple, NoReturn

from agents.ingesting.files.confining import confine
from agents.sdk import TransientError
from agents.tailoring.extracting import FileRefusedError

_ANSWER_BYTES: Final = 4 * 1024 * 1024
_PIECE_BYTES: Final = 1 << 16
_MUCH: Final = 0.5
"""Of the CPU time that it may use: who was ended after more of it was as good as at its limit."""
_FROM_OUTSIDE: Final = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGALRM})


class Limits(NamedTuple):
    """What a child may use."""

    cpu_sec: int = 10
    """Real files of three pages take 1.5 s on a slow machine."""
    wall_sec: float = 30.0
    """Without an answer by then, and with CPU time left, the machine is at fault: a file can only use up CPU time."""
    memory_bytes: int = 256 * 1024 * 1024
    """Beyond what it was forked with: real files take 20 MB, and an agent has 512 MB in the manifests."""


class ReadingInterruptedError(TransientError):
    """The child was ended from outside, or got too little CPU time: another attempt may go better."""

    code = "reading_interrupted"


def contained(function: Callable[[bytes], bytes], content: bytes, limits: Limits) -> bytes:
    """Call a function in a child process that can harm nothing.

    Args:
        function: What it raises is lost: that it has no answer says as much.
        content: Its argument.
        limits: What it may use.

    Raises:
        FileRefusedError: It used up its time, or died of what it was given.
        ReadingInterruptedError: Something else ended it.
    """
    reader, writer = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _be_the_child(function, content, writer, limits, parent)
    os.close(writer)
    try:
        answer = _until_end(reader, time.monotonic() + limits.wall_sec)
    finally:
        os.close(reader)
        os.kill(child, signal.SIGKILL)  # not waited for yet, so the id is still its own
        _, status, usage = os.wait4(child, 0)
    if answer and os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
        return answer
    raise _why(status, usage.ru_utime + usage.ru_stime, limits)


def _until_end(reader: int, until: float) -> bytes:
    """Read what the child says to its end; nothing where that does not come in time."""
    said = bytearray()
    while (left := until - time.monotonic()) > 0:
        ready, _, _ = select.select([reader], [], [], left)
        if ready:
            piece = os.read(reader, _PIECE_BYTES)
            if not piece:
                return bytes(said)
            said += piece
            if len(said) > _ANSWER_BYTES:
                raise _unreadable()
    return b""


def _why(status: int, used_sec: float, limits: Limits) -> Exception:
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if ended_by == signal.SIGXCPU or (ended_by and used_sec > _MUCH * limits.cpu_sec):
        return FileRefusedError(
            "file_too_heavy", f"the file takes more than {limits.cpu_sec} seconds to read: paste its text instead"
        )
    if ended_by in _FROM_OUTSIDE:
        return ReadingInterruptedError("reading the file was interrupted")
    return _unreadable()


def _unreadable() -> FileRefusedError:
    return FileRefusedError("corrupt_file", "the file cannot be read: save it again, or paste its text")


def _be_the_child(
    function: Callable[[bytes], bytes], content: bytes, writer: int, limits: Limits, parent: int
) -> NoReturn:
    status = 1
    try:
        confine(writer, parent, cpu_sec=limits.cpu_sec, wall_sec=limits.wall_sec, memory_bytes=limits.memory_bytes)
        answer = memoryview(function(content))
        while answer:
            answer = answer[os.write(writer, answer) :]
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's code may run here, whatever was raised
