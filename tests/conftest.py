"""What holds for all tests: what is left out and said, the order of the parts, the seconds of each, and their server.

With several workers (pytest-xdist) the hooks run in each of them, and the summary in the process that they report to.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer

from tests.support.nats_server import NatsServer, nats_server
from tests.support.needs import NEEDS, Need, is_ci
from tests.support.parts import ELSEWHERE, FOLDERS, part_of, place_of
from tests.support.scheduling import Together

settings.register_profile("beside-others", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("beside-others")  # how long an example takes says what else the machine does

_left_out = pytest.StashKey[list[str]]()
_missing = pytest.StashKey[dict[str, str]]()


class Worker(Protocol):
    """What xdist says of a worker that has ended."""

    config: pytest.Config
    workeroutput: dict[str, list[str]]
    """What it left behind; not there where it crashed."""


def pytest_configure(config: pytest.Config) -> None:
    """Begin to remember."""
    config.stash[_left_out] = []
    config.stash[_missing] = {}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """Let what shares something share a worker."""
    return Together(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the parts in their order; leave out what cannot run here, and remember to say so."""
    of_worker: dict[str, list[str]] | None = getattr(config, "workeroutput", None)  # there in a worker of several only
    items.sort(key=lambda item: place_of(item.path, many_workers=of_worker is not None))
    for need in NEEDS:
        concerned = [item for item in items if item.get_closest_marker(need.marker) is not None]
        if concerned and (what := need.missing()) is not None:
            _leave_out(config, items, need, concerned, what)
    if of_worker is not None:
        of_worker["left_out"] = config.stash[_left_out]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Worker) -> None:
    """Take over what a worker left out: all of them collect the same."""
    said = node.config.stash[_left_out]
    said.extend(line for line in getattr(node, "workeroutput", {}).get("left_out", []) if line not in said)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a test whose need is missing where it has to be there."""
    for marker, what in item.config.stash[_missing].items():
        if item.get_closest_marker(marker) is not None:
            pytest.fail(f"{what}: under CI it has to be there", pytrace=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was left out, and how long each part took."""
    before = (told.split("=") for told in os.environ.get(ELSEWHERE, "").split())
    seconds = {part: float(taken) for part, taken in before} | dict.fromkeys(FOLDERS, 0.0)
    for report in (report for reports in terminalreporter.stats.values() for report in reports):
        if isinstance(report, pytest.TestReport):
            part = part_of(config.rootpath / report.fspath)
            seconds[part] = seconds.get(part, 0.0) + report.duration
    workers = config.getoption("numprocesses", default=None)
    terminalreporter.write_sep("-", "seconds of each part" + (f", of {workers} workers" if workers else ""))
    for part, taken in ((part, taken) for part, taken in seconds.items() if taken > 0):
        terminalreporter.write_line(f"{part:<10}{taken:8.1f} s")
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


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[NatsServer]:
    """Run a nats-server of this test's own."""
    async with nats_server(tmp_path) as running:
        yield running
