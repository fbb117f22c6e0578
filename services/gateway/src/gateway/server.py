"""Serving a gateway with uvicorn: signals begin a drain, and only behind it the server is told to stop."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Final, cast

import uvicorn
from typing_extensions import override

from eventlog import ConfigurationError
from gateway.app import Gateway
from gateway.limits.addresses import as_peers

_BACKLOG: Final = 2048
_SHUTDOWN_SEC: Final = 3
"""How long requests that are no streams may take to end."""


def listen(host: str, port: int, *, patience_sec: float) -> socket.socket:
    """Claim the port before anything else: a taken one is found at once. Callers are let in when the server starts.

    Args:
        host: The address to listen on.
        port: 0 for any that is free.
        patience_sec: How long a peer may acknowledge nothing that was sent, a heartbeat for one, before its connection
            is broken (`TCP_USER_TIMEOUT`, RFC 5482, where the system has it): the far end of a half-open one is gone.

    Raises:
        ConfigurationError: It is taken, or not ours to take.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # connections inherit it
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(1000 * patience_sec))
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        reason = error.strerror or type(error).__name__
        raise ConfigurationError(f"{host}:{port} cannot be listened on ({reason}): set PORT to another") from None
    return listener


class GatewayServer(uvicorn.Server):
    """A server whose signals are somebody else's: uvicorn would wait for open streams for ever."""

    def __init__(self, gateway: Gateway, on_started: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                cast("Any", gateway.app),
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                http="httptools",
                ws="none",
                proxy_headers=bool(gateway.trusted_proxies),  # left alone, uvicorn believes whoever is on this machine
                forwarded_allow_ips=as_peers(gateway.trusted_proxies),
                timeout_keep_alive=cast("Any", gateway.keep_alive_sec),  # fractions too: it goes to `call_later`
                timeout_graceful_shutdown=_SHUTDOWN_SEC,
                backlog=_BACKLOG,
            )
        )
        self._gateway = gateway
        self._on_started = on_started
        self._ending: asyncio.Task[None] | None = None

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_started()

    @property
    def ending(self) -> bool:
        """Whether somebody has told it to end."""
        return self._ending is not None

    def stop(self) -> None:
        """End gently; asked twice, end now."""
        self.end_by(self.drained)

    def end_by(self, drain: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """End in a way of one's own; asked twice, end now."""
        if self._ending is None:
            self._ending = asyncio.create_task(drain())
        else:
            self._gateway.lifecycle.abort()
            self.should_exit = self.force_exit = True

    async def drained(self) -> None:
        """End all streams, then the server."""
        await self._gateway.lifecycle.drain()
        self.should_exit = True
