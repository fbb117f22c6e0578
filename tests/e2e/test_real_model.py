"""A whole job with a real language model: whatever it says, the result is true, and it is told what became of it."""

import os

import msgspec
import pytest

from agents.__main__ import AGENTS
from agents.sdk.loading import load_agents
from agents.sdk.settings import AgentSettings
from contracts.control import DEFAULT_GRAPH
from contracts.documents import OptimisedDoc
from eventlog.memory import MemoryConnection
from pipeline.graphs import GRAPHS
from tests.support.in_process import running_agents, running_pipeline
from tests.support.jobs import assert_one_end, history, start_job, state_of, until_done
from tests.support.tailored import SAMPLES, sample


@pytest.mark.llm_real
@pytest.mark.timeout(400)
@pytest.mark.parametrize("trade", ["nurse", "electrician"])
async def test_a_job_with_a_real_model(trade: str) -> None:
    """The job is completed, nothing is invented, and each line that was asked for is worded by it or says why not."""
    agents = load_agents(list(AGENTS), AGENTS, AgentSettings.from_environment(os.environ))
    connection = MemoryConnection()
    texts = {
        "resume_upload": (SAMPLES / trade / "resume.txt").read_text("utf-8"),
        "job_upload": (SAMPLES / trade / "posting.txt").read_text("utf-8"),
    }
    async with running_pipeline(connection, GRAPHS), running_agents(connection, agents):
        job_id = await start_job(connection, DEFAULT_GRAPH, texts)
        done = await until_done(connection, job_id, timeout_sec=300)
        state = await state_of(connection, job_id)
        document = await connection.documents.get(state.artifacts["result"])
    assert done.data.status == "completed"
    assert_one_end(await history(connection, job_id))
    result = msgspec.json.decode(document, type=OptimisedDoc)
    assert state.metrics["fabricated_tokens"] == 0
    assert state.metrics["llm_calls"] > 0
    assert result.usage is not None
    refused = sum(patch.declined is not None for patch in result.patches)
    assert sum(result.usage.declined.values()) == refused
    assert refused + sum(patch.otherwise is not None for patch in result.patches) > 0
    assert sample(trade).resume.contact == result.contact
