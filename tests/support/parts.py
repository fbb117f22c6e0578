"""The parts of the tests: what `./justw test PART` runs, what the seconds are added up by, and what shares a worker."""

import re
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
FOLDERS = {
    "unit": ("architecture", "unit", "fuzz"),
    "nats": ("contract", "nats"),
    "e2e": ("e2e", "chaos"),
}
"""Part → folders of tests/, quick ones first. There are also `web` (Vitest) and `browser` (Playwright), in web/."""
BEGUN = ("e2e", "chaos", "contract", "nats", "architecture", "unit", "fuzz")
"""In which order several workers begin folders: the longest piece first, what fills gaps last."""
_SHARED = re.compile(r"\bsystem: System\b")
"""How a file asks for the system that all end-to-end tests share."""
ELSEWHERE = "PART_SECONDS"
"""Environment: what ran before pytest in the same run, as `name=seconds name=seconds`."""


def part_of(path: Path) -> str:
    """Say which part a test file belongs to; the name of its folder where nobody said."""
    folder = _folder(path)
    return next((part for part, folders in FOLDERS.items() if folder in folders), folder)


def folders_of(part: str) -> list[str]:
    """List the folders of a part that are there, relative to the checkout."""
    return [f"tests/{folder}" for folder in FOLDERS[part] if (TESTS / folder).is_dir()]


def place_of(path: Path, *, many_workers: bool) -> int:
    """Say when a test's turn is: a number by which tests are sorted."""
    order = list(BEGUN) if many_workers else [folder for folders in FOLDERS.values() for folder in folders]
    folder = _folder(path)
    return order.index(folder) if folder in order else len(order)


@cache
def group_of(path: Path) -> str | None:
    """Name what the tests of a file have to share a worker with, one after the other; None where each stands alone.

    End-to-end tests share the running system that they ask for, or what their file started. Tests of chaos kill and
    wait by the clock, and all at once would only measure each other.
    """
    match _folder(path):
        case "chaos":
            return "chaos"
        case "e2e":
            return "system" if _SHARED.search(path.read_text("utf-8")) else path.stem
        case _:
            return None


def _folder(path: Path) -> str:
    return path.relative_to(TESTS).parts[0]
