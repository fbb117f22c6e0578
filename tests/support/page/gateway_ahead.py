"""`python -m tests.support.page.gateway_ahead SECONDS`: a gateway whose clock is ahead by so much.

Each line that it is given on its standard input is how much it is ahead from then on, in seconds.
"""

import functools
import sys
import threading
import time
from unittest import mock

from gateway import __main__ as composition
from gateway.app import Gateway


class AheadClock:
    """Tells the time, in seconds since the epoch, as a clock that is set wrong."""

    def __init__(self, ahead_sec: float) -> None:
        """Be ahead by so many seconds."""
        self._ahead_sec = ahead_sec

    def __call__(self) -> float:
        """Tell the time."""
        return time.time() + self._ahead_sec

    def listen(self) -> None:
        """Be set again by each line of the standard input, to its end."""
        for line in sys.stdin:
            self._ahead_sec = float(line)


def main(ahead_sec: float) -> int:
    """Run it to its end, with the settings that any gateway reads."""
    clock = AheadClock(ahead_sec)
    threading.Thread(target=clock.listen, daemon=True).start()
    with mock.patch.object(composition, "Gateway", functools.partial(Gateway, clock=clock)):
        return composition.main()


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
