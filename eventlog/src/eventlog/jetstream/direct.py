"""Reading the stream: from its leader one message at a time, from any replica in batches.

Batch direct get needs no consumer on the server: 500 events take about as long as through a raw pull consumer, and
nothing has to be cleaned up. Source: NATS ADR-31.
"""

import asyncio
import base64
from typing import Final

import msgspec

from eventlog.errors import TransientError
from eventlog.jetstream import api
from eventlog.jetstream.client import Raw, RawClient
from eventlog.ports import StoredMessage

BATCH: Final = 1000
BATCH_BYTES: Final = 4 * 1024 * 1024
_END_OF_BATCH: Final = "204"
_NOT_FOUND: Final = "404"


class _Stored(msgspec.Struct, frozen=True):
    subject: str
    seq: int
    time: str
    data: str = ""
    hdrs: str = ""


class _GetReply(msgspec.Struct, frozen=True):
    message: _Stored


async def last_of(client: RawClient, stream: str, subject: str, *, timeout_sec: float) -> StoredMessage | None:
    """Read a subject's newest message from the leader, None if it has none.

    Raises:
        TransientError: No answer.
    """
    return await _from_leader(client, stream, {"last_by_subj": subject}, timeout_sec)


async def first_after(
    client: RawClient, stream: str, subject: str, seq: int, *, timeout_sec: float
) -> StoredMessage | None:
    """Read the first message of a subject behind a position from the leader, None if there is none.

    Raises:
        TransientError: No answer.
    """
    return await _from_leader(client, stream, {"seq": seq + 1, "next_by_subj": subject}, timeout_sec)


async def _from_leader(
    client: RawClient, stream: str, query: dict[str, str | int], timeout_sec: float
) -> StoredMessage | None:
    try:
        reply = await api.call(client, f"$JS.API.STREAM.MSG.GET.{stream}", query, _GetReply, timeout_sec=timeout_sec)
    except api.ApiError as error:
        if error.fault.err_code == api.NO_MESSAGE_FOUND:
            return None
        msg = f"the log cannot be read: {error.fault.description}"
        raise TransientError(msg, code="log_unavailable") from error
    stored = reply.message
    return StoredMessage(
        seq=stored.seq,
        subject=stored.subject,
        data=base64.b64decode(stored.data),
        timestamp=milliseconds(stored.time),
        message_id=_message_id(base64.b64decode(stored.hdrs)),
    )


def _message_id(headers: bytes) -> str | None:
    for line in headers.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        if name.strip().lower() == "nats-msg-id":
            return value.strip()
    return None


async def read_batch(
    client: RawClient, stream: str, subjects: str, *, after: int, timeout_sec: float
) -> tuple[list[StoredMessage], bool]:
    """Read up to a thousand messages of a filter behind a position.

    Returns:
        The messages, oldest first, and whether the replica that answered has more.

    Raises:
        TransientError: The batch was not answered to its end.
    """
    messages: list[StoredMessage] = []
    end: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def on_message(reply: Raw) -> None:
        if end.done():
            return
        headers = reply.headers
        status = headers.get("Status")
        if status == _END_OF_BATCH:
            end.set_result(int(headers.get("Nats-Num-Pending", "0")) > 0)
        elif status == _NOT_FOUND:
            end.set_result(False)
        elif status is not None:
            end.set_exception(TransientError(f"the log cannot be read ({status})", code="log_unavailable"))
        else:
            messages.append(from_headers(reply, headers))

    with api.translated("the log did not answer a read to its end"):
        inbox = client.expect(on_message)
        try:
            query = {"seq": after + 1, "next_by_subj": subjects, "batch": BATCH, "max_bytes": BATCH_BYTES}
            await client.publish(f"$JS.API.DIRECT.GET.{stream}", msgspec.json.encode(query), reply=inbox)
            async with asyncio.timeout(timeout_sec):
                more = await end
        finally:
            client.forget(inbox)
    return messages, more


def from_headers(message: Raw, headers: dict[str, str], *, live: bool = False) -> StoredMessage:
    """Read a message that JetStream sent with its position in the headers: direct get, or republished (`live`).

    Both carry `Nats-Last-Sequence`, but only of a live message it is the subject's: in a batch it is the batch's.
    """
    previous = headers.get("Nats-Last-Sequence") if live else None
    return StoredMessage(
        seq=int(headers["Nats-Sequence"]),
        subject=headers["Nats-Subject"],
        data=message.data,
        timestamp=milliseconds(headers.get("Nats-Time-Stamp", "")),
        message_id=headers.get("Nats-Msg-Id"),
        previous=int(previous) if previous is not None else None,
    )


def milliseconds(timestamp: str) -> str:
    """Cut a timestamp of the server's (RFC 3339, up to nanoseconds, UTC) to exactly three digits of a second.

    The same message has the same timestamp whichever way it was read.
    """
    seconds, _, fraction = timestamp.removesuffix("Z").partition(".")
    return f"{seconds}.{fraction[:3]:0<3}Z"
