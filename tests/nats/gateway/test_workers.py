"""Several workers on one port: any of them may die or be replaced, and no viewer misses or doubles anything."""

import asyncio
import contextlib
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import psutil
import pytest
from prometheus_client.parser import text_string_to_metric_families

from gateway.access.keys import read_keys
from gateway.access.tokens import Tokens
from gateway.server import listen
from tests.golden.script import JOB, Line
from tests.support.eventually import eventually
from tests.support.gateway import KEY
from tests.support.gateway_job import JOB_ID, WrittenJob, data_of, long_script
from tests.support.nats_server import NatsServer, free_port
from tests.support.returning import Returning
from tests.support.services import ServiceProcess

LINES = long_script(60).lines
VIEWERS = 8


class Port:
    """A gateway of two workers, as an operator has it."""

    def __init__(self, folder: Path, nats_url: str) -> None:
        keys = folder / "token-keys"
        keys.write_text(f"k1:{KEY}\n")
        self.keys = keys
        self.number = free_port()
        self.address = f"http://127.0.0.1:{self.number}"
        self.environment = {
            "NATS_URL": nats_url,
            "PORT": str(self.number),
            "TOKEN_KEYS": str(keys),
            "STATIC_DIR": str(folder),
            "GATEWAY_WORKERS": "2",
            "DRAIN_SEC": "0.3",
            "LOG_FORMAT": "json",
            "TMPDIR": str(folder),
        }
        self.parent = ServiceProcess(folder, "gateway", "gateway", environment=self.environment)
        self.token = Tokens(read_keys(keys), life_sec=3600).issue(JOB_ID, started_at=time.time())[0]

    async def knock(self) -> bool:
        """Ask for a stream again and again until nobody is there; tells whether one was answered 503 with a delay."""
        refused = False
        async with httpx.AsyncClient(
            base_url=self.address, headers={"Authorization": f"Bearer {self.token}"}
        ) as client:
            while True:
                try:
                    async with client.stream("GET", f"/api/jobs/{JOB}/stream") as answer:
                        refused = refused or (answer.status_code == 503 and int(answer.headers["retry-after"]) > 0)
                except httpx.ConnectError:
                    return refused
                except httpx.TransportError:
                    continue  # a kept connection that was ended

    def workers(self) -> list[psutil.Process]:
        """Find the processes that serve."""
        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(self.parent.pid).children()
        return []

    def viewer(self) -> Returning:
        """Make a viewer of the job."""
        return Returning(self.address, JOB, self.token)

    async def metrics(self) -> dict[str, dict[str, float]]:
        """Scrape: worker → sample → value, of what has no other label."""
        async with httpx.AsyncClient() as client:
            text = (await client.get(f"{self.address}/metrics")).raise_for_status().text
        found: dict[str, dict[str, float]] = {}
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                if sample.labels.keys() == {"worker"}:
                    found.setdefault(sample.labels["worker"], {})[sample.name] = sample.value
        return found

    def said(self, event: str) -> int:
        """Count the lines of the log of an event."""
        return len(re.findall(f'"event": "{event}"', self.parent.log.read_text()))


@pytest.fixture
async def port(server: NatsServer, tmp_path: Path) -> AsyncIterator[Port]:
    """Run a gateway of two workers."""
    running = Port(tmp_path, server.url)
    workers: list[psutil.Process] = []
    try:
        await running.parent.start()
        workers += running.workers()
        yield running
    finally:
        workers += running.workers()
        await running.parent.stop()
        psutil.wait_procs(workers, timeout=10)
        assert [worker for worker in workers if worker.is_running()] == []


@contextlib.asynccontextmanager
async def watched(port: Port, job: WrittenJob, before: list[Line]) -> AsyncIterator[list[Returning]]:
    """Let viewers see the beginning of a job; then, behind the body, its rest: each sees all of it, once, in order."""
    await job.write(before)
    viewers = [port.viewer() for _ in range(VIEWERS)]
    watching = [asyncio.create_task(viewer.watch()) for viewer in viewers]
    try:
        await asyncio.gather(*(asyncio.wait_for(viewer.seen(len(before)), 15) for viewer in viewers))
        yield viewers
        await job.write(LINES[len(before) :])
        await asyncio.wait_for(asyncio.gather(*watching), 30)
    finally:
        for task in watching:
            task.cancel()
    expected = list(zip(map(str, job.positions), data_of(LINES), strict=True))
    assert all(viewer.pairs == expected for viewer in viewers)
    assert sum(viewer.controls["reset"] for viewer in viewers) == 0


