"""The contract suite can fail: five bugs planted in the twin and five in the adapter, each caught by a named test.

A suite that two adapters pass proves little unless it fails where one of them is wrong.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from contracts.ids import JobId
from eventlog import AppError, Connection
from eventlog.jetstream import consumer, direct, publishing
from eventlog.memory import MemoryConnection
from eventlog.memory.consumer import MemoryConsumer
from eventlog.memory.store import MemoryStream
from tests.contract import test_erasing, test_log, test_queue
from tests.support.backends import JetStreamBackend, MemoryBackend
from tests.support.nats_server import nats_server

Promise = Callable[..., Awaitable[None]]
Plant = Callable[[pytest.MonkeyPatch], None]


def _replace(owner: Any, name: str, broken: Any) -> Plant:  # noqa: ANN401 - any part of an adapter
    return lambda patch: patch.setattr(owner, name, broken)


def _wrap(owner: Any, name: str, wrapped: Callable[..., Any]) -> Plant:  # noqa: ANN401 - any part of an adapter
    original = getattr(owner, name)
    return lambda patch: patch.setattr(owner, name, lambda *args, **kwargs: wrapped(original, *args, **kwargs))


def _reads_one_too_many(original: Any, self: MemoryStream, subject: str, after: int = 0) -> Any:  # noqa: ANN401
    return original(self, subject, max(0, after - 1))


def _ignores_expectations(
    original: Any,  # noqa: ANN401
    self: MemoryStream,
    subject: str,
    data: bytes,
    message_id: str | None = None,
    expected_last: int | None = None,
) -> Any:  # noqa: ANN401
    del expected_last
    return original(self, subject, data, message_id, None)


def _never_duplicate(_self: MemoryStream, _message_id: str) -> None:
    return None


def _holds_for_ever(original: Any, self: MemoryConsumer, seq: int, _seconds: float) -> Any:  # noqa: ANN401
    return original(self, seq, 1e9)


def _without_id(_message_id: str | None, expected_last: int | None) -> dict[str, str]:
    return {} if expected_last is None else {publishing.EXPECTED_LAST: str(expected_last)}


async def _never_ours(*_args: object, **_kwargs: object) -> None:
    return None


def _never_live(original: Any, message: Any, *, live: bool = False) -> Any:  # noqa: ANN401
    del live
    return original(message, live=False)


def _asks_for_more(original: Any, self: Any, slots: int) -> Any:  # noqa: ANN401
    return original(self, slots + 5)


async def _keeps_documents(original: Any, self: MemoryConnection, job_id: JobId) -> None:  # noqa: ANN401
    kept = dict(self.server.documents)
    await original(self, job_id)
    self.server.documents.update(kept)


async def _one_batch(original: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
    messages, _more = await original(*args, **kwargs)
    return messages, False


TWIN: dict[str, tuple[Plant, Promise]] = {
    "reads from one position too early": (
        _wrap(MemoryStream, "read", _reads_one_too_many),
        test_log.test_more_than_a_batch_is_read_whole,
    ),
    "ignores the expected position": (
        _wrap(MemoryStream, "append", _ignores_expectations),
        test_log.test_expected_position_lets_one_writer_through,
    ),
    "forgets message ids": (
        _replace(MemoryStream, "_known", _never_duplicate),
        test_log.test_the_same_message_id_is_stored_once,
    ),
    "never hands a parked message out again": (
        _wrap(MemoryConsumer, "hold", _holds_for_ever),
        test_queue.test_a_parked_fact_comes_back_after_its_delay,
    ),
    "erases no documents": (
        _wrap(MemoryConnection, "erase", _keeps_documents),
        test_erasing.test_an_erased_job_leaves_its_last_control_fact_only,
    ),
}

ADAPTER: dict[str, tuple[Plant, Promise]] = {
    "sends no message id": (
        _replace(publishing, "_headers", _without_id),
        test_log.test_the_same_message_id_is_stored_once,
    ),
    "does not know its own append again": (
        _replace(publishing, "first_after", _never_ours),
        test_log.test_the_retry_of_a_stored_append_is_success,
    ),
    "reads one batch only": (
        _wrap(direct, "read_batch", _one_batch),
        test_log.test_more_than_a_batch_is_read_whole,
    ),
    "loses the link to the message before": (
        _wrap(direct, "stored_in", _never_live),
        test_log.test_live_messages_carry_the_stored_position,
    ),
    "fetches more than there are slots": (
        _wrap(consumer.JetStreamDeliveries, "fetch", _asks_for_more),
        test_queue.test_no_more_is_fetched_than_there_are_slots,
    ),
}


async def _keeps(promise: Promise, connection: Connection) -> bool:
    try:
        await promise(connection)
    except (AssertionError, AppError, TimeoutError, LookupError, pytest.fail.Exception):
        return False
    return True


@pytest.mark.parametrize("bug", TWIN)
async def test_a_bug_in_the_twin_is_caught(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The named promise is kept without the bug, and broken with it."""
    plant, promise = TWIN[bug]
    async with await MemoryBackend().connect(lease_sec=20) as healthy:
        assert await _keeps(promise, healthy)
    plant(monkeypatch)
    async with await MemoryBackend().connect(lease_sec=20) as broken:
        assert not await _keeps(promise, broken)


@pytest.mark.parametrize("bug", ADAPTER)
async def test_a_bug_in_the_adapter_is_caught(bug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The named promise is kept without the bug, and broken with it."""
    plant, promise = ADAPTER[bug]
    async with nats_server(tmp_path) as server:
        backend = JetStreamBackend(server)
        async with await backend.connect(lease_sec=20) as healthy:
            assert await _keeps(promise, healthy)
            plant(monkeypatch)
        async with await backend.connect(lease_sec=20) as broken:
            assert not await _keeps(promise, broken)
