"""What `up` runs: the services as data."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from supervisor.settings import ROOT, Settings

STEPS = ("ingesting", "analyzing", "profiling", "planning", "writing", "validating", "polishing")
"""The steps of the graph: one agent each."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """One process to keep running."""

    name: str
    """How it is called on the terminal, and its log: `{name}.log`."""
    command: tuple[str, ...]
    """Program and arguments."""
    answers_at: str | None = None
    """An address (`nats://…`, `http://…`) that answers when the service is ready; None: it says so on READY_FD."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Added to the supervisor's own."""
    grace_sec: float = 8.0
    """How long it may take to end when it is asked to: longer than a gateway drains."""
    first: bool = False
    """Whether the others need it: it is ready before they start, and ends after them."""


def services(settings: Settings, token_keys: Path) -> list[Service]:
    """List the services of one instance.

    Args:
        settings: Of this instance.
        token_keys: The file of keys that the gateway signs with.
    """
    python = str(Path(sys.executable).with_name("python"))  # visible as `python -m gateway`, not as `python3.11 -m …`
    told = {
        "NATS_URL": settings.nats_url,
        "DATA_DIR": str(settings.data_dir),
        "LOG_FORMAT": "json",
        "PYTHONUNBUFFERED": "1",
    }
    gateway = {
        **told,
        "HOST": "127.0.0.1",
        "STATIC_DIR": str(ROOT / "web/dist"),
        "TOKEN_KEYS": str(token_keys),
        "GATEWAY_WORKERS": str(settings.gateway_workers),
    }
    return [
        Service(
            name="nats",
            command=(
                str(Path(sys.executable).with_name("nats-server")),
                *("--config", str(ROOT / "deploy/nats/server.conf")),
                *("--addr", "127.0.0.1", "--port", str(settings.nats_port)),
                *("--store_dir", str(settings.data_dir / "nats")),
            ),
            answers_at=settings.nats_url,
            first=True,
        ),
        *_each(settings, Service(name="pipeline", command=(python, "-m", "pipeline"), environment=told)),
        *(
            Service(
                name=_numbered("gateway", number),
                command=(python, "-m", "gateway"),
                environment=gateway | {"PORT": str(port)},
                answers_at=f"http://127.0.0.1:{port}/health/ready",
            )
            for number, port in enumerate(settings.gateway_ports, start=1)
        ),
        *(
            replica
            for step in STEPS
            for replica in _each(settings, Service(name=step, command=(python, "-m", "agents", step), environment=told))
        ),
    ]


def _each(settings: Settings, service: Service) -> list[Service]:
    """Give a service as often as there are to be replicas."""
    return [replace(service, name=_numbered(service.name, n)) for n in range(1, settings.replicas + 1)]


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"
