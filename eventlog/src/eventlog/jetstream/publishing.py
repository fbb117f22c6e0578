"""The one publishing rule.

A publish that got no answer may have been stored: it is repeated with the same id. A wrong-last-sequence may be the
answer to our own first try, since a single server checks the sequence before the id: the leader is asked whose it is.
"""

import asyncio
from collections.abc import Mapping
from typing import Final

import msgspec

from eventlog.errors import ConcurrencyError, RequestError, TransientError
from eventlog.jetstream import api
from eventlog.jetstream.client import RawClient
from eventlog.jetstream.direct import first_after
from eventlog.ports import Appended
from eventlog.settings import LogSettings

MESSAGE_ID: Final = "Nats-Msg-Id"
EXPECTED_LAST: Final = "Nats-Expected-Last-Subject-Sequence"


class _PubAck(msgspec.Struct, frozen=True):
    seq: int
    stream: str = ""
    duplicate: bool = False


class Publisher:
    """Stores messages from one connection."""

    def __init__(self, client: RawClient, settings: LogSettings) -> None:
        self._client = client
        self._settings = settings

    async def publish(
        self,
        stream: str,
        subject: str,
        data: bytes,
        *,
        message_id: str | None = None,
        expected_last: int | None = None,
    ) -> Appended:
        """Store a message and wait for the acknowledgement, trying again as long as that is right.

        Raises:
            ApiError: The server refused for a reason that is the caller's to judge.
            ConcurrencyError: The subject's last message is not the expected one, nor was ours stored behind it.
            RequestError: It is larger than a message of this stream may be; nothing was stored.
            TransientError: No answer within the patience; it may or may not have been stored.
        """
        headers = _headers(message_id, expected_last)
        clock = asyncio.get_running_loop().time
        give_up = clock() + self._settings.patience_sec
        attempt = 0
        while True:
            try:
                reply = await api.request(
                    self._client, subject, data, timeout_sec=self._settings.timeout_sec, headers=headers
                )
                ack = api.decode(reply.data, _PubAck)
                return Appended(seq=ack.seq, duplicate=ack.duplicate)
            except TransientError:
                if clock() > give_up:
                    raise
            except api.ApiError as error:
                code = error.fault.err_code
                if code in api.WRONG_LAST_SEQUENCE and expected_last is not None:
                    return await self._ours(stream, subject, data, expected_last)
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

    async def _ours(self, stream: str, subject: str, data: bytes, expected_last: int) -> Appended:
        stored = await first_after(self._client, stream, subject, expected_last, timeout_sec=self._settings.timeout_sec)
        if stored is not None and stored.data == data:
            return Appended(seq=stored.seq, duplicate=True)
        msg = f"{subject.rsplit('.', 1)[-1]} has moved on since position {expected_last}"
        raise ConcurrencyError(msg)


def _headers(message_id: str | None, expected_last: int | None) -> Mapping[str, str]:
    headers: dict[str, str] = {}
    if message_id is not None:
        headers[MESSAGE_ID] = message_id
    if expected_last is not None:
        headers[EXPECTED_LAST] = str(expected_last)
    return headers
