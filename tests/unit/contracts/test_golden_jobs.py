"""The fold and the visibility on the golden jobs that the TypeScript reducer reads too."""

import pytest

from contracts.state import JobState
from contracts.visibility import Visibility
from tests.golden.endings import ENDINGS
from tests.golden.scenario import Tell, outline_of
from tests.golden.scenarios import SCENARIOS
from tests.golden.script import JOB
from tests.golden.vectors import FOLDER, rendered_vectors, told

ALL = [*SCENARIOS, *ENDINGS]


def test_vectors_are_those_of_the_scenarios() -> None:
    """The committed vectors are what the scenarios say: the other language reads what people wrote here."""
    committed = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.json")}
    assert committed == rendered_vectors()


@pytest.mark.parametrize("tell", ALL, ids=lambda tell: tell.__name__)
def test_a_state_is_what_people_say_of_the_log(tell: Tell) -> None:
    """At each mark, the fold of the shown events is what the scenario says by hand."""
    scenario = told(tell)
    state, visibility = JobState(), Visibility(JOB)
    expected = list(scenario.outlines)
    assert expected, "a scenario that expects nothing proves nothing"
    for line in scenario.script.lines:
        if visibility.hides(line.channel, line.event, line.message_id) is None:
            state.apply(line.seq, line.event)
        while expected and expected[0][0] == line.seq:
            _, wanted = expected.pop(0)
            given = outline_of(state.view())
            if wanted.get("steps"):
                given["steps"] = {step: given["steps"].get(step) for step in wanted["steps"]}
            assert {key: given[key] for key in wanted} == wanted, line.seq
    assert expected == []


@pytest.mark.parametrize("tell", ALL, ids=lambda tell: tell.__name__)
def test_what_is_hidden_is_named_with_its_reason(tell: Tell) -> None:
    """Exactly the lines that the scenario names by hand are not shown, each for the reason that it names."""
    scenario = told(tell)
    visibility = Visibility(JOB)
    hidden = {}
    for line in scenario.script.lines:
        reason = visibility.hides(line.channel, line.event, line.message_id)
        if reason is not None:
            hidden[line.seq] = reason
    assert hidden == scenario.hidden
