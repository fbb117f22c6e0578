"""Composition root of the gateway: `python -m gateway`."""

import asyncio
import os
import socket
import sys
from typing import Final

import structlog
import uvloop

import eventlog
from eventlog import EXIT_CONFIGURATION, AppError, ConfigurationError, Connection, LogSettings
from eventlog.logs import configure_logging
from eventlog.readiness import notify_ready
from eventlog.stopping import told_by_signals
from gateway.app import Gateway
from gateway.limits.files import allow_files
from gateway.server import GatewayServer, listen
from gateway.settings import GatewaySettings

_DEFAULTS: Final = {"NATS_PATIENCE": "10"}
"""Somebody waits for the answer: a restart of NATS is sat out, more is said."""

logger = structlog.get_logger("gateway")


async def serve(settings: GatewaySettings, log_settings: LogSettings) -> None:
    """Serve until told to stop.

    Raises:
        ConfigurationError: It cannot be started like this.
    """
    allow_files(settings.max_streams)
    with listen(settings.host, settings.port) as listener:
        async with await eventlog.connect(log_settings) as connection:
            await _serve(settings, log_settings, connection, listener)


async def _serve(
    settings: GatewaySettings, log_settings: LogSettings, connection: Connection, listener: socket.socket
) -> None:
    gateway = Gateway(settings, connection, retention_sec=log_settings.retention_sec)

    def started() -> None:
        host, port = listener.getsockname()[:2]
        logger.info("listening", host=host, port=port)
        notify_ready("gateway")

    server = GatewayServer(gateway, started)
    with told_by_signals(server.stop):
        await server.serve(sockets=[listener])
        await gateway.close()


def main() -> int:
    """Run one gateway to its end.

    Returns:
        The exit status: 0 when it was told to stop, 78 when it cannot run like this, 1 when the log did not answer.
    """
    try:
        configure_logging("gateway", form=os.environ.get("LOG_FORMAT"), level=os.environ.get("LOG_LEVEL", "info"))
        settings = GatewaySettings.from_environment(os.environ)
        log_settings = LogSettings.from_environment({**_DEFAULTS, **os.environ}, name="gateway")
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve(settings, log_settings))
    except AppError as error:
        print(f"gateway: {error}", file=sys.stderr)
        return EXIT_CONFIGURATION if isinstance(error, ConfigurationError) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
