"""Several jobs whose logs the test writes, and the stream of all of them."""

import contextlib
from collections.abc import AsyncIterator, Sequence

import httpx

from contracts import subjects
from contracts.events import encode_event
from contracts.ids import JobId, new_job_id
from eventlog import Connection
from tests.golden.script import JOB, Line
from tests.support.gateway import Reading, RunningGateway, Stream
from tests.support.gateway_job import WrittenJob


async def started_jobs(connection: Connection, count: int) -> list[WrittenJob]:
    """Let some jobs exist."""
    jobs = [WrittenJob(connection.log, new_job_id()) for _ in range(count)]
    for job in jobs:
        await job.start()
    return jobs


async def write_of(job: WrittenJob, lines: Sequence[Line]) -> None:
    """Append lines of a golden script as those of another job."""
    for line in lines:
        data = encode_event(line.event).replace(JOB.encode(), job.job_id.encode())
        subject = (subjects.status if line.channel == "status" else subjects.events)(job.job_id)
        message_id = line.message_id and line.message_id.replace(JOB, job.job_id)
        job.positions.append((await job.log.append(subject, data, message_id=message_id)).seq)


def query_of(gateway: RunningGateway, jobs: Sequence[JobId], cursors: Sequence[int] | None = None) -> list[str]:
    """Name jobs as the stream of many jobs wants them: with cursors and tokens."""
    return [
        f"{job}~{cursor}~{gateway.token(job)}" for job, cursor in zip(jobs, cursors or [0] * len(jobs), strict=True)
    ]


@contextlib.asynccontextmanager
async def many(
    gateway: RunningGateway, named: Sequence[str], *, cursor: str | None = None, **query: str
) -> AsyncIterator[Stream]:
    """Open the stream of many jobs."""
    headers = {} if cursor is None else {"Last-Event-ID": cursor}
    params = httpx.QueryParams([*(("job", name) for name in named), *query.items()])
    async with gateway.client.stream("GET", "/api/stream", params=params, headers=headers) as response:
        if response.status_code not in {200, 204}:
            await response.aread()
        yield Stream(response)


async def read_many(gateway: RunningGateway, named: Sequence[str], *, cursor: str | None = None) -> Reading:
    """Read the stream of many jobs to its end."""
    async with many(gateway, named, cursor=cursor) as stream:
        return await stream.read() if stream.reading.status == 200 else stream.reading


def events_of(reading: Reading, job: JobId) -> list[str]:
    """Give what a stream showed of one job."""
    return [frame.data for frame in reading.events if frame.json["job_id"] == job]
