"""What other languages read of the contracts is what the structs say."""

from pathlib import Path

import pytest

from contracts.export import __main__ as command
from contracts.export import rendered_files


def test_generated_types_are_fresh() -> None:
    """The committed TypeScript is generated from the structs as they are."""
    assert command.main(["--check"]) == 0


def test_a_stale_file_fails_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that was edited, or is generated from nothing any more, is named and makes the check fail."""
    monkeypatch.setattr(command, "ROOT", tmp_path)
    assert command.main([]) == 0
    assert command.main(["--check"]) == 0
    path = next(iter(rendered_files()))
    edited, left_over = tmp_path / path, (tmp_path / path).with_name("old.ts")
    edited.write_text("export type Nothing = never;\n")
    left_over.write_text("")
    capsys.readouterr()
    assert command.main(["--check"]) == 1
    said = capsys.readouterr().err
    assert path in said
    assert "old.ts" in said
    assert command.main([]) == 0
    assert not left_over.exists()
    assert command.main(["--check"]) == 0
