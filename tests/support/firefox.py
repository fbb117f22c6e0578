"""The other browser for the tests of the page."""

import shutil
from pathlib import Path

from tests.support.programs import installed

_DEBIANS = Path("/usr/lib/firefox-esr/firefox-esr")
"""Where Debian's package puts the program; not on everybody's PATH."""
_NAMES = ("firefox-esr", "firefox")


def firefox() -> Path:
    """Find Firefox, or install it.

    Raises:
        SystemExit: There is none; the message says which three ways there are.
    """
    return installed("firefox", "firefox-esr", _there)


def _there() -> Path | None:
    if _DEBIANS.exists():
        return _DEBIANS
    return next((Path(path) for name in _NAMES if (path := shutil.which(name)) is not None), None)
