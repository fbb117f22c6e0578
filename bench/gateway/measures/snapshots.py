"""A job of 500 events as one answer: read from the log, read from a large log, and from memory, whole or in part."""

import http.client
import statistics
import time
from collections.abc import Sequence
from typing import Final

import msgspec

from bench.gateway.bench import Bench, Measure
from bench.gateway.installation import Installation, RunningGateway
from bench.measuring.figures import Row, Samples, at_most
from contracts.ids import JobId, new_job_id

EVENTS: Final = 500
SMALL: Final = 10_000
_FOREIGN: Final = 25
"""Messages of other jobs between two of a job."""


_WITHIN_SEC: Final = 30.0
_WORST: Final = 5


class Shown(msgspec.Struct):
    """An event of a snapshot, as far as this measure looks at it."""

    seq: int


class _Answer(msgspec.Struct):
    events: list[Shown] = []


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


class Asking:
    """One client of a gateway, on one connection at a time; it waits for each answer."""

    def __init__(self, gateway: RunningGateway, place: Installation) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=60)
        self._place = place
        self.etag = ""
        """Of the last answer."""

    def once(self, job_id: JobId, query: str = "", *, known: str = "") -> tuple[float, list[Shown]]:
        """Ask for a snapshot; gives the milliseconds and the events.

        Args:
            job_id: Of which job.
            query: Which part of it, from the question mark on.
            known: The `ETag` of what the client has already: the answer has to be 304 then.
        """
        name, value = self._place.authorization(job_id).split(": ")
        headers = {name: value} | ({"If-None-Match": known} if known else {})
        began = time.perf_counter()
        self._connection.request("GET", f"/api/jobs/{job_id}/snapshot{query}", headers=headers)
        answer = self._connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        self.etag = answer.headers["etag"]
        assert answer.status == (304 if known else 200), f"a snapshot is answered {answer.status}: {body[:200]!r}"
        return took, [] if known else msgspec.json.decode(body, type=_Answer).events

    def whole(self, jobs: Sequence[JobId]) -> list[float]:
        """Ask for whole jobs, one after the other, on a new connection: servers hang up on one that is not used."""
        self._connection.close()
        self._connection.connect()
        took = []
        for job_id in jobs:
            milliseconds, events = self.once(job_id)
            assert len(events) >= EVENTS, f"a snapshot has {len(events)} events"
            took.append(milliseconds)
        return took

    def parts(self, job_id: JobId, times: int) -> Samples:
        """Ask so often for each kind of part of a job, at positions all over it; gives the median of each."""
        positions = [event.seq for event in self.once(job_id)[1]]
        known, chosen = self.etag, [positions[n * 7 % len(positions)] for n in range(times)]
        return {
            "past": statistics.median(self.once(job_id, f"?at={position}")[0] for position in chosen),
            "page": statistics.median(self.once(job_id, f"?after={position}&limit=100")[0] for position in chosen),
            "state": statistics.median(self.once(job_id, "?events=false")[0] for _ in chosen),
            "unmodified": statistics.median(self.once(job_id, known=known)[0] for _ in chosen),
        }

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def spread_evenly(jobs: Sequence[JobId], count: int) -> list[JobId]:
    """Choose so many of them, each once, from the first to the last."""
    count = min(count, len(jobs))
    return [jobs[n * len(jobs) // count] for n in range(count)]


async def _once(bench: Bench) -> Samples:
    asked = bench.sizes.snapshots
    async with bench.installation() as place, place.gateway() as gateway:
        asking = Asking(gateway, place)
        first, *jobs = await fill(bench, place, SMALL)
        asking.whole([first])  # what is done only once is not measured
        small = asking.whole(spread_evenly(jobs, asked))
        async with bench.programs.viewers([gateway.port], [place.target(first)], 1) as load:
            await load.until_event(EVENTS, _WITHIN_SEC)
            warm = asking.whole([first] * asked)
            parts = asking.parts(first, asked)
        small_messages = await place.messages()
        more = await fill(bench, place, bench.sizes.stream_messages - small_messages)
        large_messages = await place.messages()
        large = asking.whole(spread_evenly(more, asked))
        spread = await fill_around(bench, place, bench.sizes.stream_messages)
        worst = asking.whole([spread] * _WORST)
        asking.close()
    return {
        "cold": statistics.median(small),
        "large": statistics.median(large),
        "growth": statistics.median(large) / statistics.median(small),
        "warm": statistics.median(warm),
        **parts,
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
        Row("past", "… as it was at a past position", "ms"),
        Row("page", "… a page of 100 events", "ms"),
        Row("state", "… without events", "ms"),
        Row("unmodified", "… not modified (304)", "ms"),
        Row("small_messages", "messages in the small stream", ""),
        Row("large_messages", "messages in the large one", ""),
    ),
    once=_once,
)
