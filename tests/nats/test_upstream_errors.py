"""No error of nats-py's leaves `eventlog`: whoever calls it meets our own, which say what to do next."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import nats.errors
import nats.js.errors
import pytest
from typing_extensions import override

from contracts import subjects
from contracts.ids import new_job_id, parse_step
from contracts.refs import ref_for
from eventlog import AppError, Connection, LogSettings, TransientError, connect
from eventlog.jetstream import api
from eventlog.jetstream.client import Raw, RawClient
from tests.support.backends import work_item
from tests.support.nats_server import nats_server

STEP = parse_step("planning")
JOB = new_job_id()
Call = Callable[[Connection], Awaitable[object]]


@pytest.fixture
async def closed(tmp_path: Path) -> AsyncIterator[Connection]:
    """Give a connection that was closed for good: the one state in which every call of nats-py's fails."""
    async with nats_server(tmp_path) as server:
        connection = await connect(LogSettings(url=server.url, timeout_sec=0.2, patience_sec=0.3))
        await connection.queue.work(STEP)
        await connection.queue.facts()
        await connection.close()
        yield connection


CALLS: dict[str, Call] = {
    "append": lambda c: c.log.append(subjects.events(JOB), b"{}"),
    "append behind a position": lambda c: c.log.append(subjects.status(JOB), b"{}", expected_last=0),
    "last": lambda c: c.log.last(subjects.status(JOB)),
    "read": lambda c: c.log.read(subjects.public(JOB)),
    "follow": lambda c: c.log.follow(JOB, lambda _: None),
    "publish work": lambda c: c.queue.publish(work_item(JOB, STEP)),
    "join agents": lambda c: c.queue.work(STEP),
    "join pipelines": lambda c: c.queue.facts(),
    "letters": lambda c: c.letters.read(),
    "drop": lambda c: c.letters.drop(JOB),
    "bury": lambda c: c.letters.bury(STEP, JOB, b"{}"),
    "put": lambda c: c.documents.put(JOB, "profile", b"x"),
    "get": lambda c: c.documents.get(ref_for(JOB, "profile", b"x")),
    "signal": lambda c: c.signals.send(JOB, "canceled"),
    "listen": lambda c: c.signals.listen(lambda _job, _hint: None),
    "serve commands": lambda c: c.commands.serve("pipeline", "1.0.0", "test", {}),
    "call a command": lambda c: c.commands.call("pipeline.start", b"", timeout_sec=0.2),
    "check": lambda c: c.check(),
    "erase": lambda c: c.erase(JOB),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_what_fails_fails_with_our_error(closed: Connection, call: Call) -> None:
    """Each call of the ports on a dead connection tells its caller to come back later, in our own words."""
    with pytest.raises(TransientError):
        await call(closed)


def upstream_errors() -> dict[str, Exception]:
    """Make one of each error that nats-py declares."""
    made: dict[str, Exception] = {}
    for module in (nats.errors, nats.js.errors):
        for name, kind in vars(module).items():
            if inspect.isclass(kind) and issubclass(kind, Exception) and kind.__module__ == module.__name__:
                error = kind.__new__(kind)
                Exception.__init__(error, name)
                made[f"{module.__name__}.{name}"] = error
    return made


class Failing(RawClient):
    """A client whose every request fails with one error: which error is the table's, and the mapping is what we see."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error_to_raise = error

    @override
    async def ask(self, *_args: object, **_kwargs: object) -> Raw:
        """Fail."""
        raise self._error_to_raise


@pytest.mark.parametrize("error", upstream_errors().values(), ids=upstream_errors())
async def test_every_error_of_nats_is_mapped(error: Exception) -> None:
    """Whatever nats-py raises at a request becomes an error of our tree, with the original as its cause."""
    with pytest.raises(AppError) as mapped:
        await api.request(Failing(error), "x", b"", timeout_sec=1)
    assert mapped.value.__cause__ is error
