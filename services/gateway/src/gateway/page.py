"""The built page: one document for every path of its own, and assets whose names change with their content."""

import asyncio
import mimetypes
from pathlib import Path
from typing import Final

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from gateway.refusals import RefusedError

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


def page_routes(folder: Path) -> list[HTTPRouteHandler]:
    """Build the routes over the folder that the page was built into."""

    @get(["/", "/jobs/{rest:path}"], name="page")
    async def page() -> Response[bytes]:
        return await document_response(folder, "index.html")

    @get("/assets/{rest:path}", name="assets")
    async def assets(rest: FromPath[str]) -> Response[bytes]:
        return await _file(folder, f"assets/{rest.lstrip('/')}", _FOR_EVER)

    @get("/{rest:path}", name="file")
    async def file(rest: FromPath[str]) -> Response[bytes]:
        return await _file(folder, rest.lstrip("/"), _ASKED_ANEW)

    return [page, assets, file]


async def document_response(folder: Path, name: str) -> Response[bytes]:
    """Answer with one of the built documents, or with how to build them."""
    document = await asyncio.to_thread(_read, folder, name)
    if document is None:
        return Response(_NOT_BUILT.encode(), status_code=503, media_type="text/plain")
    return Response(document, media_type="text/html", headers={**_SECURE, **_ASKED_ANEW})


async def _file(folder: Path, name: str, headers: dict[str, str]) -> Response[bytes]:
    content = await asyncio.to_thread(_read, folder, name)
    if content is None:
        raise RefusedError("there is nothing at this path", status=404, code="no_such_path")
    media_type, _ = mimetypes.guess_type(name)
    return Response(content, media_type=media_type or "application/octet-stream", headers={**_SECURE, **headers})


def _read(folder: Path, name: str) -> bytes | None:
    """Read a file of the page; None where there is none, or where its name leads out of the folder."""
    root = folder.resolve()
    try:
        file = (root / name).resolve()
        return file.read_bytes() if file.is_relative_to(root) and file.is_file() else None
    except (OSError, ValueError):  # a name that no file can have
        return None
