"""What an operator may set about agents reaches the agent that needs it."""

import pytest

from agents.ingesting.agent import IngestingAgent
from agents.sdk.loading import load_agents
from agents.sdk.settings import AgentSettings
from eventlog import ConfigurationError, PermanentError
from tests.support.nats_server import free_port


def test_pairs_are_compared_in_one_spelling() -> None:
    """White space, an empty part and another spelling of an IPv6 address make no difference."""
    read = AgentSettings.from_environment({"FETCH_ALLOW": " 10.0.0.8:80, [FD00:0::8]:0443,, "})
    assert read.fetch_allow == {"10.0.0.8:80", "[fd00::8]:443"}
    assert AgentSettings.from_environment({"FETCH_ALLOW": ""}).fetch_allow == frozenset()


@pytest.mark.parametrize("value", ["10.0.0.8", "jobs.example:80", "fd00::8:443", "[10.0.0.8]:80", ":80", "10.0.0.8:x"])
def test_what_is_no_pair_is_refused(value: str) -> None:
    """A name would be resolved by whoever holds it: only numbers are allowed, with a port."""
    with pytest.raises(ConfigurationError, match="FETCH_ALLOW"):
        AgentSettings.from_environment({"FETCH_ALLOW": value})


async def test_the_agent_that_fetches_is_told_whom_it_may_ask() -> None:
    """Made as `python -m agents` makes it: an allowed address is asked, where nobody listens; another is refused."""
    port = free_port()
    settings = AgentSettings(fetch_allow=frozenset({f"127.0.0.1:{port}"}))
    (agent,) = load_agents(["ingesting"], {"ingesting": "agents.ingesting.agent:IngestingAgent"}, settings)
    assert isinstance(agent, IngestingAgent)
    fetcher = agent._fetcher  # noqa: SLF001
    with pytest.raises(Exception, match="does not answer"):
        await fetcher.fetch(f"http://127.0.0.1:{port}/")
    with pytest.raises(PermanentError, match="public internet"):
        await fetcher.fetch(f"http://127.0.0.1:{port + 1}/")
