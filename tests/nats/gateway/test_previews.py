"""What is read of a file is shown before a job is started: gateway and agent together, over a real server."""

from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from agents.ingesting.agent import IngestingAgent
from agents.sdk.testing import given, handed_over
from contracts.documents import SourceText
from contracts.preview import Preview
from gateway.start.files import FILE_LIMIT_BYTES
from tests.support import fictional
from tests.support.gateway import RunningGateway
from tests.support.hostile_files import HOSTILE
from tests.support.made_files import pdf_of, two_columns, word_file
from tests.support.nats_server import NatsServer, stored
from tests.support.services import ServiceProcess

pytestmark = pytest.mark.timeout(120)

URL = "/api/preview"
RESUME = fictional.text("nurse")
POSTING = fictional.text("posting_nurse")


@pytest.fixture
async def reader(server: NatsServer, tmp_path: Path) -> AsyncIterator[ServiceProcess]:
    """Run the agent of `ingesting` as a process of its own."""
    agent = ServiceProcess(tmp_path, "ingesting", "agents", "ingesting", environment={"NATS_URL": server.url})
    await agent.start()
    yield agent
    await agent.stop()


async def shown(gateway: RunningGateway, **files: Any) -> Preview:  # noqa: ANN401 - what httpx takes for a file
    """Have a file read."""
    answer = await gateway.client.post(URL, files=files)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return msgspec.json.decode(answer.content, type=Preview)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """Read a problem: its status and code."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    said = answer.json()
    assert said["status"] == answer.status_code
    assert len(said["detail"]) > 20
    return said["status"], said["code"]


@pytest.mark.parametrize(("kind", "content"), [("pdf", pdf_of(RESUME)), ("docx", word_file(RESUME))])
async def test_a_file_is_shown_as_its_job_reads_it(
    kind: str,
    content: bytes,
    gateway: RunningGateway,
    reader: ServiceProcess,
    server: NatsServer,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """To the character the text that a job builds on; nothing is stored, and no two words of it are logged."""
    before = await stored(server)
    preview = await shown(gateway, resume_file=("cv", content, "text/plain"))
    told = [one async for one in IngestingAgent.create().handle(given(resume_upload=content, job_upload=POSTING))]
    assert preview.text == handed_over(told, "resume_source", SourceText).text
    assert (preview.side, preview.origin, preview.pages, preview.language) == ("resume", kind, 1, "en")
    assert preview.words > 50
    assert preview.warnings == []
    assert await stored(server) == before
    logged = reader.log.read_text() + capsys.readouterr().out
    assert "/api/preview" in logged
    assert not [pair for pair in map(" ".join, pairwise(RESUME.split())) if pair in logged]


@pytest.mark.usefixtures("reader")
async def test_what_to_look_out_for_is_told(gateway: RunningGateway) -> None:
    """Columns and few words, in sentences."""
    columns = await shown(gateway, resume_file=two_columns())
    assert "The file has 2 columns: read one after the other" in columns.warnings
    few = await shown(gateway, job_file=pdf_of("Cook wanted"))
    assert few.warnings == ["Only 2 words could be read of the file: compare the text with it"]


@pytest.mark.usefixtures("reader")
async def test_texts_and_postings_as_data_are_read_too(gateway: RunningGateway) -> None:
    """Markdown loses its marks, other encodings become ours, and a JobPosting is written out."""
    markdown = "# Zoë Roe\n\n## Experience\n\n- **Night** shifts"
    text = await shown(gateway, resume_file=("cv.md", markdown.encode("utf-16"), "text/markdown"))
    assert (text.text, text.origin, text.pages) == ("Zoë Roe\n\nExperience\n\n• Night shifts", "txt", None)
    windows = await shown(gateway, resume_file="Zoë Roe – naïve café".encode("cp1252"))
    assert windows.text == "Zoë Roe – naïve café"
    posting = b'{"@type": "JobPosting", "title": "Nurse", "description": "<p>Nurse wanted</p>"}'
    written = await shown(gateway, job_file=posting)
    assert (written.side, written.text, written.origin) == ("posting", "Nurse\n\nNurse wanted", "json")


async def test_a_hostile_file_is_refused_and_harms_nobody(gateway: RunningGateway, reader: ServiceProcess) -> None:
    """Each with the code that its job would fail with, and the field; the same agent reads the next file."""
    for name, (content, code) in HOSTILE.items():
        answer = await gateway.client.post(URL, files={"resume_file": content})
        said = refusal(answer)
        if code is None:
            assert said in {(422, "file_too_heavy"), (422, "corrupt_file"), (503, "preview_unavailable")}, name
        else:
            assert said == (422, code), name
            assert answer.json()["field"] == "resume_file"
    assert (await shown(gateway, resume_file=word_file(RESUME))).words > 50
    assert reader.log.read_text().count("agents_ready") == 1


async def test_what_no_start_takes_is_refused_at_the_door(gateway: RunningGateway) -> None:
    """Nobody has to read anything for that: too large, another kind, no form, no file, two of them, another's page."""
    post = gateway.client.post
    foreign = {"Origin": "https://elsewhere.example"}
    for answer, said in [
        (await post(URL, files={"resume_file": b"a" * (FILE_LIMIT_BYTES + 1)}), (413, "too_large")),
        (await post(URL, files={"resume_file": b"word " * 30_000}), (413, "too_large")),
        (await post(URL, files={"job_file": b"\x89PNG\r\n"}), (415, "unsupported_file")),
        (await post(URL, json={"resume_file": "x"}), (415, "unsupported_type")),
        (await post(URL, files={"resume_file": b"Jane"}, data={"job_text": "x"}), (400, "unfit_body")),
        (await post(URL, files={"resume_file": b""}), (422, "one_file")),
        (await post(URL, files={"resume_file": b"Jane", "job_file": b"Cook"}), (422, "one_file")),
        (await post(URL, files={"resume_file": b"--- ---"}), (422, "empty_text")),
        (await post(URL, files={"resume_file": b"Jane"}, headers=foreign), (403, "origin_refused")),
    ]:
        assert refusal(answer) == said


async def test_where_nobody_reads_it_is_said_at_once(gateway: RunningGateway) -> None:
    """Without an agent: 503, when to come back, and that a start takes the file all the same."""
    answer = await gateway.client.post(URL, files={"resume_file": pdf_of("Jane Roe")})
    assert refusal(answer) == (503, "preview_unavailable")
    assert "start anyway" in answer.json()["detail"]
    assert int(answer.headers["retry-after"]) >= 1
    started = await gateway.client.post(
        "/api/pipeline/start", files={"resume_file": pdf_of("Jane Roe")}, data={"job_text": POSTING}
    )
    assert started.status_code == 202
