"""Released versions: schemas that are only added to, and what changed since then.

`contracts/schema/released/{version}/` holds the schemas as they were; `SHA256SUMS` beside the versions (which
`sha256sum -c` reads) keeps anybody from changing them later.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from contracts.export.channel_compatibility import channel_breaks
from contracts.export.compatibility import breaks

FOLDER: Final = "contracts/schema/released"
SUMS: Final = "SHA256SUMS"
CHANNELS: Final = "asyncapi"
"""The document among the schemas that is no message."""
_VERSION: Final = re.compile(r"\d+(\.\d+){0,2}")


class ReleaseError(ValueError):
    """What cannot be released; nothing was written."""


def freeze(folder: Path, version: str, files: Mapping[str, str]) -> None:
    """Write down a version for good.

    Args:
        folder: The folder of all released versions.
        version: One to three numbers joined by dots.
        files: Contents by file name.

    Raises:
        ReleaseError: It is no version, or it was released already.
    """
    if _VERSION.fullmatch(version) is None:
        raise ReleaseError(f"a version is one to three numbers joined by dots, not {version!r}")
    if (folder / version).exists():
        raise ReleaseError(f"{version} was released already: what was released is never changed")
    (folder / version).mkdir(parents=True)
    for name, content in files.items():
        (folder / version / name).write_text(content, "utf-8")
    with (folder / SUMS).open("a", encoding="utf-8") as sums:
        sums.writelines(f"{_digest(folder / version / name)}  {version}/{name}\n" for name in files)


def objections(folder: Path, version: str, documents: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Say what is wrong with the released files, and what of the current ones breaks a reader of a released version.

    Args:
        folder: The folder of all released versions; there may be none.
        version: The current version: readers of versions that differ from it in the numbers up to the first that is
            not 0 were told to expect a break.
        documents: The current schemas by the names of their messages, and the AsyncAPI document.

    Returns:
        One sentence each, empty where all is well.
    """
    if not folder.is_dir():
        return []
    said = list(_tampering(folder))
    for path in sorted(folder.glob("*/*.json")):
        if _line(path.parent.name) == _line(version):
            released, current = json.loads(path.read_text("utf-8")), documents.get(path.stem)
            said.extend(
                f"breaks {path.parent.name}: {sentence}" for sentence in _compared(path.stem, released, current)
            )
    return said


def _compared(name: str, released: Mapping[str, Any], current: Mapping[str, Any] | None) -> list[str]:
    if name == CHANNELS:
        return channel_breaks(released, current or {"channels": {}})
    return [found.sentence for found in breaks(released, current)]


def _tampering(folder: Path) -> Iterator[str]:
    listed = {}
    sums = folder / SUMS
    for line in sums.read_text("utf-8").splitlines() if sums.exists() else []:
        digest, _, name = line.partition("  ")
        listed[name] = digest
    for name, digest in listed.items():
        if not (folder / name).exists():
            yield f"released {name} is gone: what was released is never changed"
        elif _digest(folder / name) != digest:
            yield f"released {name} was edited: what was released is never changed"
    for path in sorted(folder.glob("*/*")):
        name = path.relative_to(folder).as_posix()
        if name not in listed:
            yield f"released {name} is not in {SUMS}: a version is added as a whole, by `--release`"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _line(version: str) -> tuple[int, ...]:
    """Give the numbers up to the first that is not 0: versions that share them are never broken."""
    numbers = [int(number) for number in version.split(".")]
    first = next((n for n, number in enumerate(numbers) if number), len(numbers) - 1)
    return tuple(numbers[: first + 1])
