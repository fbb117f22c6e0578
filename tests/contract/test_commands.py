"""What commands promise to those who ask, on the twin and on JetStream alike."""

import asyncio

import pytest

from eventlog import (
    AppError,
    Connection,
    LimitError,
    PermanentError,
    RequestError,
    TransientError,
    UnansweredError,
)

ANY_SEC = 5.0


async def refuse(body: bytes) -> bytes:
    """Refuse in the way that the body names."""
    raise {
        b"request": RequestError("no: a résumé has words", status=422, code="empty"),
        b"permanent": PermanentError("no", code="never"),
        b"limit": LimitError("no", code="enough"),
        b"transient": TransientError("no", code="busy"),
    }[body]


async def test_a_command_is_answered_and_stopping_ends_that(connection: Connection) -> None:
    """Any bytes go there and come back, megabytes too; stopped, it is said at once that nobody serves it."""

    async def echo(body: bytes) -> bytes:
        return body[::-1]

    serving = await connection.commands.serve("preview", "1.0.0", "test", {"resume": echo})
    large = bytes(range(256)) * 4 * 5 * 1024
    assert await connection.commands.call("preview.resume", large, timeout_sec=ANY_SEC) == large[::-1]
    await serving.stop()
    with pytest.raises(TransientError, match=r"nobody serves preview\.resume") as nobody:
        await connection.commands.call("preview.resume", b"", timeout_sec=ANY_SEC)
    assert not isinstance(nobody.value, UnansweredError)


@pytest.mark.parametrize(
    ("how", "kind", "code", "status"),
    [
        (b"request", RequestError, "empty", 422),
        (b"permanent", RequestError, "never", 409),
        (b"limit", LimitError, "enough", None),
        (b"transient", TransientError, "busy", None),
    ],
)
async def test_a_refusal_comes_back_as_the_error_that_it_was(
    connection: Connection, how: bytes, kind: type[AppError], code: str, status: int | None
) -> None:
    """Code, sentence and status are those of whoever refused, in letters that are not ASCII too."""
    serving = await connection.commands.serve("preview", "1.0.0", "test", {"resume": refuse})
    with pytest.raises(kind, match=r"^no") as refused:
        await connection.commands.call("preview.resume", how, timeout_sec=ANY_SEC)
    assert refused.value.code == code
    assert getattr(refused.value, "status", None) == status
    assert how != b"request" or str(refused.value) == "no: a résumé has words"
    await serving.stop()


async def test_silence_is_told_from_absence(connection: Connection) -> None:
    """Who serves and does not answer in time is told as such; a later answer goes to nobody."""
    go = asyncio.Event()

    async def slowly(body: bytes) -> bytes:
        await go.wait()
        return body

    serving = await connection.commands.serve("preview", "1.0.0", "test", {"resume": slowly})
    with pytest.raises(UnansweredError):
        await connection.commands.call("preview.resume", b"", timeout_sec=0.05)
    go.set()
    assert await connection.commands.call("preview.resume", b"x", timeout_sec=ANY_SEC) == b"x"
    await serving.stop()
