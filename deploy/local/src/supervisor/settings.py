"""What a user may choose about `up`, read from the environment once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[4]
"""The checkout: `up` runs from its sources."""


_LAST_PORT = 65535
_MOST_PROCESSES = 8


class RefusalError(Exception):
    """`up` cannot start like this; the message tells the user what to change. Nothing was started."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Settings of one instance. Two with different ports and folders run side by side."""

    port: int = 8080
    """`PORT`: the page and the API, on 127.0.0.1."""
    nats_port: int = 4222
    """`NATS_PORT`: nats-server, on 127.0.0.1."""
    data_dir: Path = ROOT / ".data"
    """`DATA_DIR`: streams, logs and keys; relative to the checkout."""
    replicas: int = 1
    """`REPLICAS`: processes of each service but NATS; the gateways take `PORT` and the ports behind it."""

    gateway_workers: int = 1
    """`GATEWAY_WORKERS`: processes behind each gateway's port."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings.

        Raises:
            RefusalError: A port is not one, or a number of processes is none.
        """
        return cls(
            port=_port(environment, "PORT", cls.port),
            nats_port=_port(environment, "NATS_PORT", cls.nats_port),
            replicas=_processes(environment, "REPLICAS"),
            gateway_workers=_processes(environment, "GATEWAY_WORKERS"),
            data_dir=(ROOT / (environment.get("DATA_DIR") or ".data")).resolve(),
        )

    @property
    def gateway_ports(self) -> list[int]:
        """The port of each gateway: the first has `PORT`."""
        return [self.port + number for number in range(self.replicas)]

    @property
    def ports(self) -> dict[str, int]:
        """All ports by the setting that moves them."""
        gateways = {"PORT" if n == 0 else f"PORT+{n}": port for n, port in enumerate(self.gateway_ports)}
        return {**gateways, "NATS_PORT": self.nats_port}

    @property
    def nats_url(self) -> str:
        """Where the services find NATS."""
        return f"nats://127.0.0.1:{self.nats_port}"

    @property
    def logs(self) -> Path:
        """The folder with one log per service."""
        return self.data_dir / "logs"


def _processes(environment: Mapping[str, str], name: str) -> int:
    given = environment.get(name) or "1"
    if not (given.isascii() and given.isdecimal()) or not 1 <= int(given) <= _MOST_PROCESSES:
        raise RefusalError(f"{name}={given} is no number of processes: it has to be one from 1 to {_MOST_PROCESSES}")
    return int(given)


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    given = environment.get(name) or str(default)
    if not (given.isascii() and given.isdecimal()) or not 1 <= int(given) <= _LAST_PORT:
        raise RefusalError(f"{name}={given} is not a port: it has to be a number from 1 to {_LAST_PORT}")
    return int(given)
