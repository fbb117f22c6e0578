"""Released schemas: written once, guarded by their hashes, and what current ones are held against."""

import copy
import json
from pathlib import Path

import pytest

from contracts.export import __main__ as command
from contracts.export import released
from contracts.export.files import rendered_documents, rendered_schema_files
from contracts.export.messages import VERSION
from contracts.export.schema import Schema

CURRENT = rendered_documents()


def frozen(folder: Path, version: str = "1.0") -> Path:
    """Release what is current."""
    released.freeze(folder, version, rendered_schema_files())
    return folder


def contents(folder: Path) -> dict[Path, bytes]:
    """Read every file below a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def without_message() -> dict[str, Schema]:
    """Give the current schemas after somebody removed a field."""
    schemas = copy.deepcopy(CURRENT)
    schemas["event.insight_emitted"]["$defs"]["Insight"]["properties"].pop("message")
    return schemas


def test_nothing_is_said_where_nothing_changed(tmp_path: Path) -> None:
    """A version that was just released is intact, and the current schemas break nobody; nor do they without one."""
    assert released.objections(tmp_path / "none", "1.0", CURRENT) == []
    assert released.objections(frozen(tmp_path), "1.0", CURRENT) == []


def test_a_break_names_the_version_the_field_and_the_readers(tmp_path: Path) -> None:
    """Removing a field that a released version has is refused with a sentence that says whom it breaks."""
    [said] = released.objections(frozen(tmp_path), "1.4", without_message())
    assert said == (
        "breaks 1.0: `data.message` of `event.insight_emitted` was removed: whoever reads it finds nothing "
        "(read by gateway, pipeline, page and integrators)"
    )


@pytest.mark.parametrize(
    ("of_release", "of_today", "held"),
    [
        ("1.0", "1.9", True),
        ("1", "1.0.1", True),
        ("1.0", "2.0", False),
        ("0.1", "0.1.7", True),
        ("0.1", "0.2", False),
        ("0.9", "1.0", False),
        ("0.0.1", "0.0.2", False),
    ],
)
def test_a_version_is_held_against_its_own_line(tmp_path: Path, of_release: str, of_today: str, held: bool) -> None:
    """Within the numbers up to the first that is not 0 nothing may break; another line was announced as a break."""
    said = released.objections(frozen(tmp_path, of_release), of_today, without_message())
    assert bool(said) is held


def test_a_subject_that_moved_breaks_whoever_listens(tmp_path: Path) -> None:
    """A channel that is gone, that moved, or that lost a message is named with the roles that use it."""
    documents = copy.deepcopy(CURRENT)
    channels = documents["asyncapi"]["channels"]
    del channels["signals"]
    channels["live"]["address"] = "now.{job_id}"
    del channels["events"]["messages"]["envelope"]
    channels["more"] = {"address": "more", "messages": {}}
    said = released.objections(frozen(tmp_path), "1.1", documents)
    assert [sentence.removeprefix("breaks 1.0: ") for sentence in said] == [
        "`envelope` is never said on `jobs.{job_id}.events` any more (used by agents, integrators, gateway)",
        "channel `live` was `live.{job_id}` and is `now.{job_id}` now (used by server, gateway, integrators)",
        "channel `signals` is gone (used by gateway, pipeline, agents)",
    ]


def test_a_released_file_is_never_edited_removed_or_slipped_in(tmp_path: Path) -> None:
    """The hashes find a file that was changed, one that is gone, and one that was added to a version afterwards."""
    folder = frozen(tmp_path)
    edited, gone, added = folder / "1.0/work.json", folder / "1.0/letter.json", folder / "1.0/more.json"
    edited.write_text(edited.read_text().replace("deadline_sec", "deadline_ms"))
    added.write_text(gone.read_text())
    gone.unlink()
    said = released.objections(folder, "2.0", CURRENT)
    assert [sentence.split(":")[0] for sentence in said] == [
        "released 1.0/work.json was edited",
        "released 1.0/letter.json is gone",
        "released 1.0/more.json is not in SHA256SUMS",
    ]


def test_a_version_is_released_once(tmp_path: Path) -> None:
    """Releasing a version again, or under no number, is refused and writes nothing; another one is added."""
    folder = frozen(tmp_path)
    before = contents(folder)
    for version in ("1.0", "next", "1.0/../../x", ""):
        with pytest.raises(released.ReleaseError):
            released.freeze(folder, version, {"x.json": "{}"})
    assert contents(folder) == before
    released.freeze(folder, "1.1", rendered_schema_files())
    assert released.objections(folder, "1.1", CURRENT) == []


def test_the_command_checks_and_releases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--release` freezes what is generated, once; `--check` fails on a break from then on, with the sentence."""
    monkeypatch.setattr(command, "ROOT", tmp_path)
    assert command.main([]) == 0
    assert command.main(["--release"]) == 0
    assert command.main(["--release"]) == 1
    assert command.main(["--check"]) == 0
    path = tmp_path / released.FOLDER / VERSION / "event.metric_update.json"
    schema = json.loads(path.read_text())
    schema["$defs"]["MetricUpdate"]["properties"]["value"] = {"type": "string"}  # as if it had been text then
    path.write_text(json.dumps(schema))
    capsys.readouterr()
    assert command.main(["--check"]) == 1
    said = capsys.readouterr().err
    assert f"breaks {VERSION}: `data.value` of `event.metric_update` was string and is number now" in said
    assert f"released {VERSION}/event.metric_update.json was edited" in said


def test_a_schema_that_nothing_generates_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stale schema and one that is left over make the check fail; generating repairs both."""
    monkeypatch.setattr(command, "ROOT", tmp_path)
    assert command.main([]) == 0
    schemas = tmp_path / "contracts/schema"
    (schemas / "event.mood_update.json").write_text("{}")
    (schemas / "work.json").write_text("{}")
    capsys.readouterr()
    assert command.main(["--check"]) == 1
    said = capsys.readouterr().err
    assert "stale: contracts/schema/work.json" in said
    assert "stale: contracts/schema/event.mood_update.json" in said
    assert command.main([]) == 0
    assert command.main(["--check"]) == 0
