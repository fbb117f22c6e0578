"""`./justw test`: all parts with the seconds of each, one of them, or whatever pytest is told.

Usage: python -m tests                     web, browser, then unit, nats and e2e in one run of pytest
       python -m tests PART [ARGUMENT…]    one part, with arguments for its runner
       python -m tests ARGUMENT…           pytest with these arguments

Whole parts of pytest are done by several workers at once; `-n 0` among the arguments does without.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from tests.support.chromium import chromium
from tests.support.firefox import firefox
from tests.support.parts import ELSEWHERE, FOLDERS, folders_of

PREPARE = ["python3", "deploy/local/prepare.py"]
NPM = [*PREPARE, "npm", "run", "--silent"]
MOST_WORKERS = 4
"""Each may run a whole system: a dozen processes, half a gigabyte."""
WORKERS = (
    *("-n", str(min((os.cpu_count() or 1) + 1, MOST_WORKERS))),
    *("--dist", "loadscope", "--no-loadscope-reorder"),  # what shares a system stays together, in the order of conftest
)
"""Arguments of pytest. One more than there are cores: half of a test's time is waiting."""


def main(arguments: list[str]) -> int:
    """Run what the arguments say.

    Returns:
        The exit status of the runner that failed first, else 0.
    """
    match arguments:
        case [part, *more] if part in FOLDERS:
            return (_page() if part == "e2e" else 0) or _pytest([*folders_of(part), *WORKERS, *more])
        case [part, *more] if part in WEB:
            return (_page() if part == "browser" else 0) or WEB[part](more)
        case []:
            return _page() or _everything()
        case _:
            return _pytest(arguments)


def _everything() -> int:
    """Run all parts, up to the first that fails. Pytest comes last, so that its closing line is the last word."""
    seconds = os.environ.get(ELSEWHERE, "")
    for part, run in WEB.items():
        began = time.monotonic()
        if (status := run([])) != 0:
            print(f"{part} failed after {time.monotonic() - began:.1f} s", file=sys.stderr)
            return status
        seconds += f" {part}={time.monotonic() - began:.1f}"
    return _pytest(WORKERS, {ELSEWHERE: seconds})


def _pytest(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    return _run([sys.executable, "-m", "pytest", *arguments], environment)


def _page() -> int:
    return _run(PREPARE)


def _vitest(arguments: list[str]) -> int:
    return _run([*NPM, "test", "--", *arguments])


def _playwright(arguments: list[str]) -> int:
    return _run([*NPM, "e2e", "--", *arguments], {"CHROMIUM": str(chromium()), "FIREFOX": str(firefox())})


def _run(command: list[str], environment: Mapping[str, str] | None = None) -> int:
    return subprocess.run(command, env={**os.environ, **(environment or {})}, check=False).returncode


WEB: Mapping[str, Callable[[list[str]], int]] = {"web": _vitest, "browser": _playwright}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
