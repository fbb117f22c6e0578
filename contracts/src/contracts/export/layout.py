"""JSON for people who read differences: one line where it fits, else one member a line."""

import json
from typing import Any, Final

_WIDTH: Final = 120
_INDENT: Final = "  "


def render_json(value: Any) -> str:  # noqa: ANN401 - any JSON
    """Render a JSON value, the same for the same value, with a line end."""
    return _render(value, "", 0) + "\n"


def _render(value: Any, indent: str, before: int) -> str:  # noqa: ANN401 - any JSON
    """Render behind `before` characters of a line that begins with `indent`."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent) + before + len(flat) < _WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    deeper = indent + _INDENT
    if isinstance(value, dict):
        keys = [json.dumps(key, ensure_ascii=False) + ": " for key in value]
        lines = [key + _render(item, deeper, len(key)) for key, item in zip(keys, value.values(), strict=True)]
        return "{\n" + ",\n".join(deeper + line for line in lines) + f"\n{indent}}}"
    return "[\n" + ",\n".join(deeper + _render(item, deeper, 0) for item in value) + f"\n{indent}]"
