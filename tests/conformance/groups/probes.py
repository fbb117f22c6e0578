"""What operators and tools ask for."""

from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.world import World

PROBES = Group("probes", "What operators and tools ask for.")


@PROBES.case()
async def it_is_alive(world: World) -> None:
    """`/health/live` is 200, without a token."""
    expect_same((await world.get("/health/live")).status_code, 200, "the status")


@PROBES.case()
async def it_is_ready(world: World) -> None:
    """`/health/ready` is 200 and names nothing that is missing."""
    answer = await world.get("/health/ready")
    expect_same((answer.status_code, answer.json()["missing"]), (200, []), "the answer")


@PROBES.case()
async def probes_are_not_kept(world: World) -> None:
    """No cache keeps what a probe said."""
    for path in ("/health/live", "/health/ready", "/metrics"):
        answer = await world.get(path)
        expect("no-store" in answer.headers.get("cache-control", ""), f"{path}: {answer.headers.get('cache-control')}")


@PROBES.case()
async def metrics_are_prometheus(world: World) -> None:
    """`/metrics` is Prometheus' text, counts streams and events, and holds no job id."""
    job = await world.jobs.finished()
    answer = await world.get("/metrics")
    expect_same(answer.status_code, 200, "the status")
    for name in ("gateway_open_streams", "gateway_stream_events_total"):
        expect(f"\n{name} " in answer.text, f"{name} is missing")
    expect(job.job_id not in answer.text, "it names a job")


@PROBES.case()
async def the_api_describes_itself(world: World) -> None:
    """`/schema/openapi.json` is an OpenAPI document that has the calls of this suite."""
    document = (await world.get("/schema/openapi.json")).json()
    expect(document["openapi"].startswith("3."), document["openapi"])
    for path in ("/api/pipeline/start", "/api/jobs/{job_id}/stream", "/api/jobs/{job_id}/snapshot"):
        expect(path in document["paths"], f"{path} is missing")
