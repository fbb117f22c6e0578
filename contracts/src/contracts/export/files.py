"""Which file is generated from which declarations."""

from types import ModuleType
from typing import Final

import contracts.catalogue
import contracts.documents.matching
import contracts.documents.posting
import contracts.documents.result
import contracts.documents.resume
import contracts.documents.text
import contracts.documents.usage
import contracts.documents.wishes
import contracts.events.envelope
import contracts.events.payloads
import contracts.preview
import contracts.snapshot
import contracts.state.view
from contracts.export.asyncapi import render_asyncapi
from contracts.export.data import render_catalogue
from contracts.export.layout import render_json
from contracts.export.released import CHANNELS
from contracts.export.schema import Schema, rendered_schemas
from contracts.export.typescript import Source, render_module

TYPESCRIPT: Final = "web/packages/client/src/generated"
SCHEMA: Final = "contracts/schema"
GENERATED: Final = (f"{TYPESCRIPT}/*.ts", f"{SCHEMA}/*.json")
"""Where nothing may lie that is not generated."""

_SOURCES: Final[tuple[tuple[str, ModuleType, bool], ...]] = (
    ("payloads", contracts.events.payloads, True),
    ("events", contracts.events.envelope, True),
    ("state", contracts.state.view, False),
    ("snapshot", contracts.snapshot, False),
    ("preview", contracts.preview, False),
    ("text", contracts.documents.text, False),
    ("usage", contracts.documents.usage, False),
    ("resume", contracts.documents.resume, False),
    ("posting", contracts.documents.posting, False),
    ("matching", contracts.documents.matching, False),
    ("result", contracts.documents.result, False),
    ("wishes", contracts.documents.wishes, False),
)
"""File, module, and whether others than we write it: then a field may be missing, or null."""


def rendered_files() -> dict[str, str]:
    """Render every generated file.

    Returns:
        Content by path relative to the repository's root, in a stable order.
    """
    types = {f"{TYPESCRIPT}/{name}": content for name, content in _typescript().items()}
    return types | {f"{SCHEMA}/{name}": content for name, content in rendered_schema_files().items()}


def rendered_documents() -> dict[str, Schema]:
    """Build the schemas of all messages by the message's name, and the AsyncAPI document."""
    return {**rendered_schemas(), CHANNELS: render_asyncapi()}


def rendered_schema_files() -> dict[str, str]:
    """Render the schemas and the AsyncAPI document, by file name: what a release freezes."""
    return {f"{name}.json": render_json(document) for name, document in rendered_documents().items()}


def _typescript() -> dict[str, str]:
    sources = [Source(file=file, module=module, foreign=foreign) for file, module, foreign in _SOURCES]
    contents = {f"{source.file}.ts": render_module(source, sources) for source in sources}
    catalogue = contracts.catalogue
    contents["catalogue.ts"] = render_catalogue(catalogue.CATEGORIES, catalogue.METRICS, catalogue.RULES)
    return contents
