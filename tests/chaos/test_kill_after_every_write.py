"""kill -9 of the gateway, the pipeline or the agents after each of their writes in turn: the same job comes out."""

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path

import httpx
import msgspec
import pytest
from msgspec.structs import replace

from agents.sdk import Told, Work, insight
from agents.sdk import outcome as outcome_told
from contracts import subjects
from contracts.control import DEFAULT_GRAPH
from contracts.ids import JobId
from eventlog import Connection, LogSettings, connect
from pipeline.graph import Graph, Step
from tests.support.gateway import KEY
from tests.support.in_process import running_agents, running_pipeline
from tests.support.jobs import assert_one_end, history, say, start_job, state_of, until_done
from tests.support.nats_server import NatsServer, free_port, nats_server
from tests.support.services import ServiceProcess
from tests.support.tiny_agents import PATHS, QUICK, TRIAL, First, Second, Third, agent_of
from tests.support.trial import LEASE_SEC

DOCUMENTS = {"text": "one two three", "script": "go"}
AT_A_TIME = 4
PIPELINE = ["pipeline"]
AGENTS = ["agents", *(f"{step}={path}" for step, path in PATHS.items())]


class Position:
    """A system of its own for one position, in which one service is a process that dies there."""

    def __init__(self, folder: Path, server: NatsServer, connection: Connection) -> None:
        self.folder = folder
        self.server = server
        self.connection = connection

    def victim(self, writes: int, words: list[str], **more: str) -> ServiceProcess:
        """Make a service that dies after so many writes."""
        graphs = self.folder / "graphs.json"
        graphs.write_bytes(msgspec.json.encode([TRIAL]))
        environment = {"NATS_URL": self.server.url, "LEASE": str(LEASE_SEC), "GRAPHS_FILE": str(graphs), **more}
        return ServiceProcess(
            self.folder, f"{words[0]}-{writes}", "tests.support.dying", str(writes), *words, environment=environment
        )

    def pipeline(self) -> AbstractAsyncContextManager[None]:
        """Run a pipeline that lives."""
        return running_pipeline(self.connection)

    def agents(self) -> AbstractAsyncContextManager[asyncio.Event]:
        """Run agents that live."""
        return running_agents(self.connection, [First(), Second(), Third()], lease_sec=LEASE_SEC)


@contextlib.asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Position]:
    """Open a system."""
    folder.mkdir()  # noqa: ASYNC240, nobody waits meanwhile
    async with nats_server(folder) as server, await connect(LogSettings(url=server.url, lease_sec=LEASE_SEC)) as log:
        yield Position(folder, server, log)


def comparable(thing: object) -> object:
    """Take from a state or a history what may differ between two runs of the same job: moments and which run it was."""
    text = msgspec.json.encode(thing).decode()
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "JOB", text)
    text = re.sub(r'"run":"\d+\.\d+"', '"run":"RUN"', text)
    text = re.sub(r":\d+\.\d+:(\d+)", r":RUN:\1", text)
    text = re.sub(r'"(durationMs|duration_ms|etaSec|seq|lastSeq|updatedAt|at|startedAt)":[^,}]+', r'"\1":0', text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "THEN", text)
    text = re.sub(r"second began \d+\.\d+", "second began", text)
    found: object = msgspec.json.decode(text)
    return found


async def outcome(connection: Connection, job_id: JobId, *, revisions: int = 1) -> tuple[object, object]:
    """Give what is left of a job when it has ended: its state, and its lifecycle as told."""
    await until_done(connection, job_id, revisions)
    shown = await history(connection, job_id)
    assert_one_end(shown, revisions)
    told = [replace(event, id="") for event in shown if re.fullmatch(r"\d+\.\d+", event.id)]
    return comparable(await state_of(connection, job_id)), comparable(told)


@pytest.fixture
async def undisturbed(tmp_path: Path) -> tuple[object, object]:
    """Run the job when nobody dies."""
    async with opened(tmp_path / "undisturbed") as system, system.pipeline(), system.agents():
        return await outcome(system.connection, await start_job(system.connection, TRIAL.name, DOCUMENTS))


async def die_in_the_pipeline(system: Position, writes: int) -> tuple[bool, tuple[object, object]]:
    """Let the pipeline die after so many writes, and another one go on; tells whether it came to that."""
    victim = system.victim(writes, PIPELINE)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(victim.stop)
        await stack.enter_async_context(system.agents())
        await victim.start()
        job_id = await start_job(system.connection, TRIAL.name, DOCUMENTS)
        died = await dies_or_ends(system, victim, job_id)
        if died:
            await stack.enter_async_context(system.pipeline())
        return died, await outcome(system.connection, job_id)


async def die_in_the_agents(system: Position, writes: int) -> tuple[bool, tuple[object, object]]:
    """Let the agents die after so many writes, and others go on."""
    victim = system.victim(writes, AGENTS)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(victim.stop)
        await stack.enter_async_context(system.pipeline())
        await victim.start()
        job_id = await start_job(system.connection, TRIAL.name, DOCUMENTS)
        died = await dies_or_ends(system, victim, job_id)
        if died:
            await stack.enter_async_context(system.agents())
        return died, await outcome(system.connection, job_id)


async def dies_or_ends(system: Position, victim: ServiceProcess, job_id: JobId) -> bool:
    """Wait until the service is dead, or the job has come to its end without that."""
    dying = asyncio.create_task(victim.ended(within_sec=60))
    ending = asyncio.create_task(until_done(system.connection, job_id))
    await asyncio.wait({dying, ending}, return_when=asyncio.FIRST_COMPLETED)
    if not dying.done():  # the last write of all may be its last
        await asyncio.wait({dying}, timeout=0.5)
    for task in (dying, ending):
        task.cancel()
    return dying.done() and not dying.cancelled()


