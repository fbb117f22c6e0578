"""Composition root of the gateway: `python -m gateway`, alone on its port or as the parent of several workers."""

import asyncio
import os
import socket
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final

import structlog
import uvloop

import eventlog
from eventlog import EXIT_CONFIGURATION, AppError, ConfigurationError, LogSettings
from eventlog.collecting import collect_seldom
from eventlog.logs import configure_logging
from eventlog.readiness import notify_ready
from eventlog.stopping import told_by_signals
from gateway.app import Gateway
from gateway.limits.files import allow_files
from gateway.server import GatewayServer, listen
from gateway.settings import GatewaySettings
from gateway.workers.inherited import WORD, Inherited, hanging_on
from gateway.workers.leaving import WorkerServer
from gateway.workers.parent import lead
from gateway.workers.siblings import Siblings

_DEFAULTS: Final = {"NATS_PATIENCE": "10"}
"""Somebody waits for the answer: a restart of NATS is sat out, more is said."""

logger = structlog.get_logger("gateway")


async def serve_alone(settings: GatewaySettings, log_settings: LogSettings) -> int:
    """Serve until told to stop.

    Raises:
        ConfigurationError: It cannot be started like this.
    """
    allow_files(settings.max_streams)
    with listen(settings.host, settings.port, patience_sec=settings.send_patience_sec) as listener:
        async with await eventlog.connect(log_settings) as connection:
            gateway = Gateway(settings, connection, retention_sec=log_settings.retention_sec)

            def started() -> None:
                collect_seldom()
                host, port = listener.getsockname()[:2]
                logger.info("listening", host=host, port=port)
                notify_ready("gateway")

            server = GatewayServer(gateway, started)
            await _serve(gateway, server, listener, server.stop)
    return 0


async def serve_beside(settings: GatewaySettings, log_settings: LogSettings, inherited: Inherited) -> int:
    """Serve as one of several workers, until told to leave, or the parent is gone."""
    allow_files(settings.max_streams)
    server: WorkerServer | None = None

    def drain() -> None:
        if server is not None:
            server.drain()

    with inherited.socket() as listener, hanging_on(inherited.lifeline, drain):
        siblings = Siblings(inherited.number, inherited.path.parent)
        async with await eventlog.connect(log_settings) as connection, siblings.answering():
            gateway = Gateway(settings, connection, retention_sec=log_settings.retention_sec, siblings=siblings)

            def started() -> None:
                collect_seldom()
                notify_ready("gateway")

            server = WorkerServer(gateway, started)
            await _serve(gateway, server, listener, server.leave)
    return 0


async def _serve(
    gateway: Gateway, server: GatewayServer, listener: socket.socket, on_signal: Callable[[], object]
) -> None:
    with told_by_signals(on_signal):
        await server.serve(sockets=[listener])
        await gateway.close()


def _work(words: Sequence[str]) -> Coroutine[Any, Any, int]:
    settings = GatewaySettings.from_environment(os.environ)
    log_settings = LogSettings.from_environment({**_DEFAULTS, **os.environ}, name="gateway")
    if words[:1] == [WORD]:
        return serve_beside(settings, log_settings, Inherited.of(words[1:]))
    if settings.gateway_workers > 1:
        return lead(settings, os.environ)
    return serve_alone(settings, log_settings)


def main(words: Sequence[str] = ()) -> int:
    """Run one gateway to its end.

    Returns:
        The exit status: 0 when it was told to stop, 78 when it cannot run like this, 1 when the log did not answer.
    """
    try:
        configure_logging("gateway", form=os.environ.get("LOG_FORMAT"), level=os.environ.get("LOG_LEVEL", "info"))
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_work(words))
    except AppError as error:
        print(f"gateway: {error}", file=sys.stderr)
        return EXIT_CONFIGURATION if isinstance(error, ConfigurationError) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
