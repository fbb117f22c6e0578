"""The built page: one document for every path of its own, and assets whose names change with their content.

The build lays compressed forms beside the files that gain by it; nothing is compressed here.
"""

import asyncio
import hashlib
import mimetypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from gateway.codings import SUFFIXES, chosen
from gateway.refusals import RefusedError
from gateway.snapshot.tags import names

_NOT_BUILT: Final = "The page has not been built here. Run `./justw setup`, or set STATIC_DIR to where it is.\n"

_SECURE: Final = {
    # Styles are written by scripts of the page (its component library), so they may stand in the document; scripts not.
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_ASKED_ANEW: Final = {"Cache-Control": "no-cache"}
_FOR_EVER: Final = {"Cache-Control": "public, max-age=31536000, immutable"}


class _Built(NamedTuple):
    """A file of the page, in one of its forms."""

    content: bytes
    headers: dict[str, str]
    """They describe the form; each has a tag of its own, since each has other bytes."""


def page_routes(folder: Path) -> list[HTTPRouteHandler]:
    """Build the routes over the folder that the page was built into."""

    @get(["/", "/jobs/{rest:path}"], name="page")
    async def page(request: Request[Any, Any, Any]) -> Response[bytes]:
        return await document_response(request, folder, "index.html")

    @get("/assets/{rest:path}", name="assets")
    async def assets(request: Request[Any, Any, Any], rest: FromPath[str]) -> Response[bytes]:
        return await _file(request, folder, f"assets/{rest.lstrip('/')}", _FOR_EVER)

    @get("/{rest:path}", name="file")
    async def file(request: Request[Any, Any, Any], rest: FromPath[str]) -> Response[bytes]:
        return await _file(request, folder, rest.lstrip("/"), _ASKED_ANEW)

    return [page, assets, file]


async def document_response(request: Request[Any, Any, Any], folder: Path, name: str) -> Response[bytes]:
    """Answer with one of the built documents, or with how to build them."""
    answer = await _answer(request, folder, name, _ASKED_ANEW)
    return answer or Response(_NOT_BUILT.encode(), status_code=503, media_type="text/plain")


async def _file(request: Request[Any, Any, Any], folder: Path, name: str, kept: dict[str, str]) -> Response[bytes]:
    # A compressed form is no file of its own: as one it would have to be told apart from what it is a form of.
    answer = None if name.endswith(tuple(SUFFIXES.values())) else await _answer(request, folder, name, kept)
    if answer is None:
        raise RefusedError("there is nothing at this path", status=404, code="no_such_path")
    return answer


async def _answer(
    request: Request[Any, Any, Any], folder: Path, name: str, kept: dict[str, str]
) -> Response[bytes] | None:
    accepted = request.headers.getall("accept-encoding", [])
    built = await asyncio.to_thread(_read, folder, name, accepted)
    if built is None:
        return None
    headers = {**_SECURE, **kept, **built.headers}
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if names(request.headers.getall("if-none-match", []), headers["ETag"]):
        return Response(b"", status_code=304, media_type=media_type, headers=headers)
    return Response(built.content, media_type=media_type, headers=headers)


def _read(folder: Path, name: str, accepted: Sequence[str]) -> _Built | None:
    """Read a file of the page; None where there is none, or where its name leads out of the folder."""
    try:
        file = _inside(folder, name)
        if file is None:
            return None
        forms = {coding: form for coding, suffix in SUFFIXES.items() if (form := _inside(folder, name + suffix))}
        coding = chosen(accepted, forms)
        content = (file if coding is None else forms[coding]).read_bytes()
        headers = {"ETag": f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'}
        if forms:
            headers["Vary"] = "Accept-Encoding"
        if coding is not None:
            headers["Content-Encoding"] = coding
        return _Built(content, headers)
    except (OSError, ValueError):  # a name that no file can have
        return None


def _inside(folder: Path, name: str) -> Path | None:
    root = folder.resolve()
    file = (root / name).resolve()
    return file if file.is_relative_to(root) and file.is_file() else None
