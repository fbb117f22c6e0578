"""The built-in graph and its agents over the in-memory log, with a last step that cannot be done."""

from collections.abc import AsyncGenerator

import pytest

from agents.__main__ import AGENTS
from agents.sdk import Agent, PermanentError, Progress, Told, Work
from agents.sdk.loading import load_agents
from agents.sdk.settings import AgentSettings
from contracts.control import DEFAULT_GRAPH
from eventlog.memory import MemoryConnection
from pipeline.graphs import GRAPHS
from tests.support import fictional
from tests.support.in_process import running_agents, running_pipeline
from tests.support.jobs import assert_one_end, history, start_job, state_of, until_done
from tests.support.tiny_agents import agent_of


async def fail(_work: Work) -> AsyncGenerator[Told, None]:
    """Polish nothing."""
    yield Progress(pct=10)
    raise PermanentError("nobody could polish it", code="no_polish")


@pytest.fixture
def agents() -> list[Agent]:
    """Give all agents, the last one exchanged."""
    steps = [step for step in AGENTS if step != "polishing"]
    return [*load_agents(steps, AGENTS, AgentSettings()), agent_of("polishing", fail)]


async def test_a_failed_polishing_hands_over_what_writing_made(agents: list[Agent]) -> None:
    """The job is failed, and its `done` names the résumé as `writing` wrote it, marked as unpolished."""
    connection = MemoryConnection()
    for agent in agents:
        agent.prepare()
    texts = {"resume_upload": fictional.text("nurse"), "job_upload": fictional.text("posting_nurse")}
    async with running_pipeline(connection, GRAPHS), running_agents(connection, agents):
        job_id = await start_job(connection, DEFAULT_GRAPH, texts)
        done = await until_done(connection, job_id)

    assert done.data.status == "failed"
    states = {step.step: step.state for step in (await state_of(connection, job_id)).steps}
    assert states == {**dict.fromkeys(AGENTS, "completed"), "polishing": "failed"}
    resume = (await connection.documents.get(done.data.artifacts["resume.md"])).decode()
    assert "unpolished" in resume
    assert "MARA LINDQVIST" in resume
    assert {"source", "match", "patches"} <= set(done.data.artifacts)
    assert_one_end(await history(connection, job_id))
