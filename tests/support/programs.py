"""Programs that tests need and Python packages do not bring: found, else installed where that is ours to do."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_POLICY = Path("/usr/sbin/policy-rc.d")
"""What Debian asks whether a service may be started."""


def found(debians: Path, names: Sequence[str]) -> Path | None:
    """Find a program where Debian's package puts it, else on PATH by the first of its names that is there."""
    if debians.exists():
        return debians
    return next((Path(path) for name in names if (path := shutil.which(name)) is not None), None)


def installed(name: str, package: str, there: Callable[[], Path | None]) -> Path:
    """Find a program: named by a variable (its name in capitals), else there, else installed (as root, on Debian).

    Raises:
        SystemExit: There is none; the message says which three ways there are.
    """
    variable = name.upper()
    if given := os.environ.get(variable):
        if shutil.which(given) is None:
            raise SystemExit(f"{variable}={given} is not a program")
        return Path(given)
    if (program := there()) is not None:
        return program
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with _alone():
            if there() is None:
                print(f"installing {package} …", file=sys.stderr, flush=True)
                _install(package)
        if (program := there()) is not None:
            return program
    raise SystemExit(
        f"these tests need {name}: set {variable} to its path, or put `{name}` on PATH, or run this as root on Debian, "
        "where it is installed"
    )


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Keep other workers out meanwhile: apt-get does not wait for another one."""
    with Path(__file__).open() as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        yield


def _install(package: str) -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with _no_service_starts():
        for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
            command = ["apt-get", "-qq", *words]
            subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)


@contextlib.contextmanager
def _no_service_starts() -> Iterator[None]:
    """Keep Debian from starting what is installed: nobody asked for a server on port 80."""
    if _POLICY.exists():
        yield
        return
    _POLICY.write_text("#!/bin/sh\nexit 101\n")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink()
