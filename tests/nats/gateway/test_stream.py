"""The stream of one job: framing, order, cursors, the end. Every log is written to a real nats-server."""

import asyncio

import msgspec
import pytest

from contracts.events import decode_event
from contracts.state import JobState
from tests.golden.endings import ENDINGS
from tests.golden.scenario import Tell
from tests.golden.scenarios import SCENARIOS
from tests.golden.script import JOB, Script
from tests.golden.vectors import told
from tests.support.gateway import RunningGateway
from tests.support.gateway_job import WrittenJob, data_of, long_script, shown_lines

GOLDEN = [*SCENARIOS, *ENDINGS]


def whole_job() -> Script:
    """Tell a job from start to end in three dozen events."""
    return told(SCENARIOS[0]).script


@pytest.mark.usefixtures("job")
async def test_a_stream_opens_with_its_cursor_and_a_delay(gateway: RunningGateway) -> None:
    """The first bytes are an `id:` and a `retry:` without data, sent though nothing has happened yet."""
    async with gateway.stream(JOB) as stream:
        reading = await stream.read(control="caught_up")

    opening, *_ = reading.raw.split(b"\n\n")
    name, retry = opening.split(b"\n")
    assert name == b"id: 0"
    assert 1000 <= int(retry.removeprefix(b"retry: ")) <= 3000
    assert reading.controls == [{"type": "caught_up", "seq": 0}]


