"""`GET /metrics`: what is counted, under the names that the documentation gives, and never whose job it was."""

import re
from pathlib import Path

from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families

from eventlog import Connection
from tests.support.gateway import RunningGateway, eventually, running_gateway
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


async def test_what_becomes_of_logs_is_counted(gateway: RunningGateway, job: WrittenJob) -> None:
    """Openings by what came of them and how long they took; live events by type, each once, with their lag."""
    lines = long_script().lines
    await job.write(lines[:30])
    await gateway.get("/api/jobs/5f1c2a34-0000-4000-8000-000000000001/stream", "5f1c2a34-0000-4000-8000-000000000001")
    async with gateway.stream(job.job_id) as one, gateway.stream(job.job_id) as two:
        await one.read(control="caught_up")
        await two.read(control="caught_up")
        await job.write(lines[30:])
        await one.read()
        await two.read()

    found = await values(gateway)
    assert found["gateway_attaches_total opened"] == found["gateway_attaches_total no_such_job"] == 1
    assert found["gateway_attach_duration_seconds_count"] == found["gateway_attach_duration_seconds_bucket +Inf"] == 2
    live = {name: count for name, count in found.items() if name.startswith("gateway_live_events_total ")}
    assert sum(live.values()) == found["gateway_delivery_lag_seconds_count"] == len(lines) - 30
    assert live["gateway_live_events_total done"] == 1
    assert 0 <= found["gateway_delivery_lag_seconds_sum"] < 5 * len(lines)
    assert found["gateway_delivery_lag_seconds_bucket 5.0"] > 0


async def test_what_cursors_were_good_for_is_counted(gateway: RunningGateway, job: WrittenJob) -> None:
    """Who came back and went on, who had to begin anew, who had seen everything; who never was here is none of them."""
    await job.write(long_script().lines)
    whole = await gateway.read(job.job_id)
    for cursor in (whole.events[5].id, 10**9, whole.events[-1].id):
        await gateway.read(job.job_id, cursor=cursor)

    found = await values(gateway)
    assert {name.split(" ")[1]: count for name, count in found.items() if "_recoveries_total" in name} == {
        "resumed": 1,
        "reset_unknown": 1,
        "reset_expired": 0,
        "at_end": 1,
    }
    assert found["gateway_streams_opened_total"] == 3
    assert found["gateway_stream_watched_seconds_total"] > 0


async def test_what_a_drain_does_is_counted(connection: Connection, job: WrittenJob, tmp_path: Path) -> None:
    """While it lasts, a scrape tells that it has begun, and whom it has sent away."""
    await job.write(long_script().lines[:5])
    async with running_gateway(connection, tmp_path, drain_sec=1.0) as gateway:
        async with gateway.stream(job.job_id) as one, gateway.stream(job.job_id) as two:
            await one.read(control="caught_up")
            await two.read(control="caught_up")
            gateway.server.stop()
            await one.read(control="drain")
            during = await values(gateway)
            await one.read()
            await two.read()
        assert during["gateway_drains_total"] == during["gateway_draining"] == 1
        assert gateway.gateway.jobs.streamed.ended["drained"] == 2


async def test_repairs_are_counted_by_their_reason(gateway: RunningGateway, job: WrittenJob) -> None:
    """A disturbance of the connection has an open log read again; what never happened is 0, not missing."""
    await job.write(long_script().lines[:5])
    async with gateway.stream(job.job_id) as stream:
        await stream.read(control="caught_up")
        async with gateway.gateway.jobs.watched(job.job_id) as log:
            log.live.disturb("reconnected")
            await log.live.refresh()
        found = await values(gateway)
    assert {name.split(" ")[1]: count for name, count in found.items() if "_repairs_total" in name} == {
        "gap": 0,
        "disturbance": 1,
        "heartbeat": 0,
        "late": 0,
    }


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
