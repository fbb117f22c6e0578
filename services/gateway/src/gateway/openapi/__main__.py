"""`python -m gateway.openapi [--check]`: write the document that is served, or say that it is stale."""

import sys

from contracts.export.layout import render_json
from gateway.openapi.document import document
from gateway.openapi.routes import DOCUMENT


def main(arguments: list[str]) -> int:
    """Write or compare; the exit status is 1 where a check found it stale."""
    content = render_json(document())
    if DOCUMENT.exists() and DOCUMENT.read_text("utf-8") == content:
        return 0
    if "--check" in arguments:
        print(f"stale: {DOCUMENT.name} of the gateway (./justw generate writes it)", file=sys.stderr)
        return 1
    DOCUMENT.write_text(content, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
