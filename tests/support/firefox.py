"""The other browser for the tests of the page."""

import shutil
from pathlib import Path

from tests.support.programs import installed

_NAMES = ("firefox-esr", "firefox")


def firefox() -> Path:
    """Find Firefox, or install it.

    Raises:
        SystemExit: There is none; the message says which three ways there are.
    """
    return installed("firefox", "firefox-esr", _there)


def _there() -> Path | None:
    return next((Path(path) for name in _NAMES if (path := shutil.which(name)) is not None), None)