@pytest.mark.parametrize(("die", "at_least"), [(die_in_the_pipeline, 9), (die_in_the_agents, 19)])
@pytest.mark.timeout(300)
async def test_a_service_dies_after_each_of_its_writes(
    die: Callable[[Position, int], Awaitable[tuple[bool, tuple[object, object]]]],
    at_least: int,
    undisturbed: tuple[object, object],
    tmp_path: Path,
) -> None:
    """Wherever it dies, the job ends as if nobody had: the same state, the same lifecycle, each thing once."""
    free = asyncio.Semaphore(AT_A_TIME)

    async def at(writes: int) -> bool:
        async with free, opened(tmp_path / str(writes)) as system:
            died, found = await die(system, writes)
            assert found == undisturbed, f"it died after write {writes}"
            return died

    died = await asyncio.gather(*(at(writes) for writes in range(1, at_least + 3)))

    positions = sum(died)
    assert positions >= at_least
    assert died == [True] * positions + [False] * (len(died) - positions)  # every position, and not one too few


async def answered(system: Position, writes: int | None) -> tuple[bool, tuple[object, object]]:
    """Let a job end, and the pipeline that opens its second revision die after so many writes, if any."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(system.agents())
        async with system.pipeline():
            job_id = await start_job(system.connection, TRIAL.name, DOCUMENTS)
            await until_done(system.connection, job_id)
        await say(system.connection, job_id, {"script": "go on"})
        died = False
        if writes is not None:
            victim = system.victim(writes, PIPELINE)
            stack.push_async_callback(victim.stop)
            await victim.start()
            dying = asyncio.create_task(victim.ended(within_sec=60))
            ending = asyncio.create_task(until_done(system.connection, job_id, revision=2))
            await asyncio.wait({dying, ending}, return_when=asyncio.FIRST_COMPLETED)
            if not dying.done():
                await asyncio.wait({dying}, timeout=0.5)
            died = dying.done()
            for task in (dying, ending):
                task.cancel()
        if writes is None or died:
            await stack.enter_async_context(system.pipeline())
        return died, await outcome(system.connection, job_id, revisions=2)


@pytest.mark.timeout(300)
async def test_a_pipeline_dies_after_each_write_of_an_answered_job(tmp_path: Path) -> None:
    """Wherever it dies, the second revision ends as if nobody had: what did not change appears as completed, once."""
    async with opened(tmp_path / "undisturbed") as system:
        _, undisturbed = await answered(system, None)
    free = asyncio.Semaphore(AT_A_TIME)

    async def at(writes: int) -> bool:
        async with free, opened(tmp_path / str(writes)) as system:
            died, found = await answered(system, writes)
            assert found == undisturbed, f"it died after write {writes}"
            return died

    died = await asyncio.gather(*(at(writes) for writes in range(1, 11)))

    positions = sum(died)
    assert positions >= 8  # running, first, two work items, two ends, completed, done
    assert died == [True] * positions + [False] * (len(died) - positions)


SIMPLE = Graph(name=DEFAULT_GRAPH, steps=(Step(name="only", policy=QUICK),))
"""What a gateway starts, with one step instead of seven."""


async def tell_something(work: Work) -> AsyncGenerator[Told, None]:
    """Do the only step."""
    yield insight("requirement", "low", f"{len(await work.read('resume_upload', str))} characters")
    yield outcome_told({"made": "something"})


@pytest.mark.timeout(120)
async def test_a_gateway_dies_after_each_of_its_writes(tmp_path: Path) -> None:
    """Whoever asks again with the same key gets the same job, started once, and it runs to its end."""
    body = {"resume_text": "Mara Lindqvist, Nurse", "job_text": "Nurse wanted"}
    died = []
    async with opened(tmp_path / "system") as system:
        (tmp_path / "keys").write_text("test:" + KEY + "\n")
        only = agent_of("only", tell_something)
        async with (
            running_pipeline(system.connection, {SIMPLE.name: SIMPLE}),
            running_agents(system.connection, [only], lease_sec=LEASE_SEC),
        ):
            for writes in range(1, 6):
                environment = {"PORT": str(free_port()), "TOKEN_KEYS": str(tmp_path / "keys")}
                url = f"http://127.0.0.1:{environment['PORT']}/api/pipeline/start"
                key = {"Idempotency-Key": f"the-same-at-{writes}"}
                async with AsyncExitStack() as stack:
                    victim = await system.victim(writes, ["gateway"], **environment).start()
                    stack.push_async_callback(victim.stop)
                    client = await stack.enter_async_context(httpx.AsyncClient(timeout=30))
                    with contextlib.suppress(httpx.TransportError):
                        await client.post(url, json=body, headers=key)
                    died.append(await has_died(victim))
                    await victim.stop()
                    other = await system.victim(0, ["gateway"], **environment).start()
                    stack.push_async_callback(other.stop)
                    answers = [(await client.post(url, json=body, headers=key)).raise_for_status() for _ in range(2)]
                (job_id,) = {JobId(answer.json()["job_id"]) for answer in answers}
                await until_done(system.connection, job_id)
                assert_one_end(await history(system.connection, job_id))
                assert len(await system.connection.log.read(subjects.control(job_id))) == 1

    assert died == [True, True, True, True, False]  # two documents, the start, what was told of it


async def has_died(victim: ServiceProcess) -> bool:
    """Tell whether a service is dead, or dies within a moment."""
    try:
        await victim.ended(within_sec=0.5)
    except TimeoutError:
        return False
    return True
