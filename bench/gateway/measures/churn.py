"""Viewers who come and go, a hundred thousand of them, and jobs that are watched and let go: what is left behind."""

import asyncio
from typing import Final

import httpx
import msgspec
import psutil

from bench.gateway.bench import Bench, Measure
from bench.gateway.installation import WATCHED, Installation, RunningGateway
from bench.gateway.machine import resident_bytes
from bench.measuring.figures import Row, Samples, at_most, never
from tests.support.nats_server import free_port

_LINGER_SEC: Final = 0.5
_CALM_SEC: Final = 3.0
_FEW: Final = 20
"""Jobs that many viewers share."""
_GROWN_MB: Final = 2.0
"""Memory that may be gone between two equal halves: pages that the allocator holds, by chance these or those."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What a gateway holds on to, when it is calm."""

    memory_mb: float
    descriptors: int
    tasks: int
    streams: int
    jobs: int
    subscriptions: int
    consumers: int


class Watch:
    """Looks at one gateway."""

    def __init__(self, place: Installation, gateway: RunningGateway, monitoring: int) -> None:
        self._place = place
        self._gateway = gateway
        self._monitoring = monitoring

    async def calm(self) -> Held:
        """Wait until all jobs were let go, and look."""
        async with asyncio.timeout(60):
            while await self._gateway.metric("gateway_watched_jobs") > 0:  # noqa: ASYNC110 - another process
                await asyncio.sleep(_LINGER_SEC)
        await asyncio.sleep(_CALM_SEC)
        return Held(
            memory_mb=resident_bytes(self._gateway.pid) / 2**20,
            descriptors=psutil.Process(self._gateway.pid).num_fds(),
            tasks=(await self._gateway.inside()).tasks,
            streams=round(await self._gateway.metric("gateway_open_streams")),
            jobs=round(await self._gateway.metric("gateway_watched_jobs")),
            subscriptions=await self._subscriptions(),
            consumers=await self._place.consumers(),
        )

    async def _subscriptions(self) -> int:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self._monitoring}") as client:
            return int((await client.get("/subsz")).raise_for_status().json()["num_subscriptions"])


async def _once(bench: Bench) -> Samples:
    monitoring = free_port()
    async with (
        bench.installation(more=f"http: 127.0.0.1:{monitoring}") as place,
        place.gateway({"LINGER_SEC": str(_LINGER_SEC)}, main=WATCHED) as gateway,
    ):
        watch = Watch(place, gateway, monitoring)
        jobs = await place.new_jobs(bench.sizes.attaches)
        half = bench.sizes.connects // 2
        few, many = place.targets(jobs[:_FEW]), place.targets(jobs)
        seconds, begun_mb = 0.0, resident_bytes(gateway.pid) / 2**20
        held: list[Held] = []
        for each_once in (many[::2], many[1::2]):
            churned = await bench.programs.churn(gateway.port, few, half)
            seconds += churned.seconds
            attached = await bench.programs.churn(gateway.port, each_once, len(each_once))
            held.append(await watch.calm())
            answered = churned.caught_up + attached.caught_up
            assert churned.failed + attached.failed == 0, f"{churned.failed + attached.failed} connections failed"
            assert answered > (half + len(each_once)) // 2, f"only {answered} caught up"
    before, after = held
    return {
        "grown": after.memory_mb - before.memory_mb,
        "memory": after.memory_mb,
        "begun": begun_mb,
        "descriptors": after.descriptors - before.descriptors,
        "tasks": after.tasks - before.tasks,
        "streams": after.streams,
        "jobs": after.jobs,
        "subscriptions": after.subscriptions - before.subscriptions,
        "consumers": after.consumers,
        "per_connect": seconds / bench.sizes.connects * 1e6,
    }


MEASURE: Final = Measure(
    name="churn",
    about="100,000 viewers come and go, 10,000 jobs are watched and let go; the second half against the first",
    rows=(
        Row("grown", "memory that the second half added", "MB", at_most(_GROWN_MB)),
        Row("memory", "memory at the end", "MB"),
        Row("begun", "… before the first viewer came", "MB"),
        never("descriptors", "file descriptors more than after the first half"),
        never("tasks", "tasks more than after the first half"),
        never("subscriptions", "subscriptions at the server more than after the first half"),
        never("streams", "streams open at the end"),
        never("jobs", "jobs watched at the end"),
        never("consumers", "consumers at the server at the end"),
        Row("per_connect", "time for a connect, a hundred at once", "µs"),
    ),
    once=_once,
)
