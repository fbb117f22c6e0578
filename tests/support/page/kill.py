"""`python -m tests.support.page.kill PID WORD`: kill the service of a supervisor that has WORD in its command line."""

import signal
import sys

import psutil


def main(supervisor: int, word: str) -> None:
    """Kill it, as the kernel does that runs out of memory, and wait until it is gone."""
    for process in psutil.Process(supervisor).children():
        if word in process.cmdline() or word == process.name():
            process.send_signal(signal.SIGKILL)
            process.wait(10)
            return
    raise SystemExit(f"no service {word} below {supervisor}")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