def went(viewers: list[Returning]) -> Counter[str]:
    """Add up how connections went."""
    return sum((viewer.went for viewer in viewers), Counter())


async def test_two_workers_show_the_same_under_the_same_cursors(port: Port, job: WrittenJob) -> None:
    """Whoever serves a viewer, ids and data are the same; a scrape has both workers, whichever is asked."""
    async with watched(port, job, LINES[:10]):
        opened = [port.viewer() for _ in range(20)]
        more = [asyncio.create_task(viewer.watch()) for viewer in opened]
        await asyncio.gather(*(viewer.seen(10) for viewer in opened))
        scrapes = [await port.metrics() for _ in range(6)]
    await asyncio.gather(*more)

    assert {viewer.pairs == opened[0].pairs for viewer in opened} == {True}
    assert {tuple(scrape) for scrape in scrapes} == {("1", "2")}
    assert {sum(of["gateway_open_streams"] for of in scrape.values()) for scrape in scrapes} == {VIEWERS + 20}
    assert all(of["process_start_time_seconds"] > 0 for of in scrapes[0].values())


async def test_a_killed_worker_costs_a_reconnect(port: Port, job: WrittenJob) -> None:
    """Its viewers come back to the other with their cursors; it is started again under another number."""
    async with watched(port, job, LINES[:20]) as viewers:
        busy = max(port.workers(), key=lambda worker: len(worker.net_connections()))
        busy.kill()
        await eventually(lambda: busy not in port.workers() and len(port.workers()) == 2, within_sec=30)
    assert went(viewers)["refused"] == 0
    assert port.said("worker_died") == 1
    await eventually(lambda: port.said("worker_started") == 3, within_sec=30)


async def test_a_worker_that_is_told_to_end_hands_its_viewers_on(port: Port, job: WrittenJob) -> None:
    """SIGTERM of one: its viewers are told when to come back; nobody is refused, or left without an answer."""
    gone: Counter[str] = Counter()
    async with watched(port, job, LINES[:20]) as viewers, calling(port, gone):
        one = port.workers()[0]
        one.terminate()
        await eventually(lambda: one not in port.workers() and len(port.workers()) == 2, within_sec=30)
    assert set(gone) == {"200"}
    assert set(went(viewers)) <= {"200", "204"}


async def connect_until(done: asyncio.Event, port: Port, gone: Counter[str]) -> None:
    """Ask for the job's stream on one new connection after another, and note how each went."""
    request = (
        f"GET /api/jobs/{JOB}/stream HTTP/1.1\r\nHost: 127.0.0.1:{port.number}\r\n"
        f"Authorization: Bearer {port.token}\r\n\r\n"
    )
    while not done.is_set():
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port.number)
        except OSError:
            gone["refused"] += 1
            continue
        try:
            writer.write(request.encode())
            gone[(await reader.readuntil(b"\r\n")).decode().split()[1]] += 1
        except (OSError, asyncio.IncompleteReadError):
            gone["no answer"] += 1
        finally:
            writer.close()


@contextlib.asynccontextmanager
async def calling(port: Port, gone: Counter[str]) -> AsyncIterator[None]:
    """Have two callers connect without a pause while the body runs."""
    done = asyncio.Event()
    callers = [asyncio.create_task(connect_until(done, port, gone)) for _ in range(2)]
    try:
        yield
    finally:
        done.set()
        await asyncio.gather(*callers)


async def test_all_are_replaced_under_load_and_nobody_is_turned_away(port: Port, job: WrittenJob) -> None:
    """SIGHUP: new workers before old ones go; no connection is refused, none reset before its answer, nothing lost."""
    before = set(port.workers())
    gone: Counter[str] = Counter()
    async with watched(port, job, LINES[:20]) as viewers:
        async with calling(port, gone):
            port.parent.kill(signal.SIGHUP)
            await eventually(lambda: port.said("workers_rolled") == 1, within_sec=75)
        assert len(port.workers()) == 2
        assert not before & set(port.workers())
    assert set(gone) == {"200"}
    assert gone["200"] > 50
    assert set(went(viewers)) <= {"200", "204"}
    assert sum(viewer.controls["drain"] for viewer in viewers) >= VIEWERS


