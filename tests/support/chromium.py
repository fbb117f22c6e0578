"""The browser for the tests of the page."""

import shutil
from pathlib import Path

from tests.support.programs import installed

DEBIANS = Path("/usr/lib/chromium/chromium")
"""Where Debian's package puts the program; what it puts on PATH is a script around it, in need of other programs."""
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium() -> Path:
    """Find Chromium, or install it.

    Raises:
        SystemExit: There is none; the message says which three ways there are.
    """
    return installed("chromium", "chromium", _there)


def _there() -> Path | None:
    if DEBIANS.exists():
        return DEBIANS
    return next((Path(path) for name in NAMES if (path := shutil.which(name)) is not None), None)
