"""Two pipelines as processes, with a retention of seconds: what `RETENTION` does to a job that has ended."""

import time
from pathlib import Path

import msgspec

from contracts import subjects
from contracts.control import Deleted, decode_control
from eventlog import LogSettings, connect
from tests.support.eventually import found
from tests.support.in_process import running_agents
from tests.support.jobs import start_job, until_done
from tests.support.nats_server import nats_server
from tests.support.services import ServiceProcess
from tests.support.tiny_agents import TRIAL, First, Second, Third

RETENTION_SEC = 5.0


async def test_a_job_is_kept_for_the_retention_and_no_longer(tmp_path: Path) -> None:
    """Not before its time and well before `max_age`, one tombstone is all that is left, and it is written once."""
    graphs = tmp_path / "graphs.json"
    graphs.write_bytes(msgspec.json.encode([TRIAL]))
    async with nats_server(tmp_path) as server:
        environment = {"NATS_URL": server.url, "RETENTION": "5", "DEDUPE_WINDOW": "1", "GRAPHS_FILE": str(graphs)}
        pipelines = [ServiceProcess(tmp_path, f"pipeline-{n}", "pipeline", environment=environment) for n in (0, 1)]
        settings = LogSettings(url=server.url, retention_sec=RETENTION_SEC, dedupe_window_sec=1.0)
        try:
            for pipeline in pipelines:
                await pipeline.start()
            async with (
                await connect(settings) as connection,
                running_agents(connection, [First(), Second(), Third()]),
            ):
                job_id = await start_job(connection, TRIAL.name, {"text": "one two", "script": "go"})
                await until_done(connection, job_id)
                ended = time.monotonic()

                async def tombstone() -> Deleted | None:
                    facts = await connection.log.read(subjects.facts(job_id))
                    fact = decode_control(facts[0].data) if len(facts) == 1 else None
                    return fact if isinstance(fact, Deleted) else None

                assert (await found(tombstone)).reason == "its time is over"
                assert RETENTION_SEC - 0.5 <= time.monotonic() - ended < 1.9 * RETENTION_SEC
                assert await connection.log.read(subjects.public(job_id)) == []
        finally:
            for pipeline in pipelines:
                await pipeline.stop()
    said = "".join(pipeline.log.read_text() for pipeline in pipelines)
    assert said.count('"job_expired"') == 1
    assert '"level": "error"' not in said
