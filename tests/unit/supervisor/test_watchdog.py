"""How the watchdog knows whom to end."""

import os
from pathlib import Path

import pytest

from supervisor import watchdog

TABLE = {
    10: (1, 10),  # a service
    11: (10, 10),  # its child
    12: (11, 12),  # the child's child, in a group of its own
    20: (1, 10),  # whose service died
    30: (5, 10),  # started beside us, in our group
    31: (30, 10),
    40: (1, 40),  # somebody else
}


@pytest.mark.parametrize(
    ("roots", "group", "expected"),
    [
        ({10}, 0, {10, 11, 12}),
        ({10}, 10, {10, 11, 12, 20}),
        (set(), 10, {10, 11, 12, 20}),
        ({11}, 0, {11, 12}),
        ({99}, 0, set()),
        (set(), 0, set()),
    ],
    ids=["descendants", "and-orphans-of-the-group", "group-alone", "subtree", "ended", "nothing"],
)
def test_it_ends_ours_and_nobody_elses(
    roots: set[int], group: int, expected: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it was told of, their descendants and orphans in our group; never what stood beside us in a pipeline."""
    monkeypatch.setattr(watchdog, "_running", lambda: TABLE)
    assert watchdog._family(roots, group, spared=5) == expected  # noqa: SLF001 - what is promised


def test_ps_tells_what_proc_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no /proc the rows of `ps` are read; zombies do not count."""
    ps = tmp_path / "ps"
    ps.write_text("#!/bin/sh\nprintf '%s\\n' '    1     0     1 Ss' '   10     1    10 S+' '   11    10    10 Z+'\n")
    ps.chmod(0o700)
    monkeypatch.setattr(watchdog, "_PS", str(ps))
    assert watchdog._from_ps() == {1: (0, 1), 10: (1, 10)}  # noqa: SLF001


def test_this_process_is_found_running() -> None:
    """Whatever the system, a running process is found with its parent and its group."""
    assert watchdog._running()[os.getpid()] == (os.getppid(), os.getpgrp())  # noqa: SLF001
