"""Writes the golden vectors, or says which are stale: `python -m tests.golden [--check]` from the root."""

import sys

from tests.golden.vectors import FOLDER, rendered_vectors


def main(arguments: list[str]) -> int:
    """Write or compare every vector; exit status 1 where `--check` found a stale or left-over one."""
    wanted = {FOLDER / name: content for name, content in rendered_vectors().items()}
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    left_over = [path for path in sorted(FOLDER.glob("*.json")) if path not in wanted]
    if arguments == ["--check"]:
        for path in [*stale, *left_over]:
            print(f"stale: {path.name} (python -m tests.golden writes it)", file=sys.stderr)
        return 1 if stale or left_over else 0
    FOLDER.mkdir(exist_ok=True)
    for path in stale:
        path.write_text(wanted[path], "utf-8")
    for path in left_over:
        path.unlink()
    print(f"golden: {len(stale)} written, {len(left_over)} removed, {len(wanted)} in all")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
