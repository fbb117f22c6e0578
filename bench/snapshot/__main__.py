"""What a snapshot costs: of a job that nobody watches, read from JetStream, and of one that is kept live.

Starts a nats-server and a gateway of its own, fills the stream with jobs of 500 events that interleave, and asks for
snapshots over HTTP, one at a time. Prints milliseconds until the answer is read, the client's own share included.

    ./justw bench snapshot [--messages 20000] [--rounds 60]
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from contracts import subjects
from contracts.control import Start, encode_control
from contracts.events import encode_event
from contracts.ids import JobId, new_job_id
from eventlog import Connection, LogSettings, connect
from gateway.access.keys import read_keys
from gateway.access.tokens import Tokens
from tests.golden.script import JOB
from tests.support.gateway import KEY
from tests.support.gateway_job import long_script
from tests.support.nats_server import free_port, nats_server
from tests.support.services import ServiceProcess

LINES = long_script(262).lines
TOGETHER = 20
"""How many jobs are under way at a time."""


class Asking:
    """Asks a gateway for snapshots, and takes the time."""

    def __init__(self, client: httpx.AsyncClient, tokens: Tokens) -> None:
        self._client = client
        self._tokens = tokens

    async def snapshot(self, job: JobId, query: str = "", **headers: str) -> tuple[float, httpx.Response]:
        """Ask once; give the seconds and the answer."""
        began = time.perf_counter()
        answer = await self._client.get(f"/api/jobs/{job}/snapshot{query}", headers={**self._opening(job), **headers})
        return time.perf_counter() - began, answer

    async def watch(self, job: JobId) -> None:
        """Follow a job to its end: it is kept live for some seconds more."""
        (await self._client.get(f"/api/jobs/{job}/stream", headers=self._opening(job))).raise_for_status()

    def _opening(self, job: JobId) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens.issue(job, started_at=time.time())[0]}"}


async def fill(connection: Connection, messages: int) -> list[JobId]:
    """Write jobs until there are so many messages; give the jobs."""
    jobs = [new_job_id() for _ in range(max(TOGETHER, messages // len(LINES)))]
    bodies = [(line.channel, encode_event(line.event), line.message_id) for line in LINES]
    for first in range(0, len(jobs), TOGETHER):
        group = jobs[first : first + TOGETHER]
        for job in group:
            start = Start(job_id=job, body_hash="0" * 64, documents={}, graph="tailoring-1")
            await connection.log.append(subjects.control(job), encode_control(start))
        for channel, body, message_id in bodies:
            await asyncio.gather(
                *(
                    connection.log.append(
                        subjects.status(job) if channel == "status" else subjects.events(job),
                        body.replace(JOB.encode(), job.encode()),
                        message_id=message_id.replace(JOB, job) if message_id else None,
                    )
                    for job in group
                )
            )
    return jobs


async def ask(asking: Asking, jobs: Sequence[JobId], rounds: int) -> dict[str, list[float]]:
    """Ask in each way; gives seconds by way."""
    times: dict[str, list[float]] = {}
    cold = [await asking.snapshot(jobs[n * 7919 % len(jobs)]) for n in range(rounds)]
    assert all(len(answer.json()["events"]) == len(LINES) for _, answer in cold)
    times["whole, nobody watches"] = [seconds for seconds, _ in cold]
    job = jobs[0]
    _, first = await asking.snapshot(job)
    positions = [item["seq"] for item in first.json()["events"]]
    ways = {
        "whole, kept live": "",
        "not modified": "",
        "the state alone": "?events=false",
        "a past position": "?at={at}",
        "a page of 100": "?after={at}&limit=100",
    }
    for way, query in ways.items():
        await asking.watch(job)
        headers = {"If-None-Match": first.headers["etag"]} if way == "not modified" else {}
        times[way] = []
        for n in range(rounds):
            seconds, answer = await asking.snapshot(job, query.format(at=positions[n * 7 % len(positions)]), **headers)
            assert answer.status_code == (304 if headers else 200), answer.text
            times[way].append(seconds)
    return times


async def measure(messages: int, rounds: int) -> dict[str, list[float]]:
    """Run everything; gives seconds by way."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        keys = folder / "token-keys"
        keys.write_text(f"k1:{KEY}\n")
        async with nats_server(folder) as server:
            async with await connect(LogSettings(url=server.url)) as connection:
                jobs = await fill(connection, messages)
            environment = {"NATS_URL": server.url, "PORT": str(port), "TOKEN_KEYS": str(keys), "LOG_LEVEL": "error"}
            gateway = await ServiceProcess(folder, "gateway", "gateway", environment=environment).start()
            try:
                async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
                    return await ask(Asking(client, Tokens(read_keys(keys), life_sec=3600)), jobs, rounds)
            finally:
                await gateway.stop()


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--messages", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=60)
    chosen = options.parse_args()
    times = asyncio.run(measure(chosen.messages, chosen.rounds))
    print(f"snapshots of {len(LINES)} events, {chosen.messages} messages in the stream, {chosen.rounds} rounds, ms")
    print(f"{'way':<24}{'p50':>8}{'p95':>8}")
    for way, seconds in times.items():
        p95 = statistics.quantiles(seconds, n=20)[-1]
        print(f"{way:<24}{statistics.median(seconds) * 1000:>8.1f}{p95 * 1000:>8.1f}")


if __name__ == "__main__":
    main()
