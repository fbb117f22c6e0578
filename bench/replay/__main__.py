"""Which way of replaying a job is faster: batch direct get, or a short-lived pull consumer?

Starts a nats-server of its own, spreads jobs of 500 events over the stream, and reads them both ways in one run, turn
by turn. Prints milliseconds (median and 95th percentile). DESIGN asks for one way; decision 0005 says which we kept.

    python -m bench.replay [--messages 200000] [--rounds 60]
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from contracts import subjects
from contracts.ids import JobId, new_job_id
from eventlog import LogSettings, StoredMessage, connect
from eventlog.jetstream.client import Raw, RawClient
from eventlog.jetstream.consumer import JetStreamDelivery
from eventlog.wholeness import Wholeness
from tests.support.nats_server import nats_server

EVENTS = 500
BODY = b'{"type":"metric_update","timestamp":"2026-11-22T20:17:47.648Z","id":"x","data":{}}' + b" " * 200


async def by_consumer(client: RawClient, job_id: JobId) -> list[StoredMessage]:
    """Replay through a pull consumer that is deleted afterwards; returns the messages, oldest first."""
    jetstream = client.jetstream()
    config = ConsumerConfig(
        filter_subject=subjects.public(job_id),
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.NONE,
        inactive_threshold=5.0,
        mem_storage=True,
    )
    created = await jetstream._jsm.add_consumer(subjects.JOBS, config)  # noqa: SLF001 - the manager of this context
    expected = created.num_pending or 0
    found: list[StoredMessage] = []
    done = asyncio.Event()

    def receive(message: Raw) -> None:
        found.append(JetStreamDelivery(client, message, Wholeness()).message)
        if len(found) >= expected:
            done.set()

    inbox = client.new_inbox()
    subscription = await client.hear(inbox, receive)
    request = b'{"batch": %d, "no_wait": true}' % expected
    await client.publish(f"$JS.API.CONSUMER.MSG.NEXT.{subjects.JOBS}.{created.name}", request, reply=inbox)
    await done.wait()
    await subscription.unsubscribe()
    await jetstream._jsm.delete_consumer(subjects.JOBS, created.name)  # noqa: SLF001
    return found


async def measure(messages: int, rounds: int) -> dict[str, list[float]]:
    """Fill a stream and replay jobs in turn; returns seconds by way."""
    times: dict[str, list[float]] = {"batch direct get": [], "pull consumer": []}
    with tempfile.TemporaryDirectory() as folder:
        async with (
            nats_server(Path(folder)) as server,
            await connect(LogSettings(url=server.url)) as connection,
        ):
            client = RawClient()
            await client.connect(server.url)
            jobs = [new_job_id() for _ in range(max(2, messages // EVENTS))]
            for start in range(0, len(jobs), 20):
                group = jobs[start : start + 20]
                for _ in range(EVENTS):  # events of twenty jobs interleave, as on a busy day
                    for job_id in group:
                        await client.publish(subjects.events(job_id), BODY)
                await client.flush()
            for n in range(rounds):
                job_id = jobs[n * 7919 % len(jobs)]
                began = time.perf_counter()
                found = await connection.log.read(subjects.public(job_id))
                times["batch direct get"].append(time.perf_counter() - began)
                began = time.perf_counter()
                same = await by_consumer(client, job_id)
                times["pull consumer"].append(time.perf_counter() - began)
                assert found == same
                assert len(found) == EVENTS
            await client.close()
    return times


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--messages", type=int, default=200_000)
    options.add_argument("--rounds", type=int, default=60)
    chosen = options.parse_args()
    times = asyncio.run(measure(chosen.messages, chosen.rounds))
    print(f"replay of {EVENTS} events in a stream of {chosen.messages}, {chosen.rounds} rounds, ms")
    print(f"{'way':<20}{'p50':>8}{'p95':>8}")
    for way, seconds in times.items():
        p95 = statistics.quantiles(seconds, n=20)[-1]
        print(f"{way:<20}{statistics.median(seconds) * 1000:>8.1f}{p95 * 1000:>8.1f}")


if __name__ == "__main__":
    main()
