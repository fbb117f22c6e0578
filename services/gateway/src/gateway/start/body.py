"""From the bytes of a request to what it asks for: JSON, or a form with files."""

import asyncio
from collections.abc import AsyncIterator
from email.message import Message
from typing import Any, Final

from litestar import Request

from gateway.refusals import RefusedError
from gateway.start.form import FORM_LIMIT_BYTES, FormReader
from gateway.start.request import BODY_LIMIT_BYTES, StartRequest, check_text, checked, read_start

_JSON: Final = "application/json"
_FORM: Final = "multipart/form-data"
_JSON_SEC: Final = 30.0
_FORM_SEC: Final = 120.0
"""Two files at their limit within it ask for 0.7 Mbit/s."""


async def read_asked(request: Request[Any, Any, Any]) -> StartRequest:
    """Read and check the body of a start.

    Raises:
        RefusedError: 400 where it is not what the API takes, 408 where it does not arrive, 413 where something is too
            large, 415 where it is of another type, 422 where it is understood and cannot be done.
    """
    kind, header = _content_type(request)
    if kind == _FORM:
        return checked(await _read_form(request, FormReader(_boundary(header))))
    if kind != _JSON:
        raise RefusedError(
            f"send the résumé and the posting as `Content-Type: {_JSON}`, or files as `{_FORM}`",
            status=415,
            code="unsupported_type",
        )
    if header.get_content_charset("utf-8") not in {"utf-8", "utf8", "us-ascii"}:
        raise RefusedError("JSON is UTF-8", status=415, code="unsupported_type")
    return read_start(await read_whole(request, limit=BODY_LIMIT_BYTES))


async def read_file(request: Request[Any, Any, Any]) -> tuple[str, str | bytes]:
    """Read a form that has one file, and check it as that of a start.

    Returns:
        `resume_file` or `job_file`, and what is in it: text, or what the first step reads.

    Raises:
        RefusedError: As `read_asked`; 422 too where there is no file, or more than one.
    """
    kind, header = _content_type(request)
    if kind != _FORM:
        raise RefusedError(f"send the file as `{_FORM}`", status=415, code="unsupported_type")
    given = await _read_form(request, FormReader(_boundary(header), texts=frozenset()))
    if len(given) != 1:
        raise RefusedError("send one file: as `resume_file` or `job_file`", status=422, code="one_file")
    ((field, content),) = given.items()
    if isinstance(content, str):
        check_text(field, content)
    return field, content


async def read_whole(request: Request[Any, Any, Any], *, limit: int) -> bytes:
    """Read a body that is not worth reading piece by piece.

    Raises:
        RefusedError: 400 or 408 where it does not arrive whole, 413 where it has more than `limit` bytes.
    """
    body = bytearray()
    async for piece in _pieces(request, limit=limit, within_sec=_JSON_SEC):
        body += piece
    return bytes(body)


def _content_type(request: Request[Any, Any, Any]) -> tuple[str | None, Message]:
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    return header.get_content_type() if request.headers.get("content-type") is not None else None, header


def _boundary(header: Message) -> str:
    return str(header.get_param("boundary", ""))


async def _read_form(request: Request[Any, Any, Any], reader: FormReader) -> dict[str, str | bytes]:
    async for piece in _pieces(request, limit=FORM_LIMIT_BYTES, within_sec=_FORM_SEC):
        reader.feed(piece)
    return reader.given()


async def _pieces(request: Request[Any, Any, Any], *, limit: int, within_sec: float) -> AsyncIterator[bytes]:
    """Give the body as it arrives, as far as it is taken."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise _too_large(limit)
    taken = 0
    more = True
    until = asyncio.get_running_loop().time() + within_sec
    while more:
        try:
            async with asyncio.timeout_at(until):
                message = await request.receive()
        except TimeoutError:
            raise RefusedError("the body did not arrive in time", status=408, code="incomplete_body") from None
        if message["type"] != "http.request":
            raise RefusedError("the body was not sent to its end", status=400, code="incomplete_body")
        more = message["more_body"]
        taken += len(message["body"])
        if taken > limit:
            raise _too_large(limit)
        if message["body"]:
            yield message["body"]


def _too_large(limit: int) -> RefusedError:
    return RefusedError(
        f"the body has more than {limit} bytes", status=413, code="too_large", limit=limit, unit="bytes"
    )
