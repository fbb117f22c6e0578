"""Whole jobs where there is no network: in a namespace that has loopback and nothing else."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support.tailored import SAMPLES, TRADES

ROOT: Final = Path(__file__).parents[2]


@pytest.mark.namespaces
def test_whole_jobs_run_without_a_network(tmp_path: Path) -> None:
    """Server, gateway, pipeline and seven agents start and bring jobs to `done`: nothing of them calls anybody."""
    for kind, file in (("resumes", "resume.txt"), ("jobs", "posting.txt")):
        (tmp_path / kind).mkdir()
        for trade in TRADES:
            shutil.copy(SAMPLES / trade / file, tmp_path / kind / f"{trade}.txt")
    command = [sys.executable, "-m", "bench.jobs", "alone", "--offline", "--pairs", "3", "--data", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=110, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "offline: this network has loopback and nothing else" in ran.stdout
    figures = {line.strip()[:36].strip(): line for line in ran.stdout.splitlines()}
    assert figures["pairs"].split()[-1] == "3"
    assert "holds" in figures["jobs that did not end well"]
