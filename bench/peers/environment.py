"""What the peers need and this project does not: an environment of their own, Redis, and nginx with Nchan."""

import os
import shutil
import subprocess
from pathlib import Path

from bench.peers import nginx

ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).parent
LOCK = PEERS / "requirements.lock"
VENV = ROOT / ".cache" / "bench-peers"
REDIS_HOW = "Debian: apt-get install redis-server"


def peer_python() -> str:
    """Give the Python of the peers' environment, made from its lock at the first call."""
    python = VENV / "bin" / "python"
    stamp = VENV / "lock"
    if not stamp.exists() or stamp.read_bytes() != LOCK.read_bytes():
        uv = shutil.which("uv")
        if uv is None:
            raise SystemExit("uv is not on PATH: start this as `./justw bench …`")
        _run(uv, "venv", "--quiet", "--clear", str(VENV))
        _run(uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", str(LOCK))
        stamp.write_bytes(LOCK.read_bytes())
    return str(python)


def _run(*command: str) -> None:
    subprocess.run(command, env=os.environ | {"UV_SYSTEM_CERTS": "1"}, check=True)


def redis_server() -> str:
    """Give the path of redis-server; where it is missing, say how to get it."""
    found = shutil.which("redis-server")
    if found is None:
        raise SystemExit(f"the peers need Redis: install it ({REDIS_HOW})")
    return found


def missing() -> dict[str, str]:
    """Name the peers that cannot be run here, and how to get what they lack."""
    lacking = {}
    if shutil.which("redis-server") is None:
        lacking["FastAPI + sse-starlette + Redis"] = REDIS_HOW
    if nginx.nginx_with_nchan() is None:
        lacking["nginx + Nchan"] = nginx.HOW
    return lacking
