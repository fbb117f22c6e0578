"""A job that has ended with questions and changes, as agents and pipeline leave it: for those who answer it."""

import msgspec

from contracts import subjects
from contracts.control import Answers
from contracts.documents import Contact, OptimisedDoc, Patch, Plan, Question
from contracts.events import Done, DoneEvent, JobStatus, JobStatusEvent, JobStatusName, encode_event
from contracts.ids import JobId
from eventlog import Connection
from eventlog.jobs import fact_of

QUESTIONS = [
    Question(id="q-r1", requirement_id="r1", text="The posting asks for Welsh.", term="Welsh"),
    Question(id="q-r2", requirement_id="r2", text="The posting asks for SQL.", term="SQL"),
]
PATCHES = [
    Patch(id="p1", op="weak_opening", path="bullet:b1", before="Responsible for filing", after="Filed"),
    Patch(id="p2", op="rename_heading", path="section:s1", before="Jobs", after="Experience"),
    Patch(id="p3", op="verb_swap", path="bullet:b2", before="Did", after="Led"),
]
EDIT = Patch(
    id="polish1", op="polish_spelling", path="bullet:b3", before="teh", after="the", engine="polish", status="applied"
)
NOW = "2026-11-22T20:17:47.648Z"


async def end(connection: Connection, job: JobId, *, revision: int = 1, status: JobStatusName = "completed") -> None:
    """Let a revision end as the pipeline tells it, with what its agents made: the third change was refused."""
    made = [
        *(msgspec.structs.replace(patch, status="rejected" if patch.id == "p3" else "applied") for patch in PATCHES),
        EDIT,
    ]
    documents = {
        "questions": msgspec.json.encode(QUESTIONS),
        "patches": msgspec.json.encode(Plan(patches=PATCHES, questions=QUESTIONS)),
        "result": msgspec.json.encode(OptimisedDoc(contact=Contact(), sections=[], patches=made)),
    }
    refs = {name: await connection.documents.put(job, name, content) for name, content in documents.items()}
    await tell(connection, job, revision, status, refs)


async def tell(
    connection: Connection, job: JobId, revision: int, status: JobStatusName, artifacts: dict[str, str] | None
) -> None:
    """Tell of the job's life, as the pipeline does; with artifacts it is an end."""
    event = JobStatusEvent(
        timestamp=NOW, id=f"{revision}-{status}", job_id=job, data=JobStatus(status=status, revision=revision)
    )
    await connection.log.append(subjects.status(job), encode_event(event))
    if artifacts is not None:
        data = Done(revision=revision, status=status, duration_ms=1, artifacts=artifacts)
        done = DoneEvent(timestamp=NOW, id=f"{revision}-done", job_id=job, data=data)
        await connection.log.append(subjects.status(job), encode_event(done))


async def said(connection: Connection, job: JobId) -> list[dict[str, bytes]]:
    """Give what users said to a job, fact by fact: the content of each document by its name."""
    facts = [fact_of(message) for message in await connection.log.read(subjects.control(job))]
    return [
        {name: await connection.documents.get(ref) for name, ref in fact.documents.items()}
        for fact in facts
        if isinstance(fact, Answers)
    ]
