"""Snapshots over HTTP: past positions that streams go on from, pages of a job that goes on, answers that are there."""

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import httpx
import pytest

from contracts.events import decode_event
from contracts.ids import JobId
from contracts.state import JobState
from eventlog import Connection
from tests.golden.script import JOB
from tests.support.gateway import RunningGateway, eventually, running_gateway
from tests.support.gateway_job import WrittenJob, long_script

LINES = long_script(40).lines
PATH = f"/api/jobs/{JOB}/snapshot"


async def got(gateway: RunningGateway, url: str) -> dict[str, Any]:
    """Get a snapshot."""
    answer = await gateway.get(url, JOB)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def state_after(events: list[dict[str, Any]], raw: list[str]) -> JobState:
    """Fold events as a reader of the stream would."""
    state = JobState()
    for item, data in zip(events, raw, strict=True):
        state.apply(item["seq"], decode_event(data.encode()))
    return state


@pytest.mark.parametrize("warm", [False, True], ids=["cold", "warm"])
async def test_a_past_position_and_its_stream_are_the_whole_log(
    gateway: RunningGateway, job: WrittenJob, *, warm: bool
) -> None:
    """At every position: the events up to there, their fold, and a stream that goes on exactly there, to the end."""
    await job.write(LINES)
    whole = await gateway.read(JOB)
    if not warm:
        await eventually(lambda: len(gateway.gateway.jobs) == 0)
    async with contextlib.AsyncExitStack() as held:
        if warm:  # however long the answers take: else it would be let go meanwhile
            await held.enter_async_context(gateway.gateway.jobs.watched(JobId(JOB)))
        answers = [await got(gateway, f"{PATH}?at={at}") for at in job.positions]
        assert len(gateway.gateway.jobs) == int(warm)
    for n, snapshot in enumerate(answers, 1):
        assert snapshot["seq"] == job.positions[n - 1]
        assert [(str(item["seq"]), item["event"]) for item in snapshot["events"]] == [
            (frame.id, frame.json) for frame in whole.events[:n]
        ]
        view = state_after(snapshot["events"], [frame.data for frame in whole.events[:n]]).view()
        assert snapshot["state"]["progress"] == view.progress
        assert snapshot["state"]["currentStep"] == view.current_step
        assert snapshot["state"]["metrics"] == view.metrics
        assert (snapshot["status"], snapshot["revision"]) == (view.status, view.revision)
        rest = await gateway.client.get(
            snapshot["stream_url"], headers={"Authorization": f"Bearer {gateway.token(JOB)}"}
        )
        if n == len(LINES):
            assert rest.status_code == 204
        else:
            assert b"reset" not in rest.content
            assert rest.content.count(b"\ndata: {") - 1 == len(LINES) - n  # and `caught_up`


@pytest.mark.parametrize("limit", [1, 7, 1000])
async def test_pages_of_a_job_that_goes_on_are_one_snapshot(
    gateway: RunningGateway, job: WrittenJob, limit: int
) -> None:
    """By `next` a reader gets exactly the snapshot of the first page's position, though more is written meanwhile."""
    await job.write(LINES[:25])
    coming = iter(LINES[25:])
    whole = await got(gateway, PATH)
    page = await got(gateway, f"{PATH}?limit={limit}")
    events = list(page["events"])
    while "next" in page:
        assert len(page["events"]) == limit
        if (line := next(coming, None)) is not None:
            await job.write([line])
        page = await got(gateway, page["next"])
        assert (page["seq"], page["state"]) == (whole["seq"], whole["state"])
        events += page["events"]
    assert events == whole["events"]
    behind = await got(gateway, f"{PATH}?after={whole['seq']}")
    assert [item["seq"] for item in whole["events"] + behind["events"]] == job.positions


@pytest.mark.usefixtures("job")
async def test_a_job_that_is_read_in_pages_is_held(gateway: RunningGateway) -> None:
    """The pages to come find it in memory; a snapshot as a whole keeps nothing."""
    await got(gateway, PATH)
    assert len(gateway.gateway.jobs) == 0
    await got(gateway, f"{PATH}?limit=5")
    assert len(gateway.gateway.jobs) == 1


