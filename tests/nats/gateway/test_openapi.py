"""The HTTP API is what its OpenAPI document says: schemathesis sends what that allows, and what it does not."""

import asyncio
import re
import sys
from pathlib import Path

from openapi_spec_validator import validate

from agents.ingesting.agent import IngestingAgent
from contracts.events import DoneEvent
from eventlog import Connection
from tests.support.gateway import RunningGateway
from tests.support.gateway_job import WrittenJob, long_script
from tests.support.in_process import running_agents

ROOT = Path(__file__).parents[3]
CODE = re.compile(r'^\s+code = "([a-z_]+)"|code="([a-z_]+)"', re.MULTILINE)
READERS = "services/agents/src/agents"
"""Whoever reads files: their refusals come through."""
INSIDE = {
    "permanent",
    "bad_request",
    "conflict",
    "limit",
    "configuration",
    "jetstream",
    "other_body",
    "unavailable",
    "internal",
    "no_such_path",
    "log_lagging",
}
"""Codes that no answer has: of errors that always come under a more exact one, or stay inside."""
CONFIGURATION = """
[parameters]
"path.job_id" = "{job_id}"

[checks.negative_data_rejection]
# 413 is a refusal too: a text that is too long is answered with its limit.
expected-statuses = ["400", "401", "403", "404", "405", "409", "413", "415", "422"]
"""


async def test_the_running_gateway_is_as_documented(
    gateway: RunningGateway, job: WrittenJob, connection: Connection, tmp_path: Path
) -> None:
    """No 5xx, no undocumented status, header, type or shape; bad data is refused; errors are problems."""
    script = long_script()
    *lines, last = script.lines
    refs = {name: await connection.documents.put(job.job_id, name, b"{}") for name in ("resume.md", "report.json")}
    assert isinstance(last.event, DoneEvent)
    last.event.data.artifacts.update(refs)
    await job.write([*lines, last])
    async with running_agents(connection, [IngestingAgent.create()]):  # reads files for previews
        await _schemathesis(gateway, job, tmp_path)


async def _schemathesis(gateway: RunningGateway, job: WrittenJob, tmp_path: Path) -> None:
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(CONFIGURATION.format(job_id=job.job_id))
    options = {
        "--max-examples": "25",
        "--checks": "all",
        # 422 is for what no schema can say: a text without a word, a file that is an image.
        "--exclude-checks": "positive_data_acceptance",
        "--phases": "examples,coverage,fuzzing",
        # Erasing would take the job away from the others; `run` reads the same bodies and waits for each job's end.
        "--exclude-method": "DELETE",
        "--exclude-path": "/api/pipeline/run",
        "--seed": "20261123",
        "--header": f"Authorization: Bearer {gateway.token(job.job_id)}",
    }
    running = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).parent / "schemathesis"),
        *("--config-file", str(configuration), "run", f"{gateway.client.base_url}/schema/openapi.json"),
        *(word for option in options.items() for word in option),
        "--continue-on-failure",
        stdout=asyncio.subprocess.PIPE,
    )
    told = (await running.communicate())[0].decode()
    assert running.returncode == 0, "\n".join(line[:400] for line in told.splitlines())
    tested = re.search(r"Tested: (\d+)", told)
    assert tested is not None
    assert int(tested[1]) == 17


async def test_the_document_is_valid_and_names_every_call_and_code(gateway: RunningGateway) -> None:
    """OpenAPI 3.1; everything described; each code that the gateway can answer stands in it."""
    document = (await gateway.client.get("/schema/openapi.json")).raise_for_status().json()
    validate(document)
    for path, calls in document["paths"].items():
        for method, call in calls.items():
            assert call["summary"], (method, path)
            assert len(call["description"]) > 15, (method, path)
    documented = {
        code
        for calls in document["paths"].values()
        for call in calls.values()
        for status, answer in call["responses"].items()
        if int(status) >= 400
        for code in re.findall(r"`([a-z_]+)`", answer["description"])
    }
    sources = [
        source.read_text()
        for folder in ("services/gateway/src", "eventlog/src")
        for source in (ROOT / folder).rglob("*.py")
        if source.parent.name != "openapi"
    ]
    answered = {first or second for source in sources for first, second in CODE.findall(source)}
    assert answered - INSIDE <= documented
    sources += [source.read_text() for source in (ROOT / READERS).rglob("*.py")]
    assert [code for code in documented if not any(f'"{code}"' in source for source in sources)] == []
