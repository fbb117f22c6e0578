"""The one publishing rule.

A publish that got no answer may have been stored: it is repeated with the same id. A wrong-last-sequence may be the
answer to our own first try, since a single server checks the sequence before the id: the leader is asked whose it is.
"""

import asyncio
from collections.abc import Mapping
from typing import Final

import msgspec
from nats.aio.client import Client

from eventlog.errors import ConcurrencyError, RequestError, TransientError
from eventlog.jetstream import api
from eventlog.jetstream.direct import first_after
from eventlog.ports import Appended

MESSAGE_ID: Final = "Nats-Msg-Id"
EXPECTED_LAST: Final = "Nats-Expected-Last-Subject-Sequence"


class _PubAck(msgspec.Struct, frozen=True):
    seq: int
    stream: str = ""
    duplicate: bool = False


async def publish(
    client: Client,
    stream: str,
    subject: str,
    data: bytes,
    *,
    message_id: str | None = None,
    expected_last: int | None = None,
    timeout_sec: float,
    patience_sec: float,
) -> Appended:
    """Store a message and wait for the acknowledgement, trying again as long as that is right.

    Raises:
        ApiError: The server refused for a reason that is the caller's to judge.
        ConcurrencyError: The subject's last message is not the expected one, nor was ours stored behind it.
        TransientError: No answer within `patience_sec`; it may or may not have been stored.
    """
    headers = _headers(message_id, expected_last)
    clock = asyncio.get_running_loop().time
    give_up = clock() + patience_sec
    attempt = 0
    while True:
        try:
            reply = await api.request(client, subject, data, timeout_sec=timeout_sec, headers=headers)
            ack = api.decode(reply.data, _PubAck)
            return Appended(seq=ack.seq, duplicate=ack.duplicate)
        except TransientError:
            if clock() > give_up:
                raise
        except api.ApiError as error:
            code = error.fault.err_code
            if code in api.WRONG_LAST_SEQUENCE and expected_last is not None:
                return await _ours(client, stream, subject, data, expected_last, timeout_sec)
            if code == api.MESSAGE_TOO_LARGE:
                msg = f"{len(data)} bytes are more than one message may have"
                raise RequestError(msg, status=413, code="too_large") from error
            if code not in api.WAIT_AND_TRY_AGAIN:
                raise
            if clock() > give_up:
                msg = f"the log is not ready: {error.fault.description}"
                raise TransientError(msg, code="log_unavailable") from error
        await asyncio.sleep(api.backoff_sec(attempt))
        attempt += 1


def _headers(message_id: str | None, expected_last: int | None) -> Mapping[str, str]:
    headers: dict[str, str] = {}
    if message_id is not None:
        headers[MESSAGE_ID] = message_id
    if expected_last is not None:
        headers[EXPECTED_LAST] = str(expected_last)
    return headers


async def _ours(
    client: Client, stream: str, subject: str, data: bytes, expected_last: int, timeout_sec: float
) -> Appended:
    stored = await first_after(client, stream, subject, expected_last, timeout_sec=timeout_sec)
    if stored is not None and stored.data == data:
        return Appended(seq=stored.seq, duplicate=True)
    msg = f"{subject.rsplit('.', 1)[-1]} has moved on since position {expected_last}"
    raise ConcurrencyError(msg)
