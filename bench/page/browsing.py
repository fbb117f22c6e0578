"""The programs of this folder, in Node: their packages, and running one of them."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from tests.support.chromium import chromium

FOLDER: Final = Path(__file__).parent
ROOT: Final = FOLDER.parents[1]
NODE: Final = ROOT / ".venv" / "node"
_SECONDS: Final = 600


def prepare() -> None:
    """Build the page, and install Lighthouse as its lock says: nothing else needs it, so nothing else installs it."""
    _run(["python3", "deploy/local/prepare.py"], ROOT)
    stamp, lock = FOLDER / "node_modules" / ".stamp", FOLDER / "package-lock.json"
    if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
        _run([str(NODE / "npm"), "ci", "--loglevel=error"], FOLDER)
        stamp.write_bytes(lock.read_bytes())


def run(program: str, *arguments: str) -> dict[str, Any]:
    """Run a program to its end, and read what it prints.

    Raises:
        RuntimeError: It failed; its own words are in the message.
    """
    done = subprocess.run(
        [NODE / "node", FOLDER / program, *arguments],
        env=os.environ | {"CHROMIUM": str(chromium())},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{program} ended with {done.returncode}:\n{done.stderr}")
    return dict(msgspec.json.decode(done.stdout))


def _run(command: Sequence[str], folder: Path) -> None:
    environment = os.environ | {"PATH": f"{NODE}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(command, cwd=folder, env=environment, check=True)
