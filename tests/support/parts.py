"""The parts of a whole test run: which folder belongs to which, in the order in which pytest runs them."""

from pathlib import Path

TESTS = Path(__file__).parents[1]
FOLDERS = {
    "unit": ("architecture", "unit", "fuzz"),
    "nats": ("contract", "nats"),
    "e2e": ("e2e", "chaos"),
}
"""Part → folders of tests/. `web` (Vitest) and `browser` (Playwright) are parts too, and lie in web/."""
ELSEWHERE = "PART_SECONDS"
"""Environment: what ran before pytest in the same run, as `name=seconds name=seconds`."""


def part_of(path: Path) -> str:
    """Say which part a test file belongs to; the name of its folder where nobody said."""
    folder = path.relative_to(TESTS).parts[0]
    return next((part for part, folders in FOLDERS.items() if folder in folders), folder)


def folders_of(part: str) -> list[str]:
    """List the folders of a part that are there, relative to the checkout."""
    return [f"tests/{folder}" for folder in FOLDERS[part] if (TESTS / folder).is_dir()]
