"""The job that long ones are made of: a real one of the first sample, kept in `web/test/recorded-job.json`."""

import tempfile
from pathlib import Path
from typing import Any, Final

import msgspec

from bench.page.browsing import ROOT
from contracts.events import decode_event
from contracts.state import JobState
from tests.golden.script import JOB
from tests.support.system import Job, System, running_system

RECORDED: Final = ROOT / "web" / "test" / "recorded-job.json"
_SAMPLE: Final = ROOT / "web" / "public" / "samples" / "nurse"


def run_sample(system: System) -> Job:
    """Run a job of the sample to its end."""
    job = system.start(*((_SAMPLE / name).read_text("utf-8") for name in ("resume.txt", "posting.txt")))
    job.stream()
    return job


def record() -> None:
    """Record it anew, under the name that golden jobs have; `./justw fmt` formats it."""
    with tempfile.TemporaryDirectory() as folder, running_system(Path(folder)) as system:
        job = run_sample(system)
        events = msgspec.json.encode(job.snapshot()["events"]).replace(job.job_id.encode(), JOB.encode())
    RECORDED.write_bytes(msgspec.json.format(events, indent=1) + b"\n")


def inexact(log: Path, held: dict[str, Any]) -> list[str]:
    """Name the parts of a state that are not those of the fold of a log, an event a line.

    The page folds in TypeScript, and this in Python.
    """
    state = JobState()
    for line in log.read_bytes().splitlines():
        told = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
        state.apply(msgspec.json.decode(told["seq"], type=int), decode_event(bytes(told["event"])))
    wanted = msgspec.json.decode(msgspec.json.encode(state.view()))
    return [part for part, value in wanted.items() if held.get(part) != value]
