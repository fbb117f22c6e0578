"""What operators see of a deployment at work."""

from tests.conformance.answers import expect_problem
from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.world import World

ACTIVITY = Group("activity", "What operators see of a deployment at work, and nobody else.")

_PATH = "/api/activity"


@ACTIVITY.case(needs=["operator_token"])
async def operators_see_activity(world: World) -> None:
    """With the operators' token `/api/activity` is a JSON object that no cache keeps."""
    answer = await world.get(_PATH, headers={"Authorization": f"Bearer {world.knobs.operator_token}"})
    expect_same(answer.status_code, 200, "the status")
    expect(isinstance(answer.json(), dict), "it is no object")
    expect("no-store" in answer.headers["cache-control"], answer.headers["cache-control"])


@ACTIVITY.case(needs=["operator_token"])
async def activity_holds_no_token(world: World) -> None:
    """It holds no job's token and not the operators' own: who may look at all may open none."""
    job = await world.jobs.start()
    answer = await world.get(_PATH, headers={"Authorization": f"Bearer {world.knobs.operator_token}"})
    expect_same(answer.status_code, 200, "the status")
    for secret in (job.token, str(world.knobs.operator_token)):
        expect(secret not in answer.text, "it holds a token")
    await world.read(job)


@ACTIVITY.case(needs=["operator_token"])
async def activity_is_for_nobody_else(world: World) -> None:
    """Without their token, or with a job's, who comes by a proxy is 401: nobody else is an operator."""
    job = await world.jobs.finished()
    for headers in ({}, job.bearer, {"Authorization": "Bearer x"}):
        answer = await world.get(_PATH, headers={**headers, "X-Forwarded-For": "203.0.113.7"})
        expect_same(answer.status_code, 401, "the status")


@ACTIVITY.case(needs=["operator_token", "hold_port"])
async def activity_counts_viewers(world: World) -> None:
    """A job that is watched is among the busiest, with at least as many viewers as it has."""
    async with world.jobs.held() as held, world.stream(held.job) as one, world.stream(held.job) as other:
        await one.until_control("caught_up")
        await other.until_control("caught_up")
        answer = await world.get(_PATH, headers={"Authorization": f"Bearer {world.knobs.operator_token}"})
    busiest = [job for process in answer.json()["processes"] for job in process["busiest_jobs"]]
    watched = sum(process["viewers"] for process in answer.json()["processes"])
    expect(watched >= 2, f"{watched} viewers")
    expect(len(busiest) >= 10 or held.job.job_id in {job["job_id"] for job in busiest}, f"{busiest}")


@ACTIVITY.case()
async def activity_is_for_no_foreign_page(world: World) -> None:
    """A page of another origin is refused here as everywhere."""
    answer = await world.get(_PATH, headers={"Origin": "https://evil.example"})
    expect_problem(answer, 403, "origin_refused", "the answer")
