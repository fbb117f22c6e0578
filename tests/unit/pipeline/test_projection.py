"""The status projection: what is missing is appended once, whoever else appends."""

import pytest
from msgspec.structs import replace

from contracts.events import decode_event, encode_event
from contracts.ids import JobId
from contracts.subjects import status
from eventlog import ConcurrencyError, LogSettings
from eventlog.memory import MemoryConnection, MemoryServer
from pipeline.projection import Projection
from tests.support.pipeline_facts import JOB, Given

JOB_ID = JobId(JOB)


@pytest.fixture
def connection() -> MemoryConnection:
    """Connect to a log in memory."""
    return MemoryConnection(MemoryServer(LogSettings()))


async def stored(connection: MemoryConnection) -> list[str]:
    """List the ids that stand on the status subject."""
    return [decode_event(message.data).id for message in await connection.log.read(status(JOB_ID))]


async def test_only_what_is_missing_is_appended(connection: MemoryConnection) -> None:
    """Up to where it was asked for, in order; again, nothing."""
    given = Given()
    given.succeeded("reading")
    lifecycle = given.job.lifecycle
    projection = Projection(connection.log, JOB_ID)

    assert await projection.advance(lifecycle, 2) == 2
    assert await projection.advance(lifecycle, 3) == 1
    assert await projection.advance(lifecycle, 3) == 0
    assert await stored(connection) == ["10.0", "10.1", "20.0"]


async def test_who_starts_anew_goes_on_behind_the_last(connection: MemoryConnection) -> None:
    """A pipeline that was started again looks where the log stands."""
    given = Given()
    await Projection(connection.log, JOB_ID).advance(given.job.lifecycle, 1)

    assert await Projection(connection.log, JOB_ID).advance(given.job.lifecycle, 2) == 1
    assert await stored(connection) == ["10.0", "10.1"]


async def test_two_replicas_double_nothing(connection: MemoryConnection) -> None:
    """Both tell the same, byte for byte: who comes second finds his own words there already."""
    given = Given()
    first, second = (Projection(connection.log, JOB_ID) for _ in range(2))
    await first.advance(given.job.lifecycle, 1)
    await second.advance(given.job.lifecycle, 1)
    given.succeeded("reading")

    assert await first.advance(given.job.lifecycle, 3) == 2
    assert await second.advance(given.job.lifecycle, 3) == 0
    assert await stored(connection) == ["10.0", "10.1", "20.0"]


async def test_the_gateway_may_be_first(connection: MemoryConnection) -> None:
    """The gateway tells the start in its own words: who expected nothing there is told so, and goes on behind it."""
    given = Given()
    projection = Projection(connection.log, JOB_ID)
    await projection.advance(given.job.lifecycle, 0)
    told = replace(given.job.lifecycle[0], timestamp="2026-11-22T19:59:59.000Z")
    await connection.log.append(status(JOB_ID), encode_event(told), expected_last=0)

    with pytest.raises(ConcurrencyError):
        await projection.advance(given.job.lifecycle, 2)
    assert await projection.advance(given.job.lifecycle, 2) == 1
    assert await stored(connection) == ["10.0", "10.1"]


async def test_who_has_read_too_few_facts_does_not_guess(connection: MemoryConnection) -> None:
    """A status that is ahead of the facts says: read them again."""
    ahead, behind = Given(), Given()
    ahead.succeeded("reading")
    await Projection(connection.log, JOB_ID).advance(ahead.job.lifecycle, 3)

    with pytest.raises(ConcurrencyError, match="ahead"):
        await Projection(connection.log, JOB_ID).advance(behind.job.lifecycle, 2)


@pytest.mark.parametrize("foreign", [b"rubbish", b'{"type":"acme","timestamp":"2026-11-22T20:00:00Z","id":"acme-1"}'])
async def test_a_foreign_message_on_the_status_stops_nothing(connection: MemoryConnection, foreign: bytes) -> None:
    """Whoever should not publish there and does: the lifecycle goes on behind it."""
    given = Given()
    await Projection(connection.log, JOB_ID).advance(given.job.lifecycle, 1)
    await connection.log.append(status(JOB_ID), foreign)

    assert await Projection(connection.log, JOB_ID).advance(given.job.lifecycle, 2) == 1
    last = await connection.log.last(status(JOB_ID))
    assert last is not None
    assert last.data == encode_event(given.job.lifecycle[1])
