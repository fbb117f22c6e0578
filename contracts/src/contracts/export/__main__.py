"""Writes the generated files, or says which of them are stale: `python -m contracts.export [--check]`."""

import argparse
import sys
from pathlib import Path

from contracts.export.files import FOLDER, rendered_files

ROOT = Path(__file__).resolve().parents[4]


def main(arguments: list[str] | None = None) -> int:
    """Write or compare every generated file.

    Returns:
        The exit status: 1 where `--check` found a file that is missing, stale or left over.
    """
    parser = argparse.ArgumentParser(prog="python -m contracts.export", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is stale")
    check = parser.parse_args(arguments).check

    wanted = {ROOT / path: content for path, content in rendered_files().items()}
    stale = [path for path, content in wanted.items() if not path.exists() or path.read_text("utf-8") != content]
    left_over = [path for path in sorted((ROOT / FOLDER).glob("*.ts")) if path not in wanted]
    if check:
        for path in [*stale, *left_over]:
            print(f"stale: {path.relative_to(ROOT)} (python -m contracts.export writes it)", file=sys.stderr)
        return 1 if stale or left_over else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], "utf-8")
        print(f"written: {path.relative_to(ROOT)}")
    for path in left_over:
        path.unlink()
        print(f"removed: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
