"""A job of 500 events as one answer: read from the log, read from a large log, and from memory."""

import http.client
import statistics
import time
from collections.abc import Sequence
from typing import Final

import msgspec

from bench.gateway.bench import Bench, Measure
from bench.gateway.figures import Row, Samples, at_most
from bench.gateway.installation import Installation, RunningGateway
from contracts.ids import JobId, new_job_id

EVENTS: Final = 500
SMALL: Final = 10_000
_FOREIGN: Final = 25
"""Messages of other jobs between two of a job."""


_WITHIN_SEC: Final = 30.0
_WORST: Final = 5


class _Answer(msgspec.Struct):
    events: list[msgspec.Raw]


async def fill(bench: Bench, place: Installation, messages: int) -> list[JobId]:
    """Add groups of 26 jobs whose 500 events take turns, until the stream has at least so many messages."""
    groups = max(1, messages // ((_FOREIGN + 1) * EVENTS))
    jobs = await place.new_jobs(groups * (_FOREIGN + 1))
    for first in range(0, len(jobs), _FOREIGN + 1):
        topics = place.topics(jobs[first : first + _FOREIGN + 1])
        await bench.programs.publish("nats", place.nats.port, topics, count=EVENTS)
    return jobs


async def fill_around(bench: Bench, place: Installation, messages: int) -> JobId:
    """Spread one job over so many messages: an event of it, one of each of thousands of others, and again."""
    [job_id] = await place.new_jobs(1)
    others = [new_job_id() for _ in range(messages // EVENTS - 1)]
    await bench.programs.publish("nats", place.nats.port, place.topics([job_id, *others]), count=EVENTS)
    return job_id


def ask(gateway: RunningGateway, place: Installation, jobs: Sequence[JobId]) -> list[float]:
    """Get snapshots one after the other on one connection; gives the milliseconds of each."""
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=60)
    took = []
    for job_id in jobs:
        name, value = place.authorization(job_id).split(": ")
        began = time.perf_counter()
        connection.request("GET", f"/api/jobs/{job_id}/snapshot", headers={name: value})
        body = connection.getresponse().read()
        took.append((time.perf_counter() - began) * 1000)
        found = len(msgspec.json.decode(body, type=_Answer).events)
        assert found >= EVENTS, f"a snapshot has {found} events"
    connection.close()
    return took


def spread_evenly(jobs: Sequence[JobId], count: int) -> list[JobId]:
    """Choose so many of them, each once, from the first to the last."""
    count = min(count, len(jobs))
    return [jobs[n * len(jobs) // count] for n in range(count)]


async def _once(bench: Bench) -> Samples:
    asked = bench.sizes.snapshots
    async with bench.installation() as place, place.gateway() as gateway:
        first, *jobs = await fill(bench, place, SMALL)
        ask(gateway, place, [first])  # what is done only once is not measured
        small = ask(gateway, place, spread_evenly(jobs, asked))
        async with bench.programs.viewers([gateway.port], [place.target(first)], 1) as load:
            await load.until_event(EVENTS, _WITHIN_SEC)
            warm = ask(gateway, place, [first] * asked)
        small_messages = await place.messages()
        more = await fill(bench, place, bench.sizes.stream_messages - small_messages)
        large_messages = await place.messages()
        large = ask(gateway, place, spread_evenly(more, asked))
        spread = await fill_around(bench, place, bench.sizes.stream_messages)
        worst = ask(gateway, place, [spread] * _WORST)
    return {
        "cold": statistics.median(small),
        "large": statistics.median(large),
        "growth": statistics.median(large) / statistics.median(small),
        "warm": statistics.median(warm),
        "worst": statistics.median(worst),
        "small_messages": small_messages,
        "large_messages": large_messages,
    }


MEASURE: Final = Measure(
    name="snapshot",
    about="a snapshot of 500 events, 25 messages of others between two of its own; p50 of what one client waits",
    rows=(
        Row("cold", "cold, about 10,000 messages in the stream", "ms", at_most(12)),
        Row("large", "cold, about 1,000,000 messages", "ms"),
        Row("growth", "1,000,000 ÷ 10,000", "×", at_most(1.5)),
        Row("worst", "cold, the job spread over another 1,000,000 messages: the worst layout", "ms"),
        Row("warm", "warm: somebody watches the job", "ms", at_most(3)),
        Row("small_messages", "messages in the small stream", ""),
        Row("large_messages", "messages in the large one", ""),
    ),
    once=_once,
)
