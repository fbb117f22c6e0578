"""Artifacts and documents: what a job made, to whoever holds its token, and nobody else's."""

from contracts.ids import new_job_id
from contracts.refs import ref_for
from eventlog import Connection
from tests.golden.script import JOB, Script
from tests.support.gateway import RunningGateway
from tests.support.gateway_job import JOB_ID, WrittenJob

CONTENT = {
    "resume.md": b"# Jane Roe\n",
    "resume.txt": "Jané Roe\n".encode(),
    "report.json": b'{"score": 1}',
    "match": b'{"score": {"value": 41.5}}',
    "questions": b"[]",
    "resume.pdf": b"%PDF-1.7\n\x00",
    "resume.docx": b"PK\x03\x04",
}


async def finished(job: WrittenJob, connection: Connection, content: dict[str, bytes], revision: int = 1) -> None:
    """Write a revision that made some artifacts."""
    refs = {name: await connection.documents.put(JOB_ID, name, data) for name, data in content.items()}
    script = Script()
    if revision == 1:
        script.job("started")
    script.job("running", revision)
    script.job("completed", revision)
    script.done("completed", revision, **refs)
    await job.write(script.lines)


async def test_artifacts_are_listed_and_served(
    gateway: RunningGateway, job: WrittenJob, connection: Connection
) -> None:
    """The list names what the newest `done` names; each address gives the bytes under their type."""
    await finished(job, connection, CONTENT)
    listed = (await gateway.get(f"/api/jobs/{JOB}/artifacts", JOB)).json()
    assert (listed["job_id"], listed["revision"]) == (JOB, 1)
    types = {}
    for link in listed["artifacts"]:
        answer = await gateway.get(link["url"], JOB)
        assert answer.status_code == 200
        assert answer.content == CONTENT[link["name"]]
        assert link["ref"] == ref_for(JOB_ID, link["name"], CONTENT[link["name"]])
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        kept = answer.headers["content-disposition"]
        assert kept == (
            f'attachment; filename="{link["name"]}"' if "." in link["name"] else f'inline; filename="{link["name"]}"'
        )
        types[link["name"]] = answer.headers["content-type"]
    assert types == {
        "resume.md": "text/markdown; charset=utf-8",
        "resume.txt": "text/plain; charset=utf-8",
        "report.json": "application/json",
        "match": "application/json",
        "questions": "application/json",
        "resume.pdf": "application/pdf",
        "resume.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }


async def test_before_the_end_there_are_none(gateway: RunningGateway, job: WrittenJob) -> None:
    """A running job has an empty list; a name is 404 with a sentence."""
    script = Script()
    script.started()
    await job.write(script.lines)
    assert (await gateway.get(f"/api/jobs/{JOB}/artifacts", JOB)).json()["artifacts"] == []
    answer = await gateway.get(f"/api/jobs/{JOB}/artifacts/resume.md", JOB)
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_artifact")


async def test_the_newest_revision_counts(gateway: RunningGateway, job: WrittenJob, connection: Connection) -> None:
    """A second revision's artifacts replace the first's; the first's documents stay reachable by their ref."""
    await finished(job, connection, {"resume.md": b"first", "extra": b"{}"})
    await finished(job, connection, {"resume.md": b"second"}, revision=2)
    assert (await gateway.get(f"/api/jobs/{JOB}/artifacts/resume.md", JOB)).content == b"second"
    assert (await gateway.get(f"/api/jobs/{JOB}/artifacts/extra", JOB)).status_code == 404
    ref = ref_for(JOB_ID, "resume.md", b"first")
    assert (await gateway.get(f"/api/jobs/{JOB}/artifacts?ref={ref}", JOB)).content == b"first"


async def test_a_ref_opens_documents_of_its_job_only(
    gateway: RunningGateway, job: WrittenJob, connection: Connection
) -> None:
    """Any document of this job; another job's is 403 with any token, one that is not there 404."""
    await finished(job, connection, {})
    mine = await connection.documents.put(JOB_ID, "plan", b'{"patches": []}')
    upload = await connection.documents.put(JOB_ID, "resume_upload", b"Jane Roe")
    stranger = await connection.documents.put(new_job_id(), "plan", b"{}")
    plan = await gateway.get(f"/api/jobs/{JOB}/artifacts?ref={mine}", JOB)
    assert (plan.content, plan.headers["content-type"]) == (b'{"patches": []}', "application/json")
    text = await gateway.get(f"/api/jobs/{JOB}/artifacts?ref={upload}", JOB)
    assert (text.content, text.headers["content-type"]) == (b"Jane Roe", "text/plain; charset=utf-8")
    assert text.headers["content-disposition"] == "inline"
    other = await gateway.get(f"/api/jobs/{JOB}/artifacts?ref={stranger}", JOB)
    assert (other.status_code, other.json()["code"]) == (403, "ref_of_another_job")
    missing = await gateway.get(f"/api/jobs/{JOB}/artifacts?ref={ref_for(JOB_ID, 'plan', b'nothing')}", JOB)
    assert (missing.status_code, missing.json()["code"]) == (404, "no_such_document")
