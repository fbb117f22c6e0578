"""Parts of the tests: their order, what shares a worker, and what several workers say in the end."""

import os
import re
import subprocess
import sys

import pytest

from tests.__main__ import WORKERS
from tests.support.parts import BEGUN, FOLDERS, TESTS, group_of, place_of

CHAOS = TESTS / "chaos/test_a.py"
RAN = re.compile(r"\[(gw\d)\].* PASSED (tests/\S+)")


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
    assert group_of(TESTS / "e2e/test_main_job.py") == group_of(TESTS / "e2e/test_channels.py") == "system"
    assert group_of(TESTS / "e2e/test_conformance.py") != group_of(TESTS / "e2e/test_up_claims.py")
    assert group_of(CHAOS) == group_of(TESTS / "chaos/test_b.py") == "chaos"
    assert group_of(TESTS / "unit/a/test_a.py") is None


def test_it_is_our_scheduler_that_workers_are_given_tests_by(
    pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups go across files, and a test that stands alone does not wait for those of its file."""
    monkeypatch.setattr(pytestconfig.option, "tx", ["popen", "popen"])
    scheduler = pytestconfig.hook.pytest_xdist_make_scheduler(config=pytestconfig, log=None)
    group = scheduler._split_scope  # noqa: SLF001 - what xdist has its schedulers override
    assert group("tests/chaos/test_a.py::test_a") == group("tests/chaos/test_b.py::test_b[1]") == "chaos"
    assert group("tests/unit/a/test_a.py::test_a") != group("tests/unit/a/test_a.py::test_b")


@pytest.mark.timeout(300)  # four processes that begin; a slow machine
def test_workers_keep_together_what_belongs_together_and_say_once_what_they_left_out() -> None:
    """Tests of one group run in one process; the run names what was left out in others; pytest has the last line."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LLM_", "PYTEST_"))}
    claims = "tests/e2e/test_up_claims.py::test_a_taken_port_is_a_clear_refusal"
    files = ("tests/e2e/test_real_model.py", "tests/unit/support/test_programs.py", claims)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *WORKERS, "-n2", "-v", *files],
        cwd=TESTS.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = run.stdout.splitlines()
    assert run.returncode == 0, run.stdout
    ran = [found.groups() for line in lines if (found := RAN.search(line))]
    assert len({test for _, test in ran if test.startswith(claims)}) > 1
    assert len({worker for worker, test in ran if test.startswith(claims)}) == 1
    assert len({worker for worker, _ in ran}) == 2
    [left_out] = [line for line in lines if line.startswith("left out:")]
    assert "tests/e2e/test_real_model.py" in left_out
    assert any(line.startswith("unit ") and line.endswith(" s") for line in lines)
    assert " passed in " in lines[-1]
