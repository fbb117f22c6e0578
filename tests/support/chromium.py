"""The browser for the tests of the page."""

from pathlib import Path

from tests.support.programs import found, installed

DEBIANS = Path("/usr/lib/chromium/chromium")
"""Where Debian's package puts the program; what it puts on PATH is a script around it, in need of other programs."""
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium() -> Path:
    """Find Chromium, or install it.

    Raises:
        SystemExit: There is none; the message says which three ways there are.
    """
    return installed("chromium", "chromium", lambda: found(DEBIANS, NAMES))
