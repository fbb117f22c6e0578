"""A real nats-server for tests: the binary of the virtual environment, or the one on PATH."""

import asyncio
import contextlib
import random
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final, Self

import nats

CONFIG = """
listen: 127.0.0.1:{port}
max_payload: 8MB
server_name: {name}
jetstream {{ store_dir: "{store}", max_file_store: {max_bytes}, sync_interval: "{sync}" }}
{more}
"""

SERVERS_OWN_SYNC = "2m"
"""What nats-server does by itself: `fsync` every two minutes. `always`: before each acknowledgement."""


PORTS: Final = range(15_000, 32_000)
"""Below those that systems give to outgoing connections: a server that a test kills finds its own port free again."""


def free_port() -> int:
    """Find a port that is free now, and that hardly anybody else is about to take."""
    while True:
        port = random.choice(PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def free_ports_in_a_row(count: int) -> int:
    """Find a port that is free now, and so are the ports behind it."""
    while True:
        first = free_port()
        probes = [socket.socket() for _ in range(count)]
        try:
            for number, probe in enumerate(probes):
                probe.bind(("127.0.0.1", first + number))
        except OSError:
            continue
        finally:
            for probe in probes:
                probe.close()
        return first


class NatsServer:
    """One nats-server that a test may kill, stop and start again on the same port and store."""

    def __init__(
        self, folder: Path, *, max_bytes: int = 10 * 1024**3, sync: str = SERVERS_OWN_SYNC, more: str = ""
    ) -> None:
        self.port = free_port()
        self.name = f"test-{self.port}"
        self.url = f"nats://127.0.0.1:{self.port}"
        self._folder = folder
        self._config = folder / f"nats-{self.port}.conf"
        text = CONFIG.format(
            port=self.port, name=self.name, store=folder / "store", max_bytes=max_bytes, sync=sync, more=more
        )
        self._config.write_text(text)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its process id, while it runs."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> Self:
        """Start it and wait until it takes connections."""
        binary = shutil.which("nats-server") or str(Path(sys.executable).parent / "nats-server")
        with (self._folder / "nats.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220 - returns at once
                [binary, "-c", str(self._config)], stdout=log, stderr=log
            )
        for _ in range(500):
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                return self
            if self._process.poll() is not None:
                break
            await asyncio.sleep(0.02)
        raise RuntimeError((self._folder / "nats.log").read_text()[-2000:])

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it as roughly as told, and wait until it is gone."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(how)
            process.wait(timeout=20)


@contextlib.asynccontextmanager
async def nats_server(folder: Path, *, max_bytes: int = 10 * 1024**3, more: str = "") -> AsyncIterator[NatsServer]:
    """Run a nats-server for a while."""
    server = NatsServer(folder, max_bytes=max_bytes, more=more)
    await server.start()
    try:
        yield server
    finally:
        server.kill()


async def stored(server: NatsServer) -> dict[str, int]:
    """Count what every stream holds."""
    client = await nats.connect(server.url)
    counts = {info.config.name or "": info.state.messages for info in await client.jetstream().streams_info()}
    await client.close()
    return counts
