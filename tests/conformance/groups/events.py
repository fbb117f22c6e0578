"""What the events of a job say, and what they never say."""

import re
from collections import Counter
from typing import Any

from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.texts import EMAIL, NAME, PHONE, SENTENCE
from tests.conformance.world import World

EVENTS = Group("events", "What the events of a job say, each by itself and one behind the other.")

_TYPES = {
    "job_status",
    "step_progress",
    "insight_emitted",
    "metric_update",
    "validation_update",
    "diff_chunk",
    "error",
    "done",
}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
_ENDED = {"completed", "failed", "skipped"}


async def _told(world: World, kind: str | None = None) -> list[dict[str, Any]]:
    events = [one.json for one in (await world.whole(await world.jobs.finished())).shown]
    return [event for event in events if kind in {None, event["type"]}]


async def _data(world: World, kind: str) -> list[dict[str, Any]]:
    found = [event["data"] for event in await _told(world, kind)]
    expect(found, f"the job tells no {kind}")
    return found


@EVENTS.case()
async def every_event_has_an_envelope(world: World) -> None:
    """Every event has `type`, `timestamp`, `id`, `job_id` and an object as `data`."""
    for event in await _told(world):
        expect({"type", "timestamp", "id", "job_id", "data"} <= set(event), f"{event} lacks a field")
        expect(isinstance(event["data"], dict), f"{event} has no object as data")


@EVENTS.case()
async def every_event_is_this_jobs(world: World) -> None:
    """The `job_id` of every event is that of the job whose stream it is."""
    job = await world.jobs.finished()
    expect_same([one for one in await _told(world) if one["job_id"] != job.job_id], [], "events of another job")


@EVENTS.case()
async def event_ids_are_distinct(world: World) -> None:
    """No two events of a job have the same `id`."""
    counted = Counter(event["id"] for event in await _told(world))
    expect_same([one for one, number in counted.items() if number > 1], [], "ids that come twice")


@EVENTS.case()
async def timestamps_are_utc(world: World) -> None:
    """Every `timestamp` is RFC 3339 in UTC."""
    found = [event["timestamp"] for event in await _told(world)]
    expect_same([one for one in found if not _TIME.fullmatch(one)], [], "other timestamps")


@EVENTS.case()
async def types_are_known(world: World) -> None:
    """A job of the deployment's own agents tells the published types and no others; a heartbeat is never stored."""
    expect_same({event["type"] for event in await _told(world)} - _TYPES, set(), "other types")


@EVENTS.case()
async def it_begins_with_started(world: World) -> None:
    """The first event is `job_status: started` of revision 1, the second status `running`."""
    told = [(data["status"], data["revision"]) for data in await _data(world, "job_status")]
    expect_same((await _told(world))[0]["type"], "job_status", "the first event")
    expect_same(told[:2], [("started", 1), ("running", 1)], "the first two statuses")


@EVENTS.case()
async def the_terminal_status_comes_before_done(world: World) -> None:
    """The event before `done` is the terminal `job_status`, and both say the same."""
    *_, status, done = await _told(world)
    expect_same((status["type"], done["type"]), ("job_status", "done"), "the last two events")
    expect_same(status["data"]["status"], done["data"]["status"], "what the status says")


@EVENTS.case()
async def done_names_what_was_made(world: World) -> None:
    """`done` has revision, status, duration and the artifacts, each by a ref of this job."""
    job = await world.jobs.finished()
    [done] = await _data(world, "done")
    expect_same((done["revision"], done["status"]), (1, "completed"), "revision and status")
    expect(done["duration_ms"] > 0, f"it took {done['duration_ms']} ms")
    expect(done["artifacts"], "it names no artifact")
    foreign = [ref for ref in done["artifacts"].values() if not ref.startswith(f"{job.job_id}.")]
    expect_same(foreign, [], "refs of something else")


@EVENTS.case()
async def progress_is_a_percentage(world: World) -> None:
    """`step_progress` has `pct` from 0 to 100 and one of five states."""
    for data in await _data(world, "step_progress"):
        expect(0 <= data["pct"] <= 100, f"{data['pct']} %")
        expect(data["state"] in {"pending", "running", *_ENDED}, f"{data['state']}")


@EVENTS.case()
async def every_step_ends(world: World) -> None:
    """In a job that completed every step that began has ended, once."""
    data = await _data(world, "step_progress")
    ended = Counter(one["step"] for one in data if one["state"] in _ENDED)
    expect_same(set(ended), {one["step"] for one in data}, "the steps that ended")
    expect_same([step for step, number in ended.items() if number > 1], [], "steps that ended twice")


@EVENTS.case()
async def a_step_says_nothing_after_its_end(world: World) -> None:
    """Behind the end of a step nothing more is told of it."""
    ended: set[str] = set()
    for event in await _told(world):
        step = event.get("step") or event["data"].get("step")
        expect(step not in ended, f"{event} comes behind the end of its step")
        if event["type"] == "step_progress" and event["data"]["state"] in _ENDED:
            ended.add(event["data"]["step"])


@EVENTS.case()
async def runs_are_named(world: World) -> None:
    """What a step tells names the `step` and its `run`, attempt and delivery."""
    told = [
        event for event in await _told(world) if event["type"] in {"insight_emitted", "metric_update", "diff_chunk"}
    ]
    expect_same([one for one in told if not re.fullmatch(r"[1-9]\d*\.[1-9]\d*", one.get("run") or "")], [], "others")
    expect_same([one for one in told if not one.get("step")], [], "events without a step")


@EVENTS.case()
async def insights_have_a_weight(world: World) -> None:
    """`insight_emitted` has an id, a category, an importance of three, and a sentence."""
    for data in await _data(world, "insight_emitted"):
        expect(data["id"] and data["category"] and data["message"], f"{data} says too little")
        expect(data["importance"] in {"low", "medium", "high"}, f"{data['importance']}")


@EVENTS.case()
async def metrics_are_numbers(world: World) -> None:
    """`metric_update` has a key and a number."""
    for data in await _data(world, "metric_update"):
        expect(data["key"] and isinstance(data["value"], int | float), f"{data} is no metric")


@EVENTS.case()
async def validations_have_a_verdict(world: World) -> None:
    """`validation_update` has a rule, a severity, a phase and a verdict, each of those that are published."""
    for data in await _data(world, "validation_update"):
        expect(data["rule_id"], f"{data} names no rule")
        expect(data["severity"] in {"critical", "major", "minor"}, f"{data['severity']}")
        expect(data["phase"] in {"before", "after"}, f"{data['phase']}")
        expect(data["status"] in {"pass", "warn", "fail", "n/a"}, f"{data['status']}")


@EVENTS.case()
async def changes_refer_to_documents(world: World) -> None:
    """`diff_chunk` says what was changed where, and its `ref` is a document that the job's token opens."""
    job = await world.jobs.finished()
    for data in await _data(world, "diff_chunk"):
        expect(data["patch_id"] and data["section"] and data["op"] and data["summary"], f"{data} says too little")
        answer = await world.get(job.path("/artifacts"), job, params={"ref": data["ref"]})
        expect_same(answer.status_code, 200, f"the answer to {data['ref']}")


@EVENTS.case()
async def no_event_tells_who_it_is_about(world: World) -> None:
    """No event holds the name, the e-mail address, the telephone number or a sentence of the résumé."""
    text = (await world.whole(await world.jobs.finished())).raw.decode().lower()
    for secret in (NAME, EMAIL, PHONE, SENTENCE, NAME.split()[1]):
        expect(secret.lower() not in text, f"the stream holds {secret!r}")
