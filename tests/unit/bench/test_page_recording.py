"""What `./justw bench page` compares: the state that a page holds, with the fold of what it was told."""

from pathlib import Path
from typing import Any

import msgspec

from bench.page.recording import RECORDED, inexact
from contracts.events import decode_event
from contracts.state import JobState


def told() -> tuple[bytes, dict[str, Any]]:
    """Give the recorded job as a log, an event a line, and the state at its end."""
    lines = msgspec.json.decode(RECORDED.read_bytes(), type=list[dict[str, msgspec.Raw]])
    state = JobState()
    for line in lines:
        state.apply(msgspec.json.decode(line["seq"], type=int), decode_event(bytes(line["event"])))
    log = b"".join(msgspec.json.encode(msgspec.json.decode(msgspec.json.encode(line))) + b"\n" for line in lines)
    return log, msgspec.json.decode(msgspec.json.encode(state.view()))


def test_the_recorded_job_is_whole(tmp_path: Path) -> None:
    """It ended well, told something of every kind, and a page that holds its state is exact, whatever else it holds."""
    log, state = told()
    (tmp_path / "log").write_bytes(log)
    assert (state["status"], state["progress"]) == ("completed", 100)
    assert all(state[part] for part in ("steps", "insights", "metrics", "validations", "diffs", "artifacts"))
    assert inexact(tmp_path / "log", state | {"connection": {"phase": "ended"}}) == []


def test_what_differs_is_named(tmp_path: Path) -> None:
    """A page that missed an insight, or shows another figure, is found out."""
    log, state = told()
    (tmp_path / "log").write_bytes(log)
    held = state | {"insights": state["insights"][1:], "metrics": state["metrics"] | {"match_score": -1}}
    assert inexact(tmp_path / "log", held) == ["insights", "metrics"]
    assert "steps" in inexact(tmp_path / "log", {})
