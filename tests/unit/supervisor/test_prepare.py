"""What `./justw setup` does twice: nothing."""

from pathlib import Path

import pytest

from deploy.local import prepare


def test_what_was_made_from_the_same_sources_is_not_made_again(tmp_path: Path) -> None:
    """A stamp of the sources stands for the product, until either changes or the product is gone."""
    made: list[str] = []
    stamp = tmp_path / "stamp"

    def once(wanted: str, *, there: bool = True) -> None:
        prepare.once("it", stamp, wanted, lambda: made.append(wanted), still_there=there)

    once("a")
    once("a")
    assert made == ["a"]
    once("b")
    assert made == ["a", "b"]
    once("b", there=False)
    assert made == ["a", "b", "b"]


def test_what_was_interrupted_is_made_again(tmp_path: Path) -> None:
    """A stamp is written when all is made, and the one before is not left to lie."""
    stamp = tmp_path / "stamp"
    prepare.once("it", stamp, "a", lambda: None)

    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare.once("it", stamp, "b", interrupted)
    made: list[str] = []
    prepare.once("it", stamp, "a", lambda: made.append("a"))
    assert made == ["a"]


def test_a_digest_tells_names_contents_and_absence_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Renaming, changing, emptying or removing a source makes its product stale."""
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("x")
    first = prepare.digest([one])
    two.write_text("x")
    one.write_text("")
    second = prepare.digest([one])
    one.unlink()
    assert len({first, second, prepare.digest([one]), prepare.digest([two]), prepare.digest([two], "3.12")}) == 5


def test_what_the_page_is_made_into_is_no_source_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages and the build itself do not make the page stale."""
    monkeypatch.setattr(prepare, "WEB", tmp_path)
    for name in ("src/main.tsx", "index.html", "node_modules/react/index.js", "dist/index.html", "x.tsbuildinfo"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert sorted(path.relative_to(tmp_path).as_posix() for path in prepare.page_sources()) == [
        "index.html",
        "src/main.tsx",
    ]
