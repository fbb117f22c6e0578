"""From the names of steps to agents: each process imports only what its own steps need."""

from collections.abc import Mapping, Sequence
from importlib import import_module

from agents.sdk.agent import Agent
from agents.sdk.settings import AgentSettings
from contracts.ids import parse_step
from eventlog import ConfigurationError


def load_agents(
    wanted: Sequence[str], registered: Mapping[str, str], settings: AgentSettings | None = None
) -> list[Agent]:
    """Make the agents of some steps, prepared for work.

    Args:
        wanted: Names of registered steps, or `step=package.module:Class` for an agent of one's own.
        registered: Step → `package.module:Class`.
        settings: Of the process; the defaults, if not given.

    Raises:
        ConfigurationError: A step is unknown, or its agent cannot be made.
    """
    steps = ", ".join(registered)
    if not wanted:
        raise ConfigurationError(f"say which steps: {steps}, or step=package.module:Class")
    settings = settings or AgentSettings()
    agents = []
    for word in wanted:
        step, _, path = word.partition("=")
        path = path or registered.get(step, "")
        if not path:
            raise ConfigurationError(f"there is no step {step!r}; the steps are {steps}")
        agents.append(_load(step, path, settings))
    for agent in agents:
        agent.prepare()
    return agents


def _load(step: str, path: str, settings: AgentSettings) -> Agent:
    module_name, _, name = path.partition(":")
    try:
        parse_step(step)
        kind = getattr(import_module(module_name), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigurationError(f"the agent of {step} cannot be loaded from {path}: {error}") from error
    if not (isinstance(kind, type) and issubclass(kind, Agent)):
        raise ConfigurationError(f"{path} is no agent")
    if getattr(kind, "step", None) != step:
        raise ConfigurationError(f"{path} is the agent of another step than {step}")
    agent: Agent = kind.create_for(settings)
    return agent
