"""The golden vectors as files: each scenario's log, its outlines, and the state that readers must give."""

import json
from pathlib import Path
from typing import Any, Final

import msgspec

from contracts.state import JobState
from contracts.visibility import Visibility
from tests.golden.endings import ENDINGS
from tests.golden.scenario import Scenario, Tell, outline_of
from tests.golden.scenarios import SCENARIOS
from tests.golden.script import JOB

FOLDER: Final = Path(__file__).resolve().parent / "jobs"


class UnexpectedError(AssertionError):
    """A scenario's outline, written by hand, is not what the fold gives."""


def told(tell: Tell) -> Scenario:
    """Let a scenario be told."""
    scenario = Scenario(promise=(tell.__doc__ or "").strip())
    tell(scenario)
    return scenario


def rendered_vectors() -> dict[str, str]:
    """Render every vector: content by file name.

    Raises:
        UnexpectedError: The fold or the visibility differs from what a scenario says by hand.
    """
    vectors = {}
    for tell in [*SCENARIOS, *ENDINGS]:
        vector = _vector(tell.__name__, told(tell))
        vectors[f"{tell.__name__}.json"] = json.dumps(vector, indent=1, ensure_ascii=False) + "\n"
    return vectors


def _vector(name: str, scenario: Scenario) -> dict[str, Any]:
    hidden: dict[int, str] = {}
    marks = []
    state, visibility = JobState(), Visibility(JOB)
    outlines = list(scenario.outlines)
    for line in scenario.script.lines:
        reason = visibility.hides(line.channel, line.event, line.message_id)
        if reason is not None:
            hidden[line.seq] = reason
        else:
            state.apply(line.seq, line.event)
        while outlines and outlines[0][0] == line.seq:
            _, outline = outlines.pop(0)
            _check(name, line.seq, outline, outline_of(state.view()))
            marks.append({"seq": line.seq, "outline": outline, "state": msgspec.to_builtins(state.view())})
    if hidden != scenario.hidden:
        raise UnexpectedError(f"{name}: hidden is {hidden}, and by hand {scenario.hidden}")
    return {
        "name": name,
        "promise": scenario.promise,
        "job_id": JOB,
        "log": msgspec.to_builtins(scenario.script.lines),
        "hidden": {str(seq): reason for seq, reason in hidden.items()},
        "marks": marks,
    }


def _check(name: str, seq: int, wanted: dict[str, Any], given: dict[str, Any]) -> None:
    for key, value in wanted.items():
        seen = given[key]
        if key == "steps" and value:
            seen = {step: seen.get(step) for step in value}
        if seen != value:
            raise UnexpectedError(f"{name} at {seq}: {key} is {seen!r}, and by hand {value!r}")