@pytest.mark.usefixtures("job")
async def test_a_stream_says_how_proxies_have_to_treat_it(gateway: RunningGateway) -> None:
    """No proxy keeps it, changes it or waits for more of it; it is never compressed, whatever the reader accepts."""
    headers = {"Authorization": f"Bearer {gateway.token(JOB)}", "Accept-Encoding": "gzip, br, zstd"}
    async with gateway.client.stream("GET", f"/api/jobs/{JOB}/stream", headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        assert "no-cache" in response.headers["cache-control"]
        assert "no-transform" in response.headers["cache-control"]
        assert response.headers["x-accel-buffering"] == "no"
        assert response.headers["content-encoding"] == "identity"  # nginx compresses what has none


async def test_data_frames_are_unnamed_and_carry_their_position(gateway: RunningGateway, job: WrittenJob) -> None:
    """Each event is one unnamed frame of one data line, whose id is its position in the stream of all jobs."""
    await job.write(whole_job().lines)

    reading = await gateway.read(JOB)

    assert reading.pairs == list(zip(map(str, job.positions), data_of(whole_job().lines), strict=True))
    frames = [frame for frame in reading.raw.split(b"\n\n") if b"data: " in frame and not frame.startswith(b"event:")]
    assert all(frame.split(b"\n")[0].startswith(b"id: ") and frame.count(b"\n") == 1 for frame in frames)
    assert b"\r" not in reading.raw


@pytest.mark.parametrize("tell", GOLDEN, ids=lambda tell: tell.__name__)
async def test_what_is_shown_is_what_people_wrote_down(gateway: RunningGateway, job: WrittenJob, tell: Tell) -> None:
    """Of every golden log exactly the lines are shown that were expected by hand, in the order of the log."""
    scenario = told(tell)
    await job.write(scenario.script.lines)
    wanted = data_of(shown_lines(scenario))

    reading = await gateway.read(JOB, until=len(wanted))

    assert [frame.data for frame in reading.events] == wanted
    snapshot = await gateway.snapshot(JOB)
    assert [item["seq"] for item in snapshot["events"]] == [int(frame.id) for frame in reading.events]


async def test_every_cut_resumes_exactly(gateway: RunningGateway, job: WrittenJob) -> None:
    """Interrupted behind any event and resumed with `Last-Event-ID`, the whole equals the uninterrupted stream."""
    await job.write(long_script(60).lines)
    whole = await gateway.read(JOB)
    assert len(whole.pairs) > 40

    for cut in range(len(whole.pairs) - 1):
        cursor = whole.pairs[cut][0]
        by_header = await gateway.read(JOB, cursor=cursor)
        by_query = await gateway.read(JOB, after=cursor)
        assert whole.pairs[: cut + 1] + by_header.pairs == whole.pairs
        assert by_query.pairs == by_header.pairs
        assert by_header.raw.startswith(b"id: %s\n" % cursor.encode())


async def test_a_viewer_who_is_cut_while_the_job_runs_misses_nothing(gateway: RunningGateway, job: WrittenJob) -> None:
    """A viewer who leaves after every second event of a running job ends with what an undisturbed one has."""
    lines = long_script(40).lines

    async def cut_again_and_again() -> list[tuple[str, str]]:
        seen: list[tuple[str, str]] = []
        while not seen or '"done"' not in seen[-1][1]:
            reading = await gateway.read(JOB, cursor=seen[-1][0] if seen else None, until=2)
            seen += reading.pairs[:2]  # what else was in the same piece of bytes is lost with the connection
        return seen

    async def write() -> None:
        for line in lines:
            await job.write([line])

    undisturbed, cut, _ = await asyncio.gather(gateway.read(JOB), cut_again_and_again(), write())

    assert len(undisturbed.pairs) == len(lines)
    assert cut == undisturbed.pairs


async def test_late_viewers_see_the_same(gateway: RunningGateway, job: WrittenJob) -> None:
    """Who joins at the start, half-way or after the end sees the same events in the same order."""
    lines = long_script(50).lines
    early = asyncio.create_task(gateway.read(JOB))
    await job.write(lines[:25])
    halfway = asyncio.create_task(gateway.read(JOB))
    await job.write(lines[25:])

    late = await gateway.read(JOB)

    assert (await early).pairs == (await halfway).pairs == late.pairs
    assert len(late.pairs) == len(lines)


async def test_caught_up_comes_once_behind_the_history(gateway: RunningGateway, job: WrittenJob) -> None:
    """`caught_up` stands behind all that was stored and names the last of it; what happens later follows."""
    lines = whole_job().lines
    await job.write(lines[:7])
    async with gateway.stream(JOB) as stream:
        reading = await stream.read(control="caught_up")
        assert reading.controls == [{"type": "caught_up", "seq": job.positions[6]}]
        assert len(reading.events) == 7
        await job.write(lines[7:])
        reading = await stream.read()

    assert reading.controls == [{"type": "caught_up", "seq": job.positions[6]}]
    assert [frame.data for frame in reading.events] == data_of(lines)
    assert b"event: control\ndata:" in reading.raw


async def test_the_response_ends_behind_done_and_then_there_is_no_more(
    gateway: RunningGateway, job: WrittenJob
) -> None:
    """Behind `done` the response ends; who comes back with its position gets 204, which stops `EventSource`."""
    await job.write(whole_job().lines)
    reading = await gateway.read(JOB)

    again = await gateway.read(JOB, cursor=reading.events[-1].id)

    assert reading.events[-1].json["type"] == "done"
    assert (again.status, again.raw) == (204, b"")
    assert (await gateway.read(JOB, cursor=reading.events[-2].id)).pairs == reading.pairs[-1:]


async def test_a_new_revision_goes_on_behind_done(gateway: RunningGateway, job: WrittenJob) -> None:
    """Once another revision was opened, who comes back behind the first `done` gets it instead of a 204."""
    await job.write(whole_job().lines)
    first = await gateway.read(JOB)
    script = Script()
    script.job("running", revision=2)
    script.job("completed", revision=2)
    script.done("completed", revision=2)
    await job.write(script.lines[:1])

    async with gateway.stream(JOB, cursor=first.events[-1].id) as stream:
        await stream.read(until=1)
        await job.write(script.lines[1:])
        second = await stream.read()

    assert [frame.data for frame in second.events] == data_of(script.lines)
    assert (await gateway.read(JOB)).pairs == first.pairs + second.pairs


async def test_the_header_wins_over_the_query(gateway: RunningGateway, job: WrittenJob) -> None:
    """A browser that comes back sends both, and only the header has moved."""
    await job.write(whole_job().lines)
    positions = job.positions

    reading = await gateway.read(JOB, cursor=positions[20], after=str(positions[3]))

    assert [frame.id for frame in reading.events] == [str(seq) for seq in positions[21:]]


async def test_a_cursor_that_is_none_of_this_job_starts_again_and_says_so(
    gateway: RunningGateway, job: WrittenJob
) -> None:
    """A position of another job, or one that never was, is met with `reset`, and then with the whole history."""
    other = WrittenJob(job.log, job_id=type(job.job_id)("99999999-2222-4333-8444-555555555555"))
    await job.write(whole_job().lines[:4])
    foreign = await other.raw(b"{}")
    await job.write(whole_job().lines[4:])

    for cursor in (foreign, 1, job.positions[-1] + 1000):
        reading = await gateway.read(JOB, cursor=cursor)
        reset, caught_up = reading.controls
        assert reset == {"type": "reset", "reason": "unknown", "first": job.positions[0]}
        assert caught_up["type"] == "caught_up"
        assert [frame.id for frame in reading.events] == [str(seq) for seq in job.positions]
        assert reading.raw.startswith(b"id: %d\n" % cursor)
        assert reading.raw.index(b'"reset"') < reading.raw.index(b'"started"')


async def test_a_hidden_position_is_a_good_cursor(gateway: RunningGateway, job: WrittenJob) -> None:
    """A position that is stored for the job but not shown is no reason for a reset."""
    lines = whole_job().lines
    await job.write(lines[:10])
    hidden = await job.raw(b"rubbish")
    await job.write(lines[10:])

    reading = await gateway.read(JOB, cursor=hidden)

    assert [said["type"] for said in reading.controls] == ["caught_up"]
    assert [frame.data for frame in reading.events] == data_of(lines[10:])


async def test_a_log_that_lost_its_beginning_says_expired(gateway: RunningGateway, job: WrittenJob) -> None:
    """Where the log no longer begins with `started`, an older cursor is met with `reset` for that reason."""
    await job.write(whole_job().lines[3:])

    reading = await gateway.read(JOB, cursor=job.positions[0] - 1)

    assert reading.controls[0] == {"type": "reset", "reason": "expired", "first": job.positions[0]}


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "007", "9" * 20, "1 2", "0x1", "\u0661"])
@pytest.mark.usefixtures("job")
async def test_a_malformed_cursor_is_refused(gateway: RunningGateway, cursor: str) -> None:
    """What cannot be a position is 400, in the query as in the header, before anything is streamed."""
    url = f"/api/jobs/{JOB}/stream"
    headers = {"Authorization": f"Bearer {gateway.token(JOB)}"}
    answers = [await gateway.client.get(url, params={"after": cursor}, headers=headers)]
    if cursor.isascii():
        answers.append(await gateway.client.get(url, headers={**headers, "Last-Event-ID": cursor}))
    for answer in answers:
        assert answer.status_code == 400
        assert answer.json()["code"] == "malformed_cursor"


