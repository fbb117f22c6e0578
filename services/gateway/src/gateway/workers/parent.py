"""`python -m gateway` with `GATEWAY_WORKERS`: claims the port, starts the workers, and serves nobody itself."""

import asyncio
import contextlib
import os
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import structlog

from eventlog import ConfigurationError
from eventlog.readiness import notify_ready
from eventlog.stopping import told_by_signals
from gateway.server import listen
from gateway.settings import GatewaySettings
from gateway.workers.crew import Crew
from gateway.workers.process import Worker

_TERMINAL: Final = Path("/dev/tty")
_ORPHANS_SEC: Final = 2.0
_LOOK_SEC: Final = 0.05
_BESIDE_DRAIN_SEC: Final = 8.0
"""What a worker may take to end beside its drain: for callers just let in, last writes, other requests."""

logger = structlog.get_logger("gateway")


async def lead(settings: GatewaySettings, environment: Mapping[str, str]) -> int:
    """Run workers until told to stop by SIGTERM or SIGINT; on SIGHUP replace them one by one.

    Args:
        settings: Of the gateway.
        environment: What the workers are to read theirs from.

    Returns:
        The exit status.

    Raises:
        ConfigurationError: The port is taken.
    """
    with (
        tempfile.TemporaryDirectory(prefix="gateway-", ignore_cleanup_errors=True) as folder,
        contextlib.closing(await _claim(settings)) as listener,
    ):

        async def start(number: int) -> Worker:
            return await Worker.start(number, listener.fileno(), Path(folder), environment)

        def started() -> None:
            host, port = listener.getsockname()[:2]
            logger.info("listening", host=host, port=port, workers=settings.gateway_workers)
            notify_ready("gateway")

        crew = Crew(settings.gateway_workers, start, grace_sec=settings.drain_sec + _BESIDE_DRAIN_SEC)

        def stop() -> None:
            listener.close()  # held by workers alone, it ends with the last of them: nobody waits in it in vain
            crew.stop()

        with told_by_signals(stop), _told_by_hangup(crew.roll, stop):
            return await crew.run(started)


async def _claim(settings: GatewaySettings) -> socket.socket:
    """Claim the port; where we follow a parent that was killed, its workers may take a moment to let go of it.

    Raises:
        ConfigurationError: It stays taken.
    """
    claim = partial(listen, settings.host, settings.port, patience_sec=settings.send_patience_sec)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_ORPHANS_SEC):
            while True:
                with contextlib.suppress(ConfigurationError):
                    return claim()
                await asyncio.sleep(_LOOK_SEC)
    return claim()


@contextlib.contextmanager
def _told_by_hangup(roll: Callable[[], object], stop: Callable[[], object]) -> Iterator[None]:
    """Call `roll` at SIGHUP while the body runs; `stop`, where it says that the terminal we were started in is gone."""
    had_one = _has_terminal()

    def hear() -> None:
        if had_one and not _has_terminal():
            stop()
        else:
            roll()

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, hear)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)


def _has_terminal() -> bool:
    try:
        os.close(os.open(_TERMINAL, os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True
