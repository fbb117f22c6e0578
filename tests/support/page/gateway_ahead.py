"""`python -m tests.support.page.gateway_ahead SECONDS`: a gateway whose clock is ahead by so much."""

import functools
import sys
import time
from unittest import mock

from gateway import __main__ as composition
from gateway.app import Gateway


def main(ahead_sec: float) -> int:
    """Run it to its end, with the settings that any gateway reads."""
    ahead = functools.partial(Gateway, clock=lambda: time.time() + ahead_sec)
    with mock.patch.object(composition, "Gateway", ahead):
        return composition.main()


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
