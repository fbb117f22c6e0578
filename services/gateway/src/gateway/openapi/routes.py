"""`GET /schema/openapi.json`, and `/schema`: a page of our own that shows it, without asking anybody else."""

from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from gateway.page import document_response

DOCUMENT: Final = Path(__file__).with_name("openapi.json")
"""Generated, committed, and held fresh by a check: nothing is built when a gateway starts."""


def schema_routes(page_folder: Path) -> list[HTTPRouteHandler]:
    """Build the routes over the folder that the page was built into."""
    content = DOCUMENT.read_bytes()

    @get("/schema/openapi.json", name="openapi")
    async def openapi() -> Response[bytes]:
        return Response(content, media_type="application/json", headers={"Cache-Control": "no-cache"})

    @get("/schema", name="schema")
    async def schema(request: Request[Any, Any, Any]) -> Response[bytes]:
        return await document_response(request, page_folder, "schema.html")

    return [openapi, schema]
