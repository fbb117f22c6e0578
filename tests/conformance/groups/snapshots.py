"""A job whole, against its stream: both tell the same, and one continues the other."""

import asyncio
import json
from typing import Any

from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.jobs import Job
from tests.conformance.stream import Stream
from tests.conformance.world import World

SNAPSHOTS = Group("snapshots", "A snapshot is the stream so far: both tell the same, and one continues the other.")


async def _both(world: World) -> tuple[dict[str, Any], Stream]:
    job = await world.jobs.finished()
    return await world.snapshot(job), await world.whole(job)


def _pairs(snapshot: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(str(one["seq"]), one["event"]) for one in snapshot["events"]]


def _of(stream: Stream) -> list[tuple[str, Any]]:
    return [(one.id, one.json) for one in stream.shown]


async def _follow(world: World, job: Job, address: str) -> Stream:
    async with world.stream(Job(job.job_id, job.token, address, job.snapshot_url)) as stream:
        return await stream.to_end()


@SNAPSHOTS.case()
async def the_snapshot_has_its_parts(world: World) -> None:
    """A snapshot names job, status, revision, position, state, events, where the stream goes on, and its time."""
    snapshot, _ = await _both(world)
    wanted = {"job_id", "status", "revision", "seq", "state", "events", "stream_url", "snapshot_at"}
    expect_same(wanted - set(snapshot), set(), "what is missing")
    kept = {"steps", "insights", "metrics", "validations", "diffs", "currentStep", "progress"}
    expect_same(kept - set(snapshot["state"]), set(), "what is missing in the state")


@SNAPSHOTS.case()
async def its_events_are_the_streams(world: World) -> None:
    """The events of a snapshot are those of the stream, each at the same position with the same JSON."""
    snapshot, stream = await _both(world)
    expect_same(_of(stream), _pairs(snapshot), "the stream's events against the snapshot's")


@SNAPSHOTS.case()
async def its_position_is_the_last_events(world: World) -> None:
    """`seq` is the position of the last event that it holds."""
    snapshot, _ = await _both(world)
    expect_same(snapshot["seq"], snapshot["events"][-1]["seq"], "the position")


@SNAPSHOTS.case()
async def its_stream_begins_at_its_position(world: World) -> None:
    """`stream_url` is a path of this API that names the position, and no token."""
    job = await world.jobs.finished()
    snapshot, _ = await _both(world)
    expect_same(snapshot["stream_url"], f"{job.stream_url}?after={snapshot['seq']}", "stream_url")


@SNAPSHOTS.case()
async def its_state_is_the_fold_of_its_events(world: World) -> None:
    """The state is what the events say: how steps stand, each metric's last value, what was told and judged."""
    snapshot, stream = await _both(world)
    state, events = snapshot["state"], [one.json for one in stream.shown]
    steps = {event["data"]["step"]: event["data"] for event in events if event["type"] == "step_progress"}
    found = {step["step"]: step["state"] for step in state["steps"]}
    expect_same({name: found.get(name) for name in steps}, {name: one["state"] for name, one in steps.items()}, "steps")
    for kind, part, key in (
        ("insight_emitted", "insights", "id"),
        ("diff_chunk", "diffs", "patch_id"),
        ("validation_update", "validations", "rule_id"),
    ):
        told = {event["data"][key] for event in events if event["type"] == kind}
        expect_same({one[key] for one in state[part]}, told, part)
    metrics = {event["data"]["key"]: event["data"]["value"] for event in events if event["type"] == "metric_update"}
    expect(metrics, "there is no metric")
    expect_same({name for name in metrics if name not in json.dumps(state["metrics"])}, set(), "missing metrics")


@SNAPSHOTS.case()
async def a_finished_job_is_whole(world: World) -> None:
    """The snapshot of a completed job says so, at 100 %, with no step at work."""
    snapshot, _ = await _both(world)
    expect_same(snapshot["status"], "completed", "the status")
    expect_same((snapshot["state"]["progress"], snapshot["state"]["currentStep"]), (100, ""), "progress and step")


