"""Programs for tests: taken where they are, installed only where that is ours to do."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support import programs
from tests.support.programs import installed

APT = """#!/bin/sh
echo "$DEBIAN_FRONTEND $*" >>"{folder}/asked"
ls "{folder}/policy" >>"{folder}/asked"
case "$*" in *install*) : >"{folder}/tool" ;; esac
"""


@pytest.fixture(name="machine")
def _machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a Debian whose `apt-get` notes what it is asked, and where we are root."""
    apt = tmp_path / "apt-get"
    apt.write_text(APT.format(folder=tmp_path))
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(programs, "_POLICY", tmp_path / "policy")
    monkeypatch.delenv("TOOL", raising=False)
    return tmp_path


def there(machine: Path) -> Path | None:
    """Look for the program."""
    return found if (found := machine / "tool").exists() else None


def test_what_is_missing_is_installed_and_starts_nothing(machine: Path) -> None:
    """As root on Debian the package is installed without a question; meanwhile services may not be started."""
    assert installed("tool", "tool-light", lambda: there(machine)) == machine / "tool"
    policy = str(machine / "policy")
    assert (machine / "asked").read_text().splitlines() == [
        "noninteractive -qq update",
        policy,
        "noninteractive -qq install -y --no-install-recommends tool-light",
        policy,
    ]
    assert not (machine / "policy").exists()


def test_two_workers_install_it_once(machine: Path) -> None:
    """Who comes while another one installs waits, and finds it there: apt-get itself would give up."""
    with ThreadPoolExecutor(2) as workers:
        found = list(workers.map(lambda _: installed("tool", "tool-light", lambda: there(machine)), range(2)))
    assert found == [machine / "tool"] * 2
    assert (machine / "asked").read_text().count("install -y") == 1


def test_a_policy_that_is_there_stays(machine: Path) -> None:
    """Whether services start may be decided already, as it is in containers."""
    (machine / "policy").write_text("somebody's own")
    installed("tool", "tool-light", lambda: there(machine))
    assert (machine / "policy").read_text() == "somebody's own"


def test_what_is_there_is_taken(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is installed where the program is there; a variable of its name goes first."""
    (machine / "tool").touch(mode=0o755)
    assert installed("tool", "tool-light", lambda: there(machine)) == machine / "tool"
    monkeypatch.setenv("TOOL", "sh")
    assert installed("tool", "tool-light", lambda: there(machine)) == Path("sh")
    assert not (machine / "asked").exists()


def test_who_may_not_install_is_told_what_to_do(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the variable, the program and the other way."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="set TOOL to its path, or put `tool` on PATH, or run this as root on Debian"):
        installed("tool", "tool-light", lambda: there(machine))
    monkeypatch.setenv("TOOL", "nowhere")
    with pytest.raises(SystemExit, match="TOOL=nowhere is not a program"):
        installed("tool", "tool-light", lambda: there(machine))
