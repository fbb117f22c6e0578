"""`./justw pictures`: remakes what the README shows of the page, of real jobs: each screen in both themes, and a film.

The film is put together from screenshots, as an animated WebP of at most 3 MB.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
from PIL import Image

from tests.support.chromium import chromium

ROOT: Final = Path(__file__).parents[1]
PREPARE: Final = ("python3", "deploy/local/prepare.py")
FILM: Final = ROOT / "docs" / "images" / "job.webp"
MOST_BYTES: Final = 3_000_000
QUALITY: Final = 75


def main() -> int:
    """Take the pictures, and put the film together.

    Returns:
        0, or the status of what failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        frames = Path(folder) / "frames"
        environment = os.environ | {"CHROMIUM": str(chromium()), "FRAMES": str(frames)}
        for command in (PREPARE, (*PREPARE, "npm", "run", "--silent", "screenshots")):
            if status := subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
                return status
        shown_ms = msgspec.json.decode((frames / "shown-ms.json").read_bytes(), type=list[int])
        size = put_together(sorted(frames.glob("*.png")), shown_ms, FILM)
    print(f"{FILM.relative_to(ROOT)}: {len(shown_ms)} screenshots, {sum(shown_ms) / 1000:.0f} s, {size / 1e6:.2f} MB")
    return 0


def put_together(files: Sequence[Path], shown_ms: Sequence[int], film: Path) -> int:
    """Make a film of screenshots, those that look the same as one.

    Returns:
        Its size in bytes.

    Raises:
        SystemExit: It is larger than a README should load.
    """
    pictures, durations = zip(*_different(files, shown_ms), strict=True)
    first, *others = pictures
    first.save(
        film, save_all=True, append_images=others, duration=list(durations), loop=0, quality=QUALITY, method=4, kmax=100
    )
    size = film.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(
            f"{film} has {size:,} bytes, more than {MOST_BYTES:,}: take fewer frames, or lower the quality"
        )
    return size


def _different(files: Sequence[Path], shown_ms: Sequence[int]) -> Iterator[tuple[Image.Image, int]]:
    standing: Image.Image | None = None
    total_ms = 0
    for file, duration_ms in zip(files, shown_ms, strict=True):
        with Image.open(file) as opened:
            picture = opened.convert("RGB")
        if standing is not None and picture.tobytes() != standing.tobytes():
            yield standing, total_ms
            total_ms = 0
        standing = picture
        total_ms += duration_ms
    if standing is not None:
        yield standing, total_ms


if __name__ == "__main__":
    sys.exit(main())