@SNAPSHOTS.case()
async def it_is_there_from_the_start(world: World) -> None:
    """A snapshot can be had in the moment after `start` was answered, and begins with `started`."""
    job = await world.jobs.start()
    snapshot = await world.snapshot(job)
    expect_same(snapshot["events"][0]["event"]["data"]["status"], "started", "its first event")
    await world.read(job)


@SNAPSHOTS.case(needs=["hold_port"])
async def in_the_middle_it_continues_exactly(world: World) -> None:
    """A snapshot of a running job and the stream behind it are together the whole stream."""
    async with world.jobs.held() as held:
        async with world.stream(held.job) as stream:
            await stream.until(lambda so_far: len(so_far.shown) > 3)
        snapshot = await world.snapshot(held.job)
        expect(snapshot["status"] in {"started", "running"}, f"the job is {snapshot['status']}")
        following = asyncio.create_task(_follow(world, held.job, snapshot["stream_url"]))
        held.let_go.set()
        rest = await following
    whole = await world.read(held.job)
    expect_same(_pairs(snapshot) + _of(rest), _of(whole), "snapshot and stream")


@SNAPSHOTS.case()
async def at_many_moments_it_continues_exactly(world: World) -> None:
    """Snapshots at many moments of a running job: each is a beginning of the stream, and its stream the rest."""
    job = await world.jobs.start()
    taken: list[dict[str, Any]] = []
    while not taken or taken[-1]["status"] in {"started", "running"}:
        taken.append(await world.snapshot(job))
    whole = _of(await world.read(job))
    for snapshot in {one["seq"]: one for one in taken}.values():
        rest = await _follow(world, job, snapshot["stream_url"])
        expect_same(_pairs(snapshot) + _of(rest), whole, f"the snapshot at {snapshot['seq']} and its stream")


@SNAPSHOTS.case()
async def progress_never_falls(world: World) -> None:
    """From snapshot to snapshot of one revision, position and progress never fall."""
    job = await world.jobs.start()
    before = (0, 0.0)
    status = "started"
    while status in {"started", "running"}:
        snapshot = await world.snapshot(job)
        now, status = (snapshot["seq"], snapshot["state"]["progress"]), snapshot["status"]
        expect(now[0] >= before[0] and now[1] >= before[1], f"{before} was followed by {now}")
        before = now


@SNAPSHOTS.case()
async def it_holds_what_a_stream_has_shown(world: World) -> None:
    """A snapshot that is asked for behind an event has that event: no reader is ahead of it."""
    job = await world.jobs.start()
    async with world.stream(job) as stream:
        while not stream.over:
            await stream.more()
            if stream.shown:
                seen = stream.ids[-1]
                positions = [str(one["seq"]) for one in (await world.snapshot(job))["events"]]
                expect(seen in positions, f"the snapshot has not {seen}, which was shown")


@SNAPSHOTS.case()
async def snapshots_at_once_are_the_same(world: World) -> None:
    """Twenty who ask for a snapshot at once are told the same."""
    job = await world.jobs.finished()
    taken = await asyncio.gather(*(world.snapshot(job) for _ in range(20)))
    for snapshot in taken:
        snapshot.pop("snapshot_at")
    expect_same([one for one in taken if one != taken[0]], [], "snapshots that differ from the first")


@SNAPSHOTS.case()
async def revisions_are_all_in_it(world: World) -> None:
    """The snapshot of a job of two revisions holds the events of both, and names the newer one."""
    job = await world.jobs.retried()
    snapshot = await world.snapshot(job)
    expect_same(snapshot["revision"], 2, "the revision")
    expect_same(_pairs(snapshot), _of(await world.whole(job)), "the events")


@SNAPSHOTS.case()
async def it_is_not_kept_by_strangers(world: World) -> None:
    """No shared cache keeps a snapshot, and no browser guesses what it is."""
    answer = await world.get((await world.jobs.finished()).snapshot_url, await world.jobs.finished())
    words = {word.strip() for word in answer.headers["cache-control"].split(",")}
    expect("no-store" in words or {"private", "no-cache"} <= words, f"Cache-Control: {answer.headers['cache-control']}")
    expect_same(answer.headers.get("x-content-type-options"), "nosniff", "X-Content-Type-Options")
    expect_same(answer.headers["content-type"].partition(";")[0], "application/json", "Content-Type")
