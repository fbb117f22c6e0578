"""The film of the README, put together from screenshots."""

from pathlib import Path

import pytest
from PIL import Image, ImageSequence

from tests import pictures


def screenshots(folder: Path, *colours: str) -> list[Path]:
    """Write a plain picture of each colour."""
    files = [folder / f"{number:04}.png" for number in range(len(colours))]
    for file, colour in zip(files, colours, strict=True):
        Image.new("RGB", (32, 24), colour).save(file)
    return files


def test_what_looks_the_same_is_one_frame(tmp_path: Path) -> None:
    """Each picture is seen for as long as the screen looked like that, and the film repeats for ever."""
    files = screenshots(tmp_path, "white", "white", "navy", "white", "white")
    size = pictures.put_together(files, [100, 200, 50, 70, 80], tmp_path / "film.webp")
    assert size == (tmp_path / "film.webp").stat().st_size
    with Image.open(tmp_path / "film.webp") as film:
        assert film.info["loop"] == 0
        durations = [frame.info["duration"] for frame in ImageSequence.Iterator(film) if frame.load()]
    assert durations == [300, 50, 150]


def test_a_film_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A README that takes long to load is nobody's wish."""
    monkeypatch.setattr(pictures, "MOST_BYTES", 10)
    with pytest.raises(SystemExit, match="more than 10"):
        pictures.put_together(screenshots(tmp_path, "white", "navy"), [100, 100], tmp_path / "film.webp")
