"""Quality on real texts: the goals of the first release, and of tuning, are reached."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.quality.__main__ import main
from bench.quality.goals import GOALS
from tests.support.corpus import DATA

REPOSITORY = Path(__file__).parents[3]


@pytest.mark.data
def test_a_part_of_the_table_reaches_its_goals() -> None:
    """`--only roles` measures that part, ends well and prints a value for its goal; CI runs the whole table."""
    run = subprocess.run(
        [sys.executable, "-m", "bench.quality", "--only", "roles", "--json"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    measured = json.loads(run.stdout)
    assert {name: row["value"] >= row["goal"] for name, row in measured.items()} == {"Q2": True}


@pytest.mark.data
def test_a_value_below_its_goal_is_the_exit_status(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who misses a goal ends with 1: the table can fail."""
    monkeypatch.setitem(GOALS["dev"], "Q2", 1.1)
    monkeypatch.setattr(sys, "argv", ["quality", "--only", "roles", "--quiet", "--data", str(DATA)])
    assert main() == 1


def test_without_data_it_says_so(tmp_path: Path) -> None:
    """A missing folder is a sentence and an exit status, no traceback."""
    run = subprocess.run(
        [sys.executable, "-m", "bench.quality", "--data", str(tmp_path)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert "--data" in run.stderr
