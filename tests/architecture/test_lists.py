"""Lists that name the same things in several places agree: steps and their agents, what is told and how it is shown."""

import ast
import tomllib
from pathlib import Path

from agents.__main__ import AGENTS
from contracts.catalogue import CATEGORIES, METRICS
from contracts.control import DEFAULT_GRAPH
from pipeline.graphs import GRAPHS
from supervisor.services import STEPS

ROOT = Path(__file__).resolve().parents[2]
AGENT_SOURCES = sorted((ROOT / "services/agents/src").rglob("*.py"))


def test_every_step_has_its_agent_and_its_process() -> None:
    """A step of the graph has an agent, `up` starts it, and import-linter keeps it apart from its siblings."""
    steps = [step.name for step in GRAPHS[DEFAULT_GRAPH].steps]
    assert list(AGENTS) == steps
    assert list(STEPS) == steps
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    [siblings] = [
        rule["layers"][1]
        for rule in settings["tool"]["importlinter"]["contracts"]
        if "agents" in rule.get("containers", [])
    ]
    assert [name.strip("() ") for name in siblings.split("|")] == steps


def told_by_name(function: str, source: str) -> set[str]:
    """Find the literal first arguments of the calls of a function."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == function
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_names_are_found() -> None:
    """A call with its name written there is found, and only that."""
    source = "yield metric('pages', 3)\nyield metric(key, 1)\nself.metric('x')\ninsight('gap', 'high', 'y')\n"
    assert told_by_name("metric", source) == {"pages"}
    assert told_by_name("insight", source) == {"gap"}


def test_what_agents_tell_is_in_the_catalogue() -> None:
    """A metric or a category that an agent tells has a label and a unit, so that the page shows it well."""
    sources = [path.read_text("utf-8") for path in AGENT_SOURCES]
    metrics = set().union(*(told_by_name("metric", source) for source in sources))
    categories = set().union(*(told_by_name("insight", source) for source in sources))
    assert metrics
    assert categories
    assert metrics - set(METRICS) == set()
    assert categories - set(CATEGORIES) == set()
