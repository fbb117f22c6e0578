"""Quality on real texts: the goals of the first release, and of tuning, are reached."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]


@pytest.mark.data
def test_the_goals_of_tuning_are_reached() -> None:
    """`python -m bench.quality --goals dev` ends well and prints a value for each goal."""
    run = subprocess.run(
        [sys.executable, "-m", "bench.quality", "--goals", "dev", "--json"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    measured = json.loads(run.stdout)
    assert all(row["value"] >= row["goal"] for row in measured.values() if row["goal"] is not None)


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
