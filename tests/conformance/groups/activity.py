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


@ACTIVITY.case()
async def activity_is_for_no_foreign_page(world: World) -> None:
    """A page of another origin is refused here as everywhere."""
    answer = await world.get(_PATH, headers={"Origin": "https://evil.example"})
    expect_problem(answer, 403, "origin_refused", "the answer")
