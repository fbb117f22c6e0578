"""Graphs as data: what is checked, and what follows from them."""

import msgspec
import pytest

from contracts.control import DEFAULT_GRAPH
from eventlog import ConfigurationError
from pipeline.graph import Graph, RetryPolicy, Step, decode_graphs
from pipeline.graphs import GRAPHS
from pipeline.timing import backoff_sec
from tests.support.pipeline_facts import DIAMOND


def test_the_default_graph_is_the_one_of_the_design() -> None:
    """Seven steps, of which two run at the same time."""
    graph = GRAPHS[DEFAULT_GRAPH]

    assert {node.step: node.after for node in graph.nodes} == {
        "ingesting": [],
        "analyzing": ["ingesting"],
        "profiling": ["ingesting"],
        "planning": ["analyzing", "profiling"],
        "writing": ["planning"],
        "validating": ["writing"],
        "polishing": ["validating"],
    }


def test_every_built_in_graph_ends_within_its_jobs_deadline() -> None:
    """No step may take longer than its job may."""
    for graph in GRAPHS.values():
        for step in graph.steps:
            assert step.policy.attempt_deadline_sec <= step.policy.step_deadline_sec
            assert step.policy.step_deadline_sec <= graph.job_deadline_sec


def test_ancestors_are_all_steps_before() -> None:
    """Directly or not."""
    assert DIAMOND.ancestors["joining"] == {"left", "right", "reading"}
    assert DIAMOND.ancestors["reading"] == frozenset()


def test_a_graph_is_read_from_json() -> None:
    """Operators describe graphs of their own in a file."""
    raw = msgspec.json.encode([DIAMOND])

    assert decode_graphs(raw) == {"diamond": DIAMOND}


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'[{"name": "g", "steps": [{"name": "A"}]}]', "lower-case"),
        (b'[{"name": "g", "steps": [{"name": "a"}, {"name": "a"}]}]', "two steps a"),
        (b'[{"name": "g", "steps": [{"name": "a", "after": ["b"]}, {"name": "b"}]}]', "a waits for b"),
        (b'[{"name": "g", "steps": [{"name": "a", "polcy": {}}]}]', "polcy"),
        (b'[{"name": "g", "steps": [{"name": "a", "policy": {"attempts": 0}}]}]', "attempts"),
        (b"{", "cannot be read"),
    ],
)
def test_a_senseless_graph_is_refused(raw: bytes, says: str) -> None:
    """The message names what is wrong."""
    with pytest.raises(ConfigurationError, match=says):
        decode_graphs(raw)


def test_pauses_have_full_jitter() -> None:
    """Pauses spread over 0 to base times two to the failures, at most to the cap, and are the same for everyone."""
    policy = RetryPolicy(backoff_base_sec=1.0, backoff_cap_sec=6.0)

    for failures, ceiling in ((1, 1.0), (2, 2.0), (3, 4.0), (4, 6.0), (50, 6.0)):
        drawn = [backoff_sec(policy, failures, "job", "step", seed) for seed in range(500)]
        assert all(0 <= pause <= ceiling for pause in drawn)
        assert max(drawn) > 0.9 * ceiling
        assert min(drawn) < 0.1 * ceiling
    assert backoff_sec(policy, 2, "job", "step", 1) == backoff_sec(policy, 2, "job", "step", 1)


def test_a_graph_must_not_be_changed_by_who_reads_it() -> None:
    """Graphs are values: two that say the same are equal."""
    step = Step(name="only")

    assert Graph(name="g", steps=(step,)) == Graph(name="g", steps=(Step(name="only"),))
