"""`python -m tests.support.dying N MODULE WORDS…`: run a service that is killed right after its N-th write was stored.

Every write of a service (event, fact, work item, document, letter) goes through one publisher: the hook sits there.
"""

import os
import runpy
import signal
import sys
from typing import Any

from eventlog.jetstream.publishing import Publisher
from eventlog.ports import Appended


def die_after(writes: int) -> None:
    """Kill this process, as kill -9 does, when so many writes have been stored."""
    publish = Publisher.publish
    left = writes

    async def publish_and_die(publisher: Publisher, *arguments: Any, **named: Any) -> Appended:  # noqa: ANN401
        nonlocal left
        stored = await publish(publisher, *arguments, **named)
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return stored

    Publisher.publish = publish_and_die  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    count, module, *words = sys.argv[1:]
    die_after(int(count))
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
