"""What a job has made, and what its events refer to."""

from tests.conformance.answers import expect_problem
from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.texts import NAME
from tests.conformance.world import World

DOCUMENTS = Group("documents", "What a job has made, and what its events refer to.")


@DOCUMENTS.case()
async def the_list_is_what_done_names(world: World) -> None:
    """The list of artifacts names what `done` named, each with its ref."""
    job = await world.jobs.finished()
    done = (await world.whole(job)).shown[-1].json["data"]
    listed = (await world.get(job.path("/artifacts"), job)).json()
    expect_same({one["name"]: one["ref"] for one in listed["artifacts"]}, done["artifacts"], "the artifacts")


@DOCUMENTS.case()
async def every_artifact_can_be_had(world: World) -> None:
    """Every address of the list is answered with a document."""
    job = await world.jobs.finished()
    for one in (await world.get(job.path("/artifacts"), job)).json()["artifacts"]:
        answer = await world.get(one["url"], job)
        expect_same((one["name"], answer.status_code), (one["name"], 200), "the status")
        expect(answer.content, f"{one['name']} is empty")


@DOCUMENTS.case()
async def a_ref_gives_the_same(world: World) -> None:
    """A document is the same by its name and by its ref."""
    job = await world.jobs.finished()
    for one in (await world.get(job.path("/artifacts"), job)).json()["artifacts"]:
        by_name, by_ref = (
            await world.get(one["url"], job),
            await world.get(job.path("/artifacts"), job, params={"ref": one["ref"]}),
        )
        expect_same(by_ref.content, by_name.content, one["name"])


@DOCUMENTS.case()
async def the_resume_is_whole(world: World) -> None:
    """The tailored résumé is Markdown and still names whose it is."""
    answer = await world.get((await world.jobs.finished()).path("/artifacts/resume.md"), await world.jobs.finished())
    expect_same(answer.headers["content-type"].partition(";")[0], "text/markdown", "Content-Type")
    expect(NAME in answer.text, "it does not name its owner")


@DOCUMENTS.case()
async def documents_are_inert(world: World) -> None:
    """A document runs nothing, is saved under a name, guessed by nobody and kept by no cache."""
    answer = await world.get((await world.jobs.finished()).path("/artifacts/resume.md"), await world.jobs.finished())
    expect("sandbox" in answer.headers["content-security-policy"], answer.headers["content-security-policy"])
    expect_same(answer.headers["x-content-type-options"], "nosniff", "X-Content-Type-Options")
    expect("no-store" in answer.headers["cache-control"], answer.headers["cache-control"])
    expect(answer.headers["content-disposition"], "there is no Content-Disposition")


@DOCUMENTS.case()
async def another_jobs_ref_is_403(world: World) -> None:
    """A ref of another job is 403 `ref_of_another_job`, whatever the token opens."""
    job, other = await world.jobs.finished(), await world.jobs.other()
    ref = (await world.get(other.path("/artifacts"), other)).json()["artifacts"][0]["ref"]
    answer = await world.get(job.path("/artifacts"), job, params={"ref": ref})
    expect_problem(answer, 403, "ref_of_another_job", "the answer")


@DOCUMENTS.case()
async def a_malformed_ref_is_400(world: World) -> None:
    """What is no ref is 400 `malformed_ref`."""
    job = await world.jobs.finished()
    for ref in (
        "",
        "x",
        "../../etc/passwd",
        f"{job.job_id}.plan",
        f"{job.job_id}.plan.XYZ",
        f"{job.job_id}.*.0123456789abcdef",
    ):
        answer = await world.get(job.path("/artifacts"), job, params={"ref": ref})
        expect_problem(answer, 400, "malformed_ref", ref)


@DOCUMENTS.case()
async def an_unknown_document_is_404(world: World) -> None:
    """A name and a ref that there is not are 404, each with a code of its own."""
    job = await world.jobs.finished()
    answer = await world.get(job.path("/artifacts/nothing.md"), job)
    expect_problem(answer, 404, "no_such_artifact", "the answer to a name")
    answer = await world.get(job.path("/artifacts"), job, params={"ref": f"{job.job_id}.plan.0123456789abcdef"})
    expect_problem(answer, 404, "no_such_document", "the answer to a ref")


@DOCUMENTS.case(needs=["hold_port"])
async def before_the_end_the_list_is_empty(world: World) -> None:
    """While a job runs for the first time its list is empty, and no artifact is there yet."""
    async with world.jobs.held() as held:
        listed = (await world.get(held.job.path("/artifacts"), held.job)).json()
        expect_same(listed["artifacts"], [], "the list")
        answer = await world.get(held.job.path("/artifacts/resume.md"), held.job)
        expect_problem(answer, 404, "no_such_artifact", "the answer to a name")
