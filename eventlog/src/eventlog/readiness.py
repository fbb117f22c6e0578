"""Tell whoever started this process that it answers: one line on an inherited descriptor, then closed.

The idea is s6's notification-fd and systemd's `sd_notify`: no port, no file, no polling. A service calls
`notify_ready()` when its subscription or consumer has answered once; where nobody asked, nothing happens.
"""

import os

READY_FD = "READY_FD"


def notify_ready(name: str = "ready") -> None:
    """Say once that this process is ready.

    Args:
        name: What became ready, as the starter calls it: `gateway`, `pipeline`, or the step of an agent.
    """
    descriptor = os.environ.pop(READY_FD, None)  # once, and no child of ours speaks for us
    if descriptor is None:
        return
    try:
        with os.fdopen(int(descriptor), "w") as starter:
            starter.write(f"{name}\n")
    except BrokenPipeError:
        return  # the starter is gone; it can no longer be told, and its watchdog ends us
