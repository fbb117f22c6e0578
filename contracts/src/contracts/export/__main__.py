"""Writes the generated files, or says which of them are stale: `python -m contracts.export [--check | --release]`."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from contracts.export import released
from contracts.export.files import GENERATED, rendered_documents, rendered_files, rendered_schema_files
from contracts.export.messages import VERSION

ROOT = Path(__file__).resolve().parents[4]


def main(arguments: list[str] | None = None) -> int:
    """Write, compare or release the generated files.

    Returns:
        The exit status: 1 where `--check` found a file that is missing, stale or left over, or a change that breaks a
        reader of a released version; or where `--release` found the version released.
    """
    parser = argparse.ArgumentParser(prog="python -m contracts.export", description=__doc__)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="write nothing; exit 1 where something is wrong")
    what.add_argument("--release", action="store_true", help=f"freeze the schemas as version {VERSION}, for good")
    asked = parser.parse_args(arguments)
    if asked.check:
        return _check()
    if asked.release:
        return _release()
    _write()
    return 0


def _check() -> int:
    wanted = _wanted()
    said = [
        f"stale: {path.relative_to(ROOT)} (python -m contracts.export writes it)"
        for path in (*_stale(wanted), *_left_over(wanted))
    ]
    said += released.objections(ROOT / released.FOLDER, VERSION, rendered_documents())
    for sentence in said:
        print(sentence, file=sys.stderr)
    return 1 if said else 0


def _release() -> int:
    try:
        released.freeze(ROOT / released.FOLDER, VERSION, rendered_schema_files())
    except released.ReleaseError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"released: {VERSION}")
    return 0


def _write() -> None:
    wanted = _wanted()
    for path in _stale(wanted):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], "utf-8")
        print(f"written: {path.relative_to(ROOT)}")
    for path in _left_over(wanted):
        path.unlink()
        print(f"removed: {path.relative_to(ROOT)}")


def _wanted() -> dict[Path, str]:
    return {ROOT / path: content for path, content in rendered_files().items()}


def _stale(wanted: Mapping[Path, str]) -> list[Path]:
    return [path for path, content in wanted.items() if not path.exists() or path.read_text("utf-8") != content]


def _left_over(wanted: Mapping[Path, str]) -> list[Path]:
    return [path for pattern in GENERATED for path in sorted(ROOT.glob(pattern)) if path not in wanted]


if __name__ == "__main__":
    sys.exit(main())
