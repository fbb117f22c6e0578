"""`GET /metrics`: what is counted, under the names that the documentation gives, and never whose job it was."""

import re
from pathlib import Path

from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families

from tests.support.gateway import RunningGateway, eventually
from tests.support.gateway_job import WrittenJob, long_script

ROOT = Path(__file__).parents[3]
DOCUMENTED = re.compile(r"^\| `(gateway_\w+)`", re.MULTILINE)
BODY = {"resume_text": "Mara Lindqvist, Nurse", "job_text": "Nurse wanted"}


async def values(gateway: RunningGateway) -> dict[str, float]:
    """Scrape: sample and label values → value."""
    answer = (await gateway.client.get("/metrics")).raise_for_status()
    return {
        " ".join([sample.name, *(value for _, value in sorted(sample.labels.items()))]): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_what_viewers_were_sent_is_counted(gateway: RunningGateway, job: WrittenJob) -> None:
    """Events, writes, bytes and ends of streams; open streams while they are; two viewers count twice."""
    *most, last = long_script().lines
    await job.write(most)
    async with gateway.stream(job.job_id) as stream:
        await stream.read(control="caught_up")
        during = await values(gateway)
        await job.write([last])
        first = await stream.read()
    second = await gateway.read(job.job_id)
    await eventually(lambda: gateway.gateway.lifecycle.streams == 0)

    after = await values(gateway)
    assert during["gateway_open_streams"] == during["gateway_watched_jobs"] == 1
    assert after["gateway_open_streams"] == 0
    assert after["gateway_stream_events_total"] == len(first.events) + len(second.events) > 0
    assert 2 <= after["gateway_stream_writes_total"] <= after["gateway_stream_events_total"]
    assert len(first.raw) + len(second.raw) >= after["gateway_stream_bytes_total"] > 2000
    assert after["gateway_streams_ended_total done"] == 2
    assert after["gateway_http_requests_total GET /api/jobs/{job_id}/stream 200"] == 2


async def test_requests_are_counted_by_route_and_problems_by_code(gateway: RunningGateway) -> None:
    """No label has an id, and a path that does not exist is no label either: nobody can make many of them."""
    for path in ("/api/jobs/5f1c2a34-0000-4000-8000-000000000001/snapshot", "/api/no/such/path"):
        await gateway.client.get(path)
    await gateway.client.post("/api/pipeline/start", json=BODY)
    await gateway.client.post("/api/pipeline/start", json={})

    text = (await gateway.client.get("/metrics")).text
    found = await values(gateway)

    assert "5f1c2a34" not in text
    assert "such/path" not in text
    assert found["gateway_http_requests_total GET /api/jobs/{job_id}/snapshot 404"] == 1
    assert found["gateway_http_requests_total POST /api/pipeline/start 202"] == 1
    assert found["gateway_problems_total no_such_job"] == 1
    assert found["gateway_http_request_duration_seconds_count /api/pipeline/start"] == 2
    assert found["process_cpu_seconds_total"] > 0


async def test_what_is_not_shown_is_counted_by_reason(gateway: RunningGateway, job: WrittenJob) -> None:
    """Rubbish on a job's subject is counted as malformed."""
    await job.raw(b"rubbish")
    await gateway.snapshot(job.job_id)

    assert (await values(gateway))["gateway_events_rejected_total false malformed"] == 1


async def test_both_formats_are_spoken(gateway: RunningGateway) -> None:
    """Prometheus's text, and OpenMetrics for whoever asks for it."""
    plain = await gateway.client.get("/metrics")
    assert plain.headers["content-type"].startswith("text/plain; version=")
    modern = await gateway.client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert modern.headers["content-type"].startswith("application/openmetrics-text")
    families = read_openmetrics(modern.text)  # type: ignore[no-untyped-call]
    assert {family.name for family in families} >= {"gateway_open_streams", "gateway_problems"}


async def test_the_table_names_them_all(gateway: RunningGateway) -> None:
    """docs/operations.md has a row for each metric of ours, and no other."""
    text = (await gateway.client.get("/metrics")).text
    ours = set(re.findall(r"^# TYPE (gateway_\w+) (?!gauge$.*_created)", text, re.MULTILINE))

    documented = set(DOCUMENTED.findall((ROOT / "docs/operations.md").read_text()))

    assert documented == {name for name in ours if not name.endswith("_created")}
