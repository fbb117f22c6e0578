"""`GET /api/activity`: what went on, told to operators and to nobody else."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from eventlog import Connection
from tests.golden.script import JOB
from tests.support.gateway import RunningGateway, eventually, running_gateway
from tests.support.gateway_job import WrittenJob, long_script

TOKEN = "operators-" + "x" * 32
LINES = long_script(30).lines


async def activity(gateway: RunningGateway) -> dict[str, Any]:
    """Ask, and give what the only process says."""
    answer = (await gateway.client.get("/api/activity")).raise_for_status().json()
    [process] = answer["processes"]
    return dict(process)


async def test_it_tells_what_viewers_and_jobs_do(gateway: RunningGateway, job: WrittenJob) -> None:
    """Viewers, jobs, events by type as they came, reconnects, and the time watched; a job's id, and nothing of it."""
    await job.write(LINES[:10])
    async with gateway.stream(JOB) as stream:
        await stream.read(control="caught_up")
        during = await activity(gateway)
        await job.write(LINES[10:])
        seen = await stream.read()
    await gateway.read(JOB, cursor=seen.events[20].id)
    await gateway.read(JOB, cursor=seen.events[-1].id)
    await eventually(lambda: gateway.gateway.lifecycle.streams == 0)

    assert (during["viewers"], during["jobs_watched"]) == (1, 1)
    assert during["busiest_jobs"] == [{"job_id": JOB, "viewers": 1}]
    assert during["since_start"]["events_per_sec"] == {}
    after = await activity(gateway)
    whole = after["since_start"]
    assert (after["worker"], after["viewers"], after["jobs_watched"]) == (1, 0, 0)
    assert (whole["streams_opened"], whole["streams_ended"], whole["reconnects"]) == (2, 2, 1)
    assert whole["watch_sec"] == pytest.approx(2 * whole["mean_watch_sec"], abs=0.01)
    assert 0 < whole["watch_sec"] < 2 * whole["seconds"]
    live = Counter(str(line.event.__struct_config__.tag) for line in LINES[10:])
    assert whole["events_per_sec"].keys() == live.keys()
    seconds = whole["seconds"]
    for kind, count in live.items():
        rate = whole["events_per_sec"][kind]
        rounded = 0.0005 * (rate + seconds + 1)  # both are told to three places
        assert rate * seconds == pytest.approx(count, abs=rounded)
    assert after["last_minute"]["events_per_sec"].keys() == live.keys()


@pytest.mark.parametrize(
    ("token", "headers", "status", "code"),
    [
        (None, {}, 200, None),
        (None, {"Host": "localhost"}, 200, None),
        (None, {"Host": "[::1]:8080"}, 200, None),
        (None, {"X-Forwarded-For": "127.0.0.1"}, 403, "operators_only"),
        (None, {"Forwarded": "for=127.0.0.1"}, 403, "operators_only"),
        (None, {"Host": "rebound.example:8080"}, 403, "operators_only"),
        (None, {"Authorization": f"Bearer {TOKEN}"}, 401, "operator_token_invalid"),
        (TOKEN, {}, 200, None),
        (TOKEN, {"X-Real-IP": "127.0.0.1"}, 401, "operator_token_missing"),
        (TOKEN, {"X-Real-IP": "6.6.6.6", "Authorization": f"Bearer {TOKEN}"}, 200, None),
        (TOKEN, {"Authorization": f"bearer {TOKEN}"}, 200, None),
        (TOKEN, {"Authorization": f"Bearer {TOKEN}x"}, 401, "operator_token_invalid"),
        (TOKEN, {"Authorization": "Bearer x"}, 401, "operator_token_invalid"),
    ],
)
async def test_only_operators_are_told(
    connection: Connection, tmp_path: Path, token: str | None, headers: dict[str, str], status: int, code: str | None
) -> None:
    """Who is on the machine itself, or shows the token: not whom a proxy brings, nor a page whose name leads here."""
    async with running_gateway(connection, tmp_path, operator_token=token) as gateway:
        answer = await gateway.client.get("/api/activity", headers=headers)
    assert answer.status_code == status
    if code is not None:
        assert answer.json()["code"] == code
        assert ("www-authenticate" in answer.headers) is (status == 401)


async def test_whom_a_trusted_proxy_brings_is_not_here(connection: Connection, tmp_path: Path) -> None:
    """Though the proxy is, and says that its caller is too."""
    async with running_gateway(connection, tmp_path, trusted_proxies=["127.0.0.1"]) as gateway:
        answer = await gateway.client.get("/api/activity", headers={"X-Forwarded-For": "::1"})
    assert answer.status_code == 403
