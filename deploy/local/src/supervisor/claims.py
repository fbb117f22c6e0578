"""What an instance claims before it starts anything: its folder, its ports, its keys."""

import base64
import contextlib
import fcntl
import os
import secrets
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from supervisor.settings import RefusalError

_LET_GO_SEC = 10.0
_LOOK_SEC = 0.05


@contextlib.contextmanager
def claim_data_dir(data_dir: Path) -> Iterator[int]:
    """Hold the lock of a data folder while the body runs.

    Yields:
        The descriptor that holds the lock.

    Raises:
        RefusalError: Another instance runs on this folder, or it cannot be written.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise RefusalError(f"DATA_DIR {data_dir} cannot be written: {error.strerror}") from None
    try:
        _lock(descriptor, data_dir)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def _lock(descriptor: int, data_dir: Path) -> None:
    """Lock, waiting only for an instance that is already dead: its watchdog lets go when all of it has ended."""
    until = time.monotonic() + _LET_GO_SEC
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode() or "?"
            if _lives(holder) or time.monotonic() > until:
                raise RefusalError(
                    f"another instance (process {holder}) runs on {data_dir}: end it, or set DATA_DIR, PORT and "
                    "NATS_PORT to run a second one beside it"
                ) from None
            time.sleep(_LOOK_SEC)
        else:
            return


def _lives(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def claim_ports(**ports: int) -> None:
    """See that each port of 127.0.0.1 is free: keyword is the name of its setting.

    Raises:
        RefusalError: One is taken.
    """
    if len(set(ports.values())) < len(ports):
        raise RefusalError(f"{' and '.join(ports)} are the same port, {next(iter(ports.values()))}")
    for name, port in ports.items():
        if not _is_free(port):
            raise RefusalError(
                f"port {port} is taken by another program: set {name} to a free one, "
                f"for example `{name}={port + 1} ./justw up`"
            )


def _is_free(port: int) -> bool:
    with socket.socket() as caller:  # a listener on all addresses does not keep everyone from binding (macOS)
        caller.settimeout(1.0)
        if caller.connect_ex(("127.0.0.1", port)) == 0:
            return False
    with socket.socket() as binder:
        binder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the servers do: closed connections linger
        try:
            binder.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def token_keys(data_dir: Path) -> Path:
    """Give the file of keys that job tokens are signed with; make it, for its owner only, where there is none."""
    file = data_dir / "token-keys"
    if not file.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        written = data_dir / "token-keys.new"
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as keys:
            keys.write(f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}\n")
        written.replace(file)  # whole or not at all
    return file
