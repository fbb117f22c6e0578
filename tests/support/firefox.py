"""The other browser for the tests of the page."""

from pathlib import Path

from tests.support.programs import found, installed

_DEBIANS = Path("/usr/lib/firefox-esr/firefox-esr")
"""Where Debian's package puts the program; not on everybody's PATH."""
_NAMES = ("firefox-esr", "firefox")


def firefox() -> Path:
    """Find Firefox, or install it.

    Raises:
        SystemExit: There is none; the message says which three ways there are.
    """
    return installed("firefox", "firefox-esr", lambda: found(_DEBIANS, _NAMES))
