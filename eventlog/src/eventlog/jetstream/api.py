"""Requests to JetStream's API: bytes out, a checked answer or one of our errors back.

Source: the request and error shapes of the NATS ADRs 1, 8, 31 and the server's `server/errors.json`.
"""

import contextlib
import random
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar

import msgspec
from nats.errors import Error as NatsError
from nats.errors import MaxPayloadError

from eventlog.errors import AppError, RequestError, StorageFullError, TransientError
from eventlog.jetstream.client import Raw, RawClient

NO_MESSAGE_FOUND: Final = 10037
WRONG_LAST_SEQUENCE: Final = frozenset({10071, 10164})
WAIT_AND_TRY_AGAIN: Final = frozenset({10158, 10008, 10009, 10039, 10013})
"""A leader is being elected, the cluster is not available, or another publish on this subject is under way."""
MESSAGE_TOO_LARGE: Final = 10054
STORE_FAILED: Final = 10077
"""Full: the stream, or the subject. On `WORK` it means that the attempt is outstanding already."""
OUT_OF_RESOURCES: Final = frozenset({10023, 10028, 10047, STORE_FAILED})

Answer = TypeVar("Answer", bound=msgspec.Struct)


class ApiFault(msgspec.Struct, frozen=True):
    """The server's error, as it answered it."""

    code: int = 500
    err_code: int = 0
    description: str = ""


class ApiError(AppError):
    """JetStream refused. Raised to the callers within this package, which know what each code means to them."""

    code = "jetstream"

    def __init__(self, fault: ApiFault) -> None:
        super().__init__(f"JetStream refused ({fault.err_code}): {fault.description}")
        self.fault = fault


class Anything(msgspec.Struct, frozen=True):
    """An answer of which nothing matters but that it is no error."""


class _Faulty(msgspec.Struct, frozen=True):
    error: ApiFault | None = None


_faulty = msgspec.json.Decoder(_Faulty)


def backoff_sec(attempt: int, *, base: float = 0.05, cap: float = 2.0) -> float:
    """Draw a full-jitter delay before the next try; `attempt` counts from 0."""
    return random.uniform(0, min(cap, base * 2**attempt))  # noqa: S311 - jitter is no secret


@contextlib.contextmanager
def translated(words: str) -> Iterator[None]:
    """Turn what nats-py raises inside into our own error; a payload that is too large is the caller's to explain.

    Raises:
        TransientError: Nobody there, no connection, or no answer; its message begins with `words`.
    """
    try:
        yield
    except MaxPayloadError:
        raise
    except (NatsError, TimeoutError, OSError) as error:
        raise TransientError(f"{words}: {type(error).__name__}", code="log_unavailable") from error


async def request(
    client: RawClient,
    subject: str,
    payload: bytes,
    *,
    timeout_sec: float,
    headers: Mapping[str, str] | None = None,
) -> Raw:
    """Send one request and wait for its answer.

    Raises:
        RequestError: The payload is larger than the server takes; nothing was sent.
        TransientError: No answer, nobody there, or no connection; it may or may not have taken effect.
    """
    try:
        return await client.ask(subject, payload, timeout_sec=timeout_sec, headers=headers)
    except MaxPayloadError as error:
        raise too_large(payload) from error
    except (NatsError, TimeoutError, OSError) as error:
        msg = f"the log does not answer on {subject.split('.', 1)[0]}: {type(error).__name__}"
        raise TransientError(msg, code="log_unavailable") from error


def too_large(payload: bytes) -> RequestError:
    """Say that a payload is larger than the server takes."""
    return RequestError(
        f"{len(payload)} bytes are more than the server takes in one message", status=413, code="too_large"
    )


async def call(
    client: RawClient, subject: str, body: Mapping[str, Any] | None, answer: type[Answer], *, timeout_sec: float
) -> Answer:
    """Call JetStream's API with a JSON body.

    Raises:
        ApiError: The server answered with an error.
        TransientError: No answer; it may or may not have taken effect.
    """
    reply = await request(client, subject, msgspec.json.encode(body) if body else b"", timeout_sec=timeout_sec)
    return decode(reply.data, answer)


def decode(raw: bytes, answer: type[Answer]) -> Answer:
    """Decode an answer of JetStream's API.

    Raises:
        ApiError: It is an error.
    """
    fault = _faulty.decode(raw).error
    if fault is not None:
        raise ApiError(fault)
    return msgspec.json.decode(raw, type=answer)


def limit_of(error: ApiError, what: str) -> StorageFullError | ApiError:
    """Translate a refusal for want of room; any other refusal stays what it is."""
    if error.fault.err_code in OUT_OF_RESOURCES:
        return StorageFullError(what)
    return error
