"""What some tests need that this repository cannot install itself.

A test that needs it carries the marker. Where it is missing, a run names in a line what it left out; under CI the test
fails instead, for what CI has to have. Nothing else is ever skipped.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.support.corpus import DATA

_DOCKER_SOCKET = "unix:///var/run/docker.sock"
_DOCKER_PORT = 2375
_ANSWER_SEC = 2.0


@dataclass(frozen=True, kw_only=True)
class Need:
    """One thing that may be missing."""

    marker: str
    missing: Callable[[], str | None]
    """Says what is missing, or None where all is there."""
    under_ci: bool
    """Whether CI has to have it."""


def no_data() -> str | None:
    """Say that the real résumés and postings are missing, if they are."""
    return None if DATA.is_dir() else "../shared/data is not beside the repository"


def no_docker() -> str | None:
    """Say that no Docker API answers, if none does."""
    address = os.environ.get("DOCKER_HOST", _DOCKER_SOCKET)
    url = urlsplit(address)
    try:
        with _caller(url.scheme) as caller:
            caller.settimeout(_ANSWER_SEC)
            caller.connect(url.path if url.scheme == "unix" else (url.hostname, url.port or _DOCKER_PORT))
            caller.sendall(b"GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n")
            answered = b" 200 " in caller.recv(64)
    except OSError:
        answered = False
    return None if answered else f"no Docker API answers at {address}"


def _caller(scheme: str) -> socket.socket:
    return socket.socket(socket.AF_UNIX if scheme == "unix" else socket.AF_INET)


def no_llm() -> str | None:
    """Say that no real language model is configured, if none is."""
    named = os.environ.get("LLM_BASE_URL") and os.environ.get("LLM_MODEL")
    return None if named else "LLM_BASE_URL and LLM_MODEL are not set"


def no_compiler() -> str | None:
    """Say that the programs of the benchmarks cannot be compiled, if so: they are C for Linux."""
    found = shutil.which("cc") or shutil.which("gcc")
    return None if found and sys.platform == "linux" else "no C compiler on PATH, or not on Linux"


def no_namespaces() -> str | None:
    """Say that no network namespace of one's own is to be had, if so."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return "no unshare of util-linux on PATH"
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    tried = subprocess.run([unshare, "--net", *as_root, "true"], capture_output=True, check=False)
    return None if tried.returncode == 0 else "the system gives no network namespace of one's own"


NEEDS = (
    Need(marker="data", missing=no_data, under_ci=True),
    Need(marker="compiler", missing=no_compiler, under_ci=False),
    Need(marker="docker", missing=no_docker, under_ci=True),
    Need(marker="namespaces", missing=no_namespaces, under_ci=False),
    Need(marker="llm_real", missing=no_llm, under_ci=False),
)


def is_ci() -> bool:
    """Say whether this run is one of CI."""
    return os.environ.get("CI", "") in {"true", "1"}