async def test_what_a_reader_has_is_not_sent_again(gateway: RunningGateway, job: WrittenJob) -> None:
    """While nothing new is shown, `If-None-Match` gets a 304 without a body; then the new snapshot with a new tag."""
    await job.write(LINES[:5])
    first = await gateway.get(PATH, JOB)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    assert first.headers["cache-control"] == "private, no-cache"
    for given in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        answer = await gateway.get(PATH, JOB, **{"If-None-Match": given})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
        assert answer.headers["cache-control"] == "private, no-cache"
        assert "content-type" not in answer.headers
    await job.raw(b"rubbish")  # stored, and never shown
    assert (await gateway.get(PATH, JOB, **{"If-None-Match": tag})).status_code == 304
    await job.write(LINES[5:6])
    second = await gateway.get(PATH, JOB, **{"If-None-Match": tag})
    assert second.status_code == 200
    assert second.headers["etag"] != tag
    assert second.json()["seq"] == job.positions[-1]


async def test_every_gateway_gives_the_same_tag(connection: Connection, job: WrittenJob, tmp_path: Path) -> None:
    """A reader who is sent to another gateway, where the job is warm or cold, still has what it has."""
    await job.write(LINES[:9])
    async with running_gateway(connection, tmp_path) as one, running_gateway(connection, tmp_path) as other:
        tag = (await one.get(PATH, JOB)).headers["etag"]
        async with other.stream(JOB) as stream:
            await stream.read(until=9)
            assert (await other.get(PATH, JOB, **{"If-None-Match": tag})).status_code == 304
        assert (await one.get(f"{PATH}?at={job.positions[4]}", JOB, **{"If-None-Match": tag})).status_code == 200


async def test_a_tag_opens_nothing(gateway: RunningGateway, job: WrittenJob) -> None:
    """Who has a tag still needs the token, and learns that the job was erased."""
    await job.write(LINES[:3])
    tag = (await gateway.get(PATH, JOB)).headers["etag"]
    assert (await gateway.client.get(PATH, headers={"If-None-Match": tag})).status_code == 401
    await job.erase()
    assert (await gateway.get(PATH, JOB, **{"If-None-Match": tag})).status_code == 410
    assert (await gateway.get(PATH, JOB, **{"If-None-Match": "*"})).status_code == 410


async def test_a_connection_is_good_after_a_304(gateway: RunningGateway, job: WrittenJob) -> None:
    """The answer without a body ends where it should: the next one on the same connection is read whole."""
    await job.write(LINES[:5])
    headers = {"Authorization": f"Bearer {gateway.token(JOB)}"}
    limits = httpx.Limits(max_connections=1)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{gateway.port}", limits=limits, headers=headers) as client:
        for _ in range(3):
            assert (await client.get(PATH, headers={"If-None-Match": "*"})).status_code == 304
            assert len((await client.get(PATH)).json()["events"]) == 5


async def test_what_cannot_be_shown_is_refused(gateway: RunningGateway, job: WrittenJob) -> None:
    """A position behind the newest message is 422 and says where that is; what is not of its form is 400."""
    await job.write(LINES[:5])
    tail = await job.raw(b"rubbish")
    ahead = await gateway.get(f"{PATH}?at={tail + 1}", JOB)
    assert (ahead.status_code, ahead.json()["code"], ahead.json()["newest"]) == (422, "no_such_position", tail)
    assert (await got(gateway, f"{PATH}?at={tail}"))["seq"] == job.positions[-1]
    assert (await got(gateway, f"{PATH}?at=0"))["stream_url"].endswith("?after=0")
    malformed = await gateway.get(f"{PATH}?limit=many", JOB)
    assert (malformed.status_code, malformed.json()["code"], malformed.json()["field"]) == (
        400,
        "malformed_query",
        "limit",
    )


async def test_many_readers_of_one_job_see_one_log(gateway: RunningGateway, job: WrittenJob) -> None:
    """Snapshots that are asked for while the job is written are each a beginning of the log, whole up to `seq`."""

    async def read() -> dict[str, Any]:
        return await got(gateway, PATH)

    async with gateway.stream(JOB):
        readers = []
        for n, line in enumerate(LINES):
            await job.write([line])
            if n % 3 == 0:
                readers += [asyncio.create_task(read()) for _ in range(3)]
        for snapshot in await asyncio.gather(*readers):
            known = [item["seq"] for item in snapshot["events"]]
            assert known == job.positions[: len(known)]
            assert snapshot["seq"] == known[-1]
