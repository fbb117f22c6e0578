"""Parts of the tests: their order, what shares a worker, and what several workers say in the end."""

import os
import subprocess
import sys

import pytest

from tests.__main__ import WORKERS
from tests.support.parts import BEGUN, FOLDERS, TESTS, group_of, place_of

CHAOS, SHARED, OWN = TESTS / "chaos/test_a.py", TESTS / "e2e/test_a.py", TESTS / "e2e/test_b.py"


def test_each_folder_has_its_turn_with_one_worker_and_with_many() -> None:
    """No folder is forgotten in either order."""
    folders = [folder for of_part in FOLDERS.values() for folder in of_part]
    assert sorted(BEGUN) == sorted(folders)


def test_one_worker_begins_with_what_is_quick_and_many_with_the_longest_piece() -> None:
    """A mistake is seen soon; and in the end no worker waits for one that has just begun something long."""
    quick, long = TESTS / "unit/a/test_a.py", CHAOS
    assert place_of(quick, many_workers=False) < place_of(long, many_workers=False)
    assert place_of(quick, many_workers=True) > place_of(long, many_workers=True)


def test_what_shares_a_system_shares_a_worker() -> None:
    """The system of all end-to-end tests is started once; a file with a system of its own goes elsewhere."""
    assert group_of(SHARED, {"system", "tmp_path"}) == group_of(OWN, {"system"}) == "system"
    assert group_of(SHARED, set()) != group_of(OWN, set())
    assert group_of(CHAOS, set()) == group_of(TESTS / "chaos/test_b.py", {"tmp_path"}) == "chaos"
    assert group_of(TESTS / "unit/a/test_a.py", set()) is None


@pytest.mark.timeout(300)  # four processes that begin; a slow machine
def test_what_workers_leave_out_is_said_once() -> None:
    """The run names it though another process left it out, and nothing comes behind the closing line of pytest."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LLM_", "PYTEST_"))}
    files = ("tests/e2e/test_real_model.py", "tests/unit/support/test_programs.py")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *WORKERS, "-n2", *files],
        cwd=TESTS.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = run.stdout.splitlines()
    assert run.returncode == 0, run.stdout
    [left_out] = [line for line in lines if line.startswith("left out:")]
    assert "tests/e2e/test_real_model.py" in left_out
    assert any(line.startswith("unit ") and line.endswith(" s") for line in lines)
    assert " passed in " in lines[-1]
