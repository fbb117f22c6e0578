"""Asking for several jobs on one connection, and telling apart what came."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from tests.conformance.cases import expect_same
from tests.conformance.jobs import Job
from tests.conformance.stream import Stream, streaming
from tests.conformance.world import World


class Asked(NamedTuple):
    """One job of the list, and where its reader stands."""

    job: Job
    cursor: str = "0"


def path_of(asked: Sequence[Asked]) -> str:
    """Write the path: `job=ID~CURSOR~TOKEN` for each."""
    return path_with([f"{one.job.job_id}~{one.cursor}~{one.job.token}" for one in asked])


def path_with(parts: Sequence[str]) -> str:
    """Write the path of parts as they are given."""
    return "/api/stream?" + "&".join(f"job={quote(part, safe='~')}" for part in parts)


@contextlib.asynccontextmanager
async def watching(world: World, asked: Sequence[Asked], *, cursor: str | None = None) -> AsyncIterator[Stream]:
    """Open one stream of several jobs; `cursor` is for `Last-Event-ID`."""
    headers = [] if cursor is None else [("Last-Event-ID", cursor)]
    async with streaming(world.url, path_of(asked), headers) as stream:
        yield stream


async def read_many(world: World, asked: Sequence[Asked], *, cursor: str | None = None) -> Stream:
    """Read one stream of several jobs to its end."""
    async with watching(world, asked, cursor=cursor) as stream:
        return await stream.to_end()


def data_of(stream: Stream, job: Job) -> list[str]:
    """Give the data of a job's events, in order."""
    return [one.data for one in stream.shown if one.json["job_id"] == job.job_id]


def controls_of(stream: Stream, job: Job) -> list[dict[str, Any]]:
    """Give the words about a job's part."""
    return [said for said in stream.controls if said.get("job_id") == job.job_id]


async def three_jobs(world: World) -> list[Job]:
    """Give jobs that have ended: one well, one badly, one twice."""
    return [await world.jobs.finished(), await world.jobs.failed(), await world.jobs.retried()]


async def read_three(world: World) -> tuple[list[Asked], Stream]:
    """Read these from the beginning on one stream; give how they were asked for, and the stream."""
    asked = [Asked(job) for job in await three_jobs(world)]
    stream = await read_many(world, asked)
    expect_same(stream.status, 200, "the status of the whole")
    return asked, stream


async def told_by(world: World, job: Job) -> list[str]:
    """Give the data of what a job's own stream shows."""
    return [one.data for one in (await world.whole(job)).shown]
