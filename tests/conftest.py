"""What holds for all tests: what is left out and said, the order of the parts, and the seconds of each."""

import os
from collections import defaultdict
from pathlib import Path

import pytest

from tests.support.needs import NEEDS, Need, is_ci
from tests.support.parts import ELSEWHERE, FOLDERS, part_of

_left_out = pytest.StashKey[list[str]]()
_seconds = pytest.StashKey[dict[str, float]]()
_missing = pytest.StashKey[dict[str, str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count."""
    config.stash[_left_out] = []
    config.stash[_seconds] = defaultdict(float)
    config.stash[_missing] = {}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the quick parts first; leave out what cannot run here, and remember to say so."""
    order = list(FOLDERS)
    items.sort(key=lambda item: order.index(part) if (part := part_of(item.path)) in order else len(order))
    for need in NEEDS:
        concerned = [item for item in items if item.get_closest_marker(need.marker) is not None]
        if concerned and (what := need.missing()) is not None:
            _leave_out(config, items, need, concerned, what)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a test whose need is missing where it has to be there."""
    for marker, what in item.config.stash[_missing].items():
        if item.get_closest_marker(marker) is not None:
            pytest.fail(f"{what}: under CI it has to be there", pytrace=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was left out, and how long each part took."""
    for report in (report for reports in terminalreporter.stats.values() for report in reports):
        if isinstance(report, pytest.TestReport):
            config.stash[_seconds][part_of(config.rootpath / report.fspath)] += report.duration
    before = [told.split("=") for told in os.environ.get(ELSEWHERE, "").split()]
    taken = [(part, float(seconds)) for part, seconds in before] + list(config.stash[_seconds].items())
    terminalreporter.write_sep("-", "seconds of each part")
    for part, seconds in taken:
        terminalreporter.write_line(f"{part:<10}{seconds:8.1f} s")
    for line in config.stash[_left_out]:
        terminalreporter.write_line(line, yellow=True)


def _leave_out(
    config: pytest.Config, items: list[pytest.Item], need: Need, concerned: list[pytest.Item], what: str
) -> None:
    if is_ci() and need.under_ci:
        config.stash[_missing][need.marker] = what
        return
    items[:] = [item for item in items if item not in concerned]
    config.hook.pytest_deselected(items=concerned)
    files = sorted({item.path.relative_to(Path.cwd()).as_posix() for item in concerned})
    config.stash[_left_out].append(f"left out: {len(concerned)} tests ({need.marker}: {what}) in {', '.join(files)}")