async def test_an_empty_cursor_is_none(gateway: RunningGateway, job: WrittenJob) -> None:
    """A client that has seen nothing may send an empty header: it gets everything."""
    await job.write(whole_job().lines)
    assert len((await gateway.read(JOB, cursor="")).events) == len(job.positions)


async def test_snapshots_fold_to_the_stream(gateway: RunningGateway, job: WrittenJob) -> None:
    """At any point the snapshot's state is the fold of the streamed events, and its stream goes on exactly there."""
    lines = long_script(40).lines
    for part in (lines[:1], lines[1:17], lines[17:-1], lines[-1:]):
        await job.write(part)
        snapshot = await gateway.snapshot(JOB)
        reading = await gateway.read(JOB, until=len(job.positions))
        state = JobState()
        for frame in reading.events:
            state.apply(int(frame.id), decode_event(frame.data.encode()))
        assert snapshot["seq"] == state.seq == job.positions[-1]
        assert snapshot["state"]["progress"] == state.view().progress
        assert snapshot["state"]["insights"] == msgspec.to_builtins(state.view().insights)
        assert snapshot["state"]["steps"] == msgspec.to_builtins(state.view().steps)
        assert snapshot["stream_url"] == f"/api/jobs/{JOB}/stream?after={state.seq}"
    last = await gateway.snapshot(JOB)
    assert last["status"] == "completed"
    assert (await gateway.get(last["stream_url"], JOB)).status_code == 204


async def test_a_snapshot_in_the_middle_continues_exactly(gateway: RunningGateway, job: WrittenJob) -> None:
    """Snapshot and the stream behind it are together the whole stream: no hole, no double."""
    lines = long_script(40).lines
    for n, line in enumerate(lines):
        await job.write([line])
        if n % 7 == 3:
            snapshot = await gateway.snapshot(JOB)
            assert [item["seq"] for item in snapshot["events"]] == job.positions
    middle = await gateway.snapshot(JOB)
    rest = await gateway.read(JOB, after=str(job.positions[10]))
    assert [item["seq"] for item in middle["events"]][11:] == [int(frame.id) for frame in rest.events]


@pytest.mark.usefixtures("job")
async def test_a_job_without_events_has_a_snapshot(gateway: RunningGateway) -> None:
    """A job that was started a moment ago is nothing wrong: empty, at position 0."""
    snapshot = await gateway.snapshot(JOB)
    assert (snapshot["seq"], snapshot["status"], snapshot["events"]) == (0, "started", [])
    assert snapshot["stream_url"].endswith("?after=0")


async def test_an_event_written_over_several_lines_stays_one_event(gateway: RunningGateway, job: WrittenJob) -> None:
    """A foreign publisher may format its JSON: line breaks neither cut the frame nor change what it says."""
    pretty = (
        '{\r\n "type": "insight_emitted",\n "timestamp": "2026-11-22T20:00:00Z",\r "id": "acme-1",\n'
        f' "job_id": "{JOB}",\n\n "data": {{"id": "a", "category": "gap",'
        ' "importance": "low", "message": "é\\n\u2028"}\n}'
    )
    await job.write(whole_job().lines[:2])
    await job.raw(pretty.encode())
    await job.write(whole_job().lines[2:])

    reading = await gateway.read(JOB)

    foreign = next(frame for frame in reading.events if "acme-1" in frame.data)
    assert foreign.json["data"]["message"] == "é\n\u2028"
    assert len(reading.events) == len(job.positions) + 1
