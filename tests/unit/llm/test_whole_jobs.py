"""Whole jobs with a language model, over the in-memory log: finished, canceled, and what is said of them."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest

from agents.__main__ import AGENTS
from agents.sdk.loading import load_agents
from agents.sdk.settings import AgentSettings
from contracts import subjects
from contracts.control import DEFAULT_GRAPH, Cancel, encode_control
from contracts.documents import OptimisedDoc
from contracts.events import StepProgressEvent, encode_event
from contracts.ids import JobId
from eventlog import LogSettings
from eventlog.memory import MemoryConnection, MemoryServer
from pipeline.graphs import GRAPHS
from tests.support.in_process import running_agents, running_pipeline
from tests.support.jobs import assert_one_end, history, start_job, state_of, until_done, watching
from tests.support.model_behaviours import adding, answering, first_then, honest, refusing, stalling
from tests.support.model_server import KEY, MODEL, Answering, Behaviour, ModelServer, Request, model_server
from tests.support.modelled import POSTING
from tests.support.tailored import RESUME

LEASE_SEC = 2.0
"""What computes here holds up the loop that renews leases: shorter ones would be lost on a busy machine."""
TEXTS = {"resume_upload": RESUME, "job_upload": POSTING}


@asynccontextmanager
async def system(behave: Behaviour, **settings: float) -> AsyncIterator[tuple[MemoryConnection, ModelServer]]:
    """Run the pipeline and all agents, with a model that behaves so."""
    connection = MemoryConnection(MemoryServer(settings=LogSettings(lease_sec=LEASE_SEC)))
    async with model_server(behave) as server:
        agents = load_agents(list(AGENTS), AGENTS, AgentSettings(llm=server.settings(**settings)))
        async with running_pipeline(connection, GRAPHS), running_agents(connection, agents, lease_sec=LEASE_SEC):
            yield connection, server


async def finished(connection: MemoryConnection) -> JobId:
    """Start a job and wait for its end."""
    job_id = await start_job(connection, DEFAULT_GRAPH, TEXTS)
    done = await until_done(connection, job_id)
    assert done.data.status == "completed"
    assert_one_end(await history(connection, job_id))
    return job_id


@pytest.mark.parametrize(
    ("behave", "fallbacks"),
    [(answering(honest), 0), (adding("for 4,000 users"), 2), (refusing(401), 3), (refusing(500, retry_after="0"), 3)],
    ids=["honest", "inventing", "no such key", "broken"],
)
async def test_a_job_is_completed_whatever_the_model_says(behave: Behaviour, fallbacks: int) -> None:
    """Seven agents, one model, one end; the numbers are those of both steps that asked it."""
    async with system(behave) as (connection, server):
        job_id = await finished(connection)
        state = await state_of(connection, job_id)
        result = msgspec.json.decode(await connection.documents.get(state.artifacts["result"]), type=OptimisedDoc)
    assert state.metrics["fabricated_tokens"] == 0
    assert state.metrics["llm_calls"] == len(server.asked)
    assert state.metrics["llm_fallbacks"] == fallbacks
    worded = [patch for patch in result.patches if patch.engine == f"model:{MODEL}"]
    assert len(worded) == (2 if fallbacks == 0 else 0)


async def test_nothing_private_is_told_or_logged(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """With everything logged that can be: no key, no line of the résumé, no answer, in no event and no line."""
    caplog.set_level(logging.DEBUG)
    answered = "an answer that nobody may print"
    behave = first_then(refusing(429, retry_after="0"), refusing(400), then=adding(answered))
    async with system(behave) as (connection, _):
        job_id = await finished(connection)
        events = b"".join(encode_event(event) for event in await history(connection, job_id)).decode()
    lines = caplog.text + capsys.readouterr().out
    assert "run_ended" in lines
    said = events + lines
    for private in (KEY, answered, "weekly capacity report", "here is your prompt", "Responsible for"):
        assert private not in said


async def test_a_cancel_ends_a_running_call_within_a_second() -> None:
    """The job ends, and the server sees its caller hang up, while the answer stalls."""
    async with system(first_then(answering(honest), then=stalling)) as (connection, server):
        job_id = await start_job(connection, DEFAULT_GRAPH, TEXTS)
        async with watching(connection, job_id) as watch:
            await watch.until(lambda event: isinstance(event, StepProgressEvent) and phrasing(event))
            begun = time.monotonic()
            await connection.log.append(subjects.control(job_id), encode_control(Cancel(job_id=job_id)))
            await connection.signals.send(job_id, "cancel")
            await server.hung_up.wait()
            assert time.monotonic() - begun < 1.0
            done = await watch.until_done()
    assert done.data.status == "canceled"


def phrasing(event: StepProgressEvent) -> bool:
    """Tell whether the model is heard while it phrases."""
    return event.data.step == "writing" and "the model phrases" in (event.data.milestone or "")


async def test_the_lease_is_kept_while_a_model_is_slow() -> None:
    """Answers that take longer than a lease cost no second run: each step is handed out once."""
    patient = asyncio.Event()

    async def slow(request: Request, answer: Answering) -> None:
        await patient.wait()
        await answering(honest)(request, answer)

    async with system(slow) as (connection, server):
        job_id = await start_job(connection, DEFAULT_GRAPH, TEXTS)
        asyncio.get_running_loop().call_later(1.5 * LEASE_SEC, patient.set)
        await until_done(connection, job_id)
        outcomes = await connection.log.read(subjects.results(job_id))
    assert len(outcomes) == len(AGENTS)
    assert len(server.asked) == 3
