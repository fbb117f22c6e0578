"""`python -m agents STEP`: which agents it makes, and how it refuses."""

import subprocess
import sys

import pytest

from agents.__main__ import AGENTS
from agents.sdk.loading import load_agents
from contracts.control import DEFAULT_GRAPH
from eventlog import EXIT_CONFIGURATION, ConfigurationError
from pipeline.graphs import GRAPHS
from tests.support.tiny_agents import PATHS, First


def test_every_step_of_the_graph_has_its_agent() -> None:
    """What the pipeline dispatches somebody does."""
    assert set(AGENTS) == {step.name for step in GRAPHS[DEFAULT_GRAPH].steps}


def test_an_agent_is_made_from_its_path() -> None:
    """A registered step, or one of one's own by its path."""
    (registered,) = load_agents(["first"], PATHS)
    (own,) = load_agents([f"first={PATHS['first']}"], {})

    assert isinstance(registered, First)
    assert isinstance(own, First)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "say which steps: first, second, third"),
        (["fourth"], "no step 'fourth'; the steps are first, second, third"),
        (["first=nowhere:First"], "cannot be loaded"),
        (["first=tests.support.tiny_agents:Nobody"], "cannot be loaded"),
        (["first=tests.support.tiny_agents:TRIAL"], "is no agent"),
        (["first=tests.support.tiny_agents:Second"], "another step"),
        (["First=tests.support.tiny_agents:First"], "lower-case"),
    ],
)
def test_a_step_that_cannot_be_done_is_refused(words: list[str], says: str) -> None:
    """The message says what there is instead."""
    with pytest.raises(ConfigurationError, match=says):
        load_agents(words, PATHS)


def test_the_command_refuses_an_unknown_step() -> None:
    """It lists the steps, and exits as a service that must not be started again like this."""
    ended = subprocess.run(
        [sys.executable, "-m", "agents", "flying"], capture_output=True, text=True, check=False, timeout=30
    )

    assert ended.returncode == EXIT_CONFIGURATION
    assert "no step 'flying'; the steps are ingesting, analyzing, profiling" in ended.stderr
