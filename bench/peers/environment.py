"""What the peers need and this project does not: an environment of their own, and Redis."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).parent
LOCK = PEERS / "requirements.lock"
VENV = ROOT / ".cache" / "bench-peers"


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
        raise SystemExit("the peers need Redis: install it (Debian: apt-get install redis-server)")
    return found