async def test_a_replacement_that_fails_replaces_nobody(port: Port, job: WrittenJob) -> None:
    """Where a new worker cannot start, the old ones serve on, undisturbed."""
    before = set(port.workers())
    async with watched(port, job, LINES[:20]) as viewers:
        port.keys.rename(port.keys.with_name("away"))
        port.parent.kill(signal.SIGHUP)
        await eventually(lambda: port.said("worker_died") == 1, within_sec=30)
        assert set(port.workers()) == before
    assert went(viewers)["200"] == VIEWERS
    assert port.said("workers_rolled") == 0


async def test_the_parent_ends_all_and_itself(port: Port, job: WrittenJob) -> None:
    """SIGTERM: every viewer is told, callers are answered 503 meanwhile, then the port is free; the status is 0."""
    await job.write(LINES[:5])
    viewers = [port.viewer() for _ in range(VIEWERS)]
    watching = [asyncio.create_task(viewer.watch()) for viewer in viewers]
    await asyncio.gather(*(viewer.seen(5) for viewer in viewers))
    workers = port.workers()
    knocking = asyncio.create_task(port.knock())
    port.parent.kill(signal.SIGTERM)
    assert await port.parent.ended() == 0
    for task in watching:
        task.cancel()
    assert sum(viewer.controls["drain"] for viewer in viewers) == VIEWERS
    assert await knocking
    assert [worker for worker in workers if worker.is_running()] == []
    listen("127.0.0.1", port.number, patience_sec=30).close()


async def test_workers_end_with_their_parent(port: Port, job: WrittenJob) -> None:
    """A parent that is killed: both drain, end, and let go of the port, and nothing of them stays."""
    await job.write(LINES[:5])
    viewer = port.viewer()
    watching = asyncio.create_task(viewer.watch())
    await viewer.seen(5)
    workers = port.workers()
    assert len(workers) == 2
    port.parent.kill(signal.SIGKILL)
    await port.parent.ended()
    await port.parent.start()  # at once, as a supervisor does
    await eventually(lambda: not any(worker.is_running() for worker in workers), within_sec=30)
    await job.write(LINES[5:])
    await asyncio.wait_for(watching, 15)
    assert viewer.controls["drain"] == 1
    assert [data for _, data in viewer.pairs] == data_of(LINES)
    assert len(list(port.keys.parent.glob("gateway-*"))) == 1


async def test_what_no_worker_can_run_with_is_refused(server: NatsServer, tmp_path: Path) -> None:
    """A configuration that workers refuse ends all of it, with the status that says so."""
    port = Port(tmp_path, server.url)
    port.keys.write_text("nothing\n")
    await port.parent.start(wait=False)
    assert await port.parent.ended() == 78
    assert "TOKEN_KEYS" in port.parent.log.read_text()


async def test_a_closed_terminal_ends_it(server: NatsServer, tmp_path: Path) -> None:
    """SIGHUP is also what a terminal sends that is closed: then there is nobody to serve on for."""
    port = Port(tmp_path, server.url)
    ours, theirs = pty.openpty()
    in_terminal = (
        "import os, runpy, sys; os.open(sys.argv.pop(1), os.O_RDWR);"
        "runpy.run_module('gateway', run_name='__main__', alter_sys=True)"
    )
    with port.parent.log.open("wb") as log:
        running = subprocess.Popen(  # noqa: ASYNC220, returns at once
            [sys.executable, "-c", in_terminal, os.ttyname(theirs)],
            env={**os.environ, **port.environment},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    os.close(theirs)
    try:
        await eventually(lambda: port.said("listening") == 1, within_sec=20)
        os.close(ours)
        assert await asyncio.to_thread(running.wait, 15) == 0
    finally:
        running.kill()
        running.wait()
    assert port.said("workers_rolling") == 0
