"""What a document is, told by its name, or by its content where the name does not say."""

import re
from typing import Final

import msgspec

_BY_EXTENSION: Final = {
    "md": "text/markdown",
    "txt": "text/plain",
    "json": "application/json",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_UNKNOWN: Final = "application/octet-stream"
_SAFE_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


def media_type_of(name: str, content: bytes) -> str:
    """Tell a document's media type; text is UTF-8, which the answer adds."""
    by_name = _BY_EXTENSION.get(name.rpartition(".")[2]) if "." in name else None
    return by_name or _looked_at(content)


def disposition_of(name: str) -> str:
    """Say whether a browser shows a document or keeps it: what has an extension is a file to keep."""
    kind = "attachment" if "." in name else "inline"
    return f'{kind}; filename="{name}"' if _SAFE_NAME.fullmatch(name) else kind


def _looked_at(content: bytes) -> str:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return _UNKNOWN
    if text.lstrip()[:1] in {"{", "["}:
        try:
            msgspec.json.decode(content)
        except (msgspec.DecodeError, RecursionError):
            return _BY_EXTENSION["txt"]
        return _BY_EXTENSION["json"]
    return _UNKNOWN if "\0" in text else _BY_EXTENSION["txt"]
