"""The process that makes computing processes: forked before the event loop exists, it forks them in milliseconds.

Why not `multiprocessing`: a spawned child imports all that the step needs once more (a second of CPU for each agent),
and a child forked from a process with an event loop and connections inherits them. The zygote is forked when the
agents are made and nothing else is open: it has their libraries and their collaborators, and shares that memory.

It speaks over a socket: `F` with a descriptor forks a worker on it, `K` with a process id kills one. When its parent
is gone, however that ended, the socket ends too, and the zygote kills its workers and itself.
"""

import contextlib
import gc
import io
import os
import pickle
import signal
import socket
import struct
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from typing_extensions import override

from agents.sdk.agent import Agent

FORK: Final = b"F"
KILL: Final = b"K"
PID: Final = struct.Struct("!i")
LENGTH: Final = struct.Struct("!Q")

_collaborators: dict[tuple[str, str], object] = {}
"""The agents of this process and the objects in their attributes, as they were when the zygote was forked."""


class Pickler(pickle.Pickler):
    """Pickles a call: what the zygote inherited travels by its name."""

    def __init__(self, file: io.BytesIO, names: dict[int, tuple[str, str]]) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._names = names

    @override
    def reducer_override(self, obj: Any) -> Any:
        name = self._names.get(id(obj))
        return NotImplemented if name is None else (_collaborator, name)


class Zygote:
    """The parent's side: asks for workers and has them killed. Made before any loop, thread or connection."""

    def __init__(self, agents: Iterable[Agent]) -> None:
        """Fork it. The agents must be prepared: what they hold now is what the workers hold."""
        _collaborators.clear()
        for agent in agents:
            _collaborators[agent.step, ""] = agent
            for name, collaborator in vars(agent).items():
                _collaborators[agent.step, name] = collaborator
        self._names = {id(value): name for name, value in _collaborators.items()}
        gc.collect()
        gc.freeze()  # the collector would write to every page, and shared pages stay shared until written to
        self._socket, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            _run_and_exit(theirs)
        theirs.close()
        gc.unfreeze()

    def dump(self, call: object) -> bytes:
        """Pickle a call for a worker.

        Raises:
            TypeError: Something in it cannot be sent.
        """
        buffer = io.BytesIO()
        try:
            Pickler(buffer, self._names).dump(call)
        except (pickle.PicklingError, AttributeError) as error:
            raise TypeError(f"this call cannot be sent to the computing process: {error}") from error
        return buffer.getvalue()

    def fork(self) -> socket.socket:
        """Ask for a worker, and return the socket that it will answer on: its process id first.

        Raises:
            OSError: The zygote is gone.
        """
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self._socket, [FORK], [theirs.fileno()])
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        return ours

    def kill(self, pid: int) -> None:
        """Have a worker killed; it may be dead already."""
        with contextlib.suppress(OSError):  # the zygote is gone, and so are its workers
            self._socket.sendall(KILL + PID.pack(pid))

    def close(self) -> None:
        """End it and its workers. Safe to call twice."""
        if self._socket.fileno() >= 0:
            self._socket.close()
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, 0)


def _run_and_exit(parent: socket.socket) -> None:
    """Be the zygote; never returns."""
    try:
        _leave_everything_but(parent.fileno())
        _serve(parent)
    except BaseException:  # noqa: BLE001, nothing of the parent's code may run in the child
        traceback.print_exc()
    finally:
        os._exit(0)


def _leave_everything_but(kept: int) -> None:
    signal.set_wakeup_fd(-1)
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)  # sent to the group; the parent decides when work is given up
    for entry in list(Path("/dev/fd").iterdir()):
        descriptor = int(entry.name)
        if descriptor > 2 and descriptor != kept:  # noqa: PLR2004, standard input, output and error
            with contextlib.suppress(OSError):
                os.close(descriptor)


def _serve(parent: socket.socket) -> None:
    workers: set[int] = set()
    while True:
        command, descriptors, _, _ = socket.recv_fds(parent, 1, 1)
        if command == FORK:
            (descriptor,) = descriptors
            pid = os.fork()
            if pid == 0:
                parent.close()
                _work(socket.socket(fileno=descriptor))
                return
            os.close(descriptor)
            workers.add(pid)
        elif command == KILL:
            (pid,) = PID.unpack(_exactly(parent, PID.size))
            if pid in workers:
                os.kill(pid, signal.SIGKILL)
        else:
            for pid in workers:
                os.kill(pid, signal.SIGKILL)
            return
        for pid in list(workers):
            if os.waitpid(pid, os.WNOHANG)[0]:  # until then nobody else can have its process id
                workers.discard(pid)


def _work(caller: socket.socket) -> None:
    """Answer calls until the caller hangs up."""
    caller.sendall(PID.pack(os.getpid()))
    while header := caller.recv(LENGTH.size, socket.MSG_WAITALL):
        (length,) = LENGTH.unpack(header)
        answer = _answer(_exactly(caller, length))
        caller.sendall(LENGTH.pack(len(answer)) + answer)


def _answer(call: bytes) -> bytes:
    try:
        function, args, kwargs = pickle.loads(call)  # noqa: S301, our parent's own words
        return pickle.dumps((True, function(*args, **kwargs)))
    except BaseException as error:  # noqa: BLE001, it is raised where the call was made
        told = "".join(traceback.format_exception(error))
        error.add_note(f"in the computing process:\n{told}")
        return _raised(error, told)


def _raised(error: BaseException, told: str) -> bytes:
    if isinstance(error, Exception):
        with contextlib.suppress(Exception):
            answer = pickle.dumps((False, error))
            pickle.loads(answer)  # noqa: S301, some cannot be made again from what they pickle to
            return answer
    return pickle.dumps((False, RuntimeError(told)))


def _exactly(source: socket.socket, count: int) -> bytes:
    content = bytearray()
    while len(content) < count:
        piece = source.recv(min(count - len(content), 1 << 20))
        if not piece:
            raise EOFError("the caller hung up in the middle of a call")
        content += piece
    return bytes(content)


def _collaborator(step: str, name: str) -> object:
    """Find what a pickled call names."""
    return _collaborators[step, name]
