"""Snapshots of the past, in pages, without events, and whether a reader has them already."""

from typing import Any

from tests.conformance.answers import expect_problem
from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.jobs import Job
from tests.conformance.world import World

PAST = Group("past", "Snapshots of any past position, in pages, without events, and with a tag that tells them apart.")


async def _asked(world: World, job: Job, **query: str | int) -> dict[str, Any]:
    answer = await world.get(job.snapshot_url, job, params=query)
    expect_same((query, answer.status_code), (query, 200), "the status")
    return dict(answer.json())


def _pairs(snapshot: dict[str, Any]) -> list[tuple[int, Any]]:
    return [(one["seq"], one["event"]) for one in snapshot["events"]]


async def _whole(world: World) -> tuple[Job, dict[str, Any]]:
    job = await world.jobs.finished()
    return job, await world.snapshot(job)


@PAST.case()
async def any_position_can_be_had(world: World) -> None:
    """`?at=` gives the job as it was behind that event: its events up to there, and that position."""
    job, whole = await _whole(world)
    events = _pairs(whole)
    for n in range(0, len(events), max(1, len(events) // 15)):
        past = await _asked(world, job, at=events[n][0])
        expect_same(past["seq"], events[n][0], "the position")
        expect_same(_pairs(past), events[: n + 1], f"the events at {events[n][0]}")


@PAST.case()
async def the_past_is_what_it_was(world: World) -> None:
    """A past state is the one that a snapshot had shown then, to the letter."""
    job = await world.jobs.start()
    taken: list[dict[str, Any]] = []
    while not taken or taken[-1]["status"] in {"started", "running"}:
        taken.append(await world.snapshot(job))
    for then in {one["seq"]: one for one in taken if one["seq"]}.values():
        past = await _asked(world, job, at=then["seq"])
        expect_same((past["state"], past["status"]), (then["state"], then["status"]), f"the state at {then['seq']}")


@PAST.case()
async def the_past_continues_exactly(world: World) -> None:
    """The stream behind a past snapshot is the rest of the job."""
    job, whole = await _whole(world)
    events = _pairs(whole)
    past = await _asked(world, job, at=events[len(events) // 3][0])
    rest = await world.read(job, after=past["stream_url"].partition("after=")[2])
    expect_same(_pairs(past) + [(int(one.id), one.json) for one in rest.shown], events, "both parts")


@PAST.case()
async def the_beginning_is_empty(world: World) -> None:
    """At 0 nothing has happened yet."""
    job, _ = await _whole(world)
    past = await _asked(world, job, at=0)
    expect_same((past["seq"], past["events"], past["state"]["progress"]), (0, [], 0), "the snapshot at 0")


@PAST.case()
async def the_future_is_refused(world: World) -> None:
    """A position behind the end of the log is 422 `no_such_position`, and the body says how far it goes."""
    job, whole = await _whole(world)
    answer = await world.get(job.snapshot_url, job, params={"at": whole["seq"] + 1_000_000})
    expect_problem(answer, 422, "no_such_position", "the answer")
    expect(answer.json()["newest"] >= whole["seq"], f"{answer.json()}")


@PAST.case()
async def malformed_queries_are_400(world: World) -> None:
    """What is no position, no number of events or no truth value is 400 `malformed_query`, and names the field."""
    job, _ = await _whole(world)
    for field, values in {
        "at": ("x", "-1", "1.5", "007", ""),
        "after": ("x", "-1"),
        "limit": ("0", "-1", "x", "10001"),
        "events": ("no", "1", ""),
    }.items():
        for value in values:
            answer = await world.get(job.snapshot_url, job, params={field: value})
            expect_problem(answer, 400, "malformed_query", f"{field}={value}")
            expect_same(answer.json()["field"], field, "the field")


@PAST.case()
async def events_can_be_left_out(world: World) -> None:
    """`?events=false` gives the same state without events."""
    job, whole = await _whole(world)
    bare = await _asked(world, job, events="false")
    expect_same(bare["events"], [], "the events")
    expect_same((bare["state"], bare["seq"]), (whole["state"], whole["seq"]), "state and position")


@PAST.case()
async def events_can_begin_later(world: World) -> None:
    """`?after=` gives the events behind a position only, with the whole state."""
    job, whole = await _whole(world)
    events = _pairs(whole)
    half = len(events) // 2
    later = await _asked(world, job, after=events[half][0])
    expect_same(_pairs(later), events[half + 1 :], "the events")
    expect_same(later["state"], whole["state"], "the state")


@PAST.case()
async def pages_are_the_whole(world: World) -> None:
    """`?limit=` gives pages; following `next` gives every event once, and the last page has no `next`."""
    job, whole = await _whole(world)
    for limit in (1_000, 50, 7):
        page = await _asked(world, job, limit=limit)
        found, pages = _pairs(page), 1
        while page.get("next"):
            expect_same(len(page["events"]), limit, "how many events a page has that is not the last")
            page = dict((await world.get(page["next"], job)).json())
            found += _pairs(page)
            pages += 1
        expect_same(found, _pairs(whole), f"the events of pages of {limit}")
        expect_same(pages, -(-len(found) // limit), "how many pages there are")


@PAST.case(needs=["hold_port"])
async def pages_fit_while_the_job_runs(world: World) -> None:
    """Pages are of one snapshot: what happens while somebody reads them is in none."""
    async with world.jobs.held() as held:
        async with world.stream(held.job) as stream:
            await stream.until(lambda so_far: len(so_far.shown) > 3)
        page = await _asked(world, held.job, limit=2)
        first, found = page["seq"], _pairs(page)
        held.let_go.set()
        await world.read(held.job)
        while page.get("next"):
            page = dict((await world.get(page["next"], held.job)).json())
            expect_same(page["seq"], first, "the position of a page")
            found += _pairs(page)
    expect_same(found[-1][0], first, "the last event of all pages")
    expect_same(found, _pairs(await _asked(world, held.job, at=first)), "the events of all pages")


@PAST.case()
async def a_snapshot_has_a_tag(world: World) -> None:
    """A snapshot has an `ETag`, which is the same while nothing happens."""
    job, _ = await _whole(world)
    tags = {(await world.get(job.snapshot_url, job)).headers.get("etag") for _ in range(3)}
    expect(len(tags) == 1 and None not in tags, f"the tags are {tags}")


@PAST.case()
async def who_has_it_is_told_so(world: World) -> None:
    """`If-None-Match` with that tag, in a list, weak or strong, or `*`, is 304: the tag again, and no body."""
    job, _ = await _whole(world)
    tag = (await world.get(job.snapshot_url, job)).headers["etag"]
    for given in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        answer = await world.get(job.snapshot_url, job, headers={"If-None-Match": given})
        expect_same((given, answer.status_code), (given, 304), "the status")
        expect_same((answer.content, answer.headers.get("etag")), (b"", tag), "body and tag")


@PAST.case()
async def who_has_another_gets_it(world: World) -> None:
    """Another tag, or rubbish, gives the snapshot."""
    job, _ = await _whole(world)
    for given in ('"x"', 'W/"0"', "x", ""):
        answer = await world.get(job.snapshot_url, job, headers={"If-None-Match": given})
        expect_same((given, answer.status_code), (given, 200), "the status")


@PAST.case()
async def tags_tell_answers_apart(world: World) -> None:
    """Another position, another page, no events: each has a tag of its own."""
    job, whole = await _whole(world)
    queries: tuple[dict[str, Any], ...] = ({}, {"at": _pairs(whole)[3][0]}, {"limit": 5}, {"events": "false"})
    tags = [(await world.get(job.snapshot_url, job, params=query)).headers["etag"] for query in queries]
    expect_same(len(set(tags)), len(queries), "how many tags are different")


@PAST.case(needs=["hold_port"])
async def a_tag_moves_with_the_job(world: World) -> None:
    """When something has happened the old tag gives the new snapshot."""
    async with world.jobs.held() as held:
        async with world.stream(held.job) as stream:
            await stream.until(lambda so_far: len(so_far.shown) > 3)
        before = (await world.get(held.job.snapshot_url, held.job)).headers["etag"]
        held.let_go.set()
        await world.read(held.job)
    answer = await world.get(held.job.snapshot_url, held.job, headers={"If-None-Match": before})
    expect_same(answer.status_code, 200, "the status")
    expect(answer.headers["etag"] != before, "the tag is the same")


@PAST.case()
async def a_tag_opens_nothing(world: World) -> None:
    """A tag is no token: without one it is 401, with another job's 403, and of an erased job 410."""
    job, _ = await _whole(world)
    everything = {"If-None-Match": "*"}
    erased = await world.jobs.erased()
    expect_problem(await world.get(job.snapshot_url, headers=everything), 401, "token_missing", "no token")
    other = await world.get(job.snapshot_url, await world.jobs.other(), headers=everything)
    expect_problem(other, 403, "token_of_another_job", "another job's token")
    expect_problem(await world.get(erased.snapshot_url, erased, headers=everything), 410, "erased", "an erased job")
