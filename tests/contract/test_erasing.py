"""What erasing a job promises, on the twin and on JetStream alike."""

import pytest

from contracts import subjects
from contracts.ids import new_job_id, parse_step
from eventlog import Connection, DocumentNotFoundError
from tests.support.backends import work_item

STEP = parse_step("planning")


async def test_an_erased_job_leaves_its_last_control_fact_only(connection: Connection) -> None:
    """Documents, events, outcomes and work are gone, the last control fact stays; erasing twice is as once."""
    job, other = new_job_id(), new_job_id()
    refs = {}
    for owner in (job, other):
        refs[owner] = await connection.documents.put(owner, "resume_text", b"private")
        for subject in (subjects.status, subjects.events, subjects.control, subjects.results):
            await connection.log.append(subject(owner), b"{}")
        await connection.log.append(subjects.control(owner), b'{"last": 1}')
        await connection.queue.publish(work_item(owner, STEP))

    await connection.erase(job)
    await connection.erase(job)

    assert await connection.log.read(subjects.public(job)) == []
    assert [m.data for m in await connection.log.read(subjects.facts(job))] == [b'{"last": 1}']
    with pytest.raises(DocumentNotFoundError):
        await connection.documents.get(refs[job])
    assert len(await connection.log.read(subjects.public(other))) == 2
    assert await connection.documents.get(refs[other]) == b"private"
    left = await (await connection.queue.work(STEP)).fetch(5)
    assert [subjects.job_of(delivery.message.subject) for delivery in left] == [other]
