"""A system that the whole conformance suite can be tried on: all knobs are there, and short."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psutil

from tests.conformance.knobs import Knobs
from tests.support.nats_server import free_port
from tests.support.system import System, running_system

HEARTBEAT_SEC: Final = 1.0
AGE_SEC: Final = 10.0
"""A gateway looks at the clock once a second: a fifth of this has to be more."""
ORIGIN: Final = "https://friend.example"
OPERATOR_TOKEN: Final = "an-operators-token-of-the-conformance-tests"  # noqa: S105 - of a system that lives for a minute
LIMITS: Final = {"token": 2, "job": 3, "address": 5}
NARROW: Final = {"process": 3, "connects": 5}
_GATEWAY: Final = {
    "ALLOWED_ORIGINS": ORIGIN,
    "HEARTBEAT_SEC": f"{HEARTBEAT_SEC}",
    "RETRY_MS": "200",
    "DRAIN_SEC": "1",
    "MAX_CONNECTS_PER_SEC": "0",
    "OPERATOR_TOKEN": OPERATOR_TOKEN,
}
_LIMITED: Final = {f"MAX_STREAMS_PER_{kind.upper()}": str(limit) for kind, limit in LIMITS.items()}
_NARROW: Final = {"MAX_STREAMS": str(NARROW["process"]), "MAX_CONNECTS_PER_SEC": str(NARROW["connects"])}
_AGED: Final = {"STREAM_AGE_SEC": str(AGE_SEC)}


@contextlib.contextmanager
def conformable_system(folder: Path) -> Iterator[tuple[str, Knobs]]:
    """Run what `./justw up` runs, and three gateways beside it; give its address, and what the suite has to know."""
    hold_port = free_port()
    settings = {
        **_GATEWAY,
        "FETCH_ALLOW": f"127.0.0.1:{hold_port}",
        "FETCH_TIMEOUT": "60",
        "AGENT_SLOTS": "24",  # jobs that are held take a slot each
    }
    with (
        running_system(folder, settings=settings) as system,
        gateway_beside(system, **_LIMITED) as limited,
        gateway_beside(system, **_NARROW) as narrow,
        gateway_beside(system, **_AGED) as aged,
    ):
        knobs = Knobs(
            heartbeat_sec=HEARTBEAT_SEC,
            token_keys=system.data_dir / "token-keys",
            allowed_origin=ORIGIN,
            hold_port=hold_port,
            limited=limited,
            limits=LIMITS,
            narrow=narrow,
            narrow_limits=NARROW,
            aged=aged,
            age_sec=AGE_SEC,
            clients=True,
            operator_token=OPERATOR_TOKEN,
            drain_command=f"kill -TERM {_gateway_of(system)}",
        )
        yield str(system.client.base_url), knobs


@contextlib.contextmanager
def gateway_beside(system: System, **settings: str) -> Iterator[str]:
    """Run one more gateway over the same log, with other settings; give its address."""
    port = free_port()
    told, tells = os.pipe()
    with (system.data_dir / f"gateway-{port}.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gateway"],
            env={
                **os.environ,
                **_GATEWAY,
                "NATS_URL": system.nats_url,
                "TOKEN_KEYS": str(system.data_dir / "token-keys"),
                "PORT": str(port),
                "READY_FD": str(tells),
                **settings,
            },
            pass_fds=(tells,),
            stdout=log,
            stderr=log,
        )
    os.close(tells)
    try:
        with open(told) as ready:  # noqa: PTH123 - a pipe; it ends where the process does
            if not ready.readline():
                raise RuntimeError(f"a gateway did not get ready: {log.name}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _gateway_of(system: System) -> int:
    """Find the process of the system's only gateway."""
    [gateway] = [
        process.pid
        for process in psutil.Process(system.process.pid).children(recursive=True)
        if process.cmdline()[1:3] == ["-m", "gateway"]
    ]
    return gateway
