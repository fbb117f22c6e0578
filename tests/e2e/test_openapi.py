"""The HTTP API is what its OpenAPI document says: schemathesis sends what that allows, and what it does not."""

import re
import subprocess
import sys
from pathlib import Path

import httpx
from openapi_spec_validator import validate

from tests.support.fictional import text
from tests.support.system import System

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'^\s+code = "([a-z_]+)"|code="([a-z_]+)"', re.MULTILINE)
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


def test_the_running_gateway_is_as_documented(system: System, tmp_path: Path) -> None:
    """No 5xx, no undocumented status, header, type or shape; bad data is refused; errors are problems."""
    job = system.start(text("nurse"), text("posting_nurse"))
    job.stream()
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
        "--header": f"Authorization: Bearer {job.token}",
    }
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "schemathesis"),
            *("--config-file", str(configuration), "run", f"{system.client.base_url}/schema/openapi.json"),
            *(word for option in options.items() for word in option),
            "--continue-on-failure",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert done.returncode == 0, "\n".join(line[:400] for line in done.stdout.splitlines())
    tested = re.search(r"Tested: (\d+)", done.stdout)
    assert tested is not None
    assert int(tested[1]) == 10


def test_the_document_is_valid_and_names_every_call_and_code(system: System) -> None:
    """OpenAPI 3.1; everything described; each code that the gateway can answer stands in it."""
    document = system.client.get("/schema/openapi.json").raise_for_status().json()
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
    assert [code for code in documented if not any(f'"{code}"' in source for source in sources)] == []


def test_the_page_of_the_api_asks_nobody_else(system: System) -> None:
    """`/schema` is a document of ours whose scripts and styles are ours too; the browser test looks at it."""
    page = httpx.get(f"{system.client.base_url}/schema").raise_for_status()
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert re.findall(r'(?:src|href)="(?!/)', page.text) == []
