"""The browser for the tests of the page: the one that is there, else installed where that is ours to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

DEBIANS = Path("/usr/lib/chromium/chromium")
"""Where Debian's package puts the program; what it puts on PATH is a script around it, in need of other programs."""
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_INSTALL = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])


def chromium() -> Path:
    """Find Chromium: `CHROMIUM`, else one on PATH, else (as root, on Debian) install it.

    Raises:
        SystemExit: There is none; the message says which three ways there are.
    """
    if given := os.environ.get("CHROMIUM"):
        if shutil.which(given) is None:
            raise SystemExit(f"CHROMIUM={given} is not a program")
        return Path(given)
    if (found := _there()) is not None:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("installing chromium …", file=sys.stderr, flush=True)
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in _INSTALL:
            subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        if (found := _there()) is not None:
            return found
    raise SystemExit(
        "the browser tests need Chromium: set CHROMIUM to its path, or put `chromium` on PATH, or run this as root on "
        "Debian, where it is installed"
    )


def _there() -> Path | None:
    if DEBIANS.exists():
        return DEBIANS
    return next((Path(path) for name in NAMES if (path := shutil.which(name)) is not None), None)
