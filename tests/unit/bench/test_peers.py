"""What the peers need: who is missing is named, with what to do about it."""

import shutil
from pathlib import Path

import pytest

from bench.gateway.contenders import TITLES, available
from bench.gateway.programs import Programs
from bench.peers import nginx
from bench.peers.environment import missing


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every program away."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(nginx, "_PROGRAMS", ())
    monkeypatch.setattr(nginx, "_MODULES", ())


@pytest.mark.usefixtures("nothing_installed")
def test_a_peer_that_is_missing_is_named_with_how_to_install_it() -> None:
    """Nothing is installed by a benchmark; it says what would have to be."""
    lacking = missing()
    assert set(lacking) == {TITLES["fastapi"], TITLES["nchan"]}
    assert all("apt-get install" in how for how in lacking.values())


@pytest.mark.usefixtures("nothing_installed")
def test_a_peer_that_is_missing_is_left_out(tmp_path: Path) -> None:
    """The others are measured all the same."""
    programs = Programs.__new__(Programs)  # nothing is compiled where nothing is run
    assert available(programs, tmp_path, "fastapi") is None
    assert available(programs, tmp_path, "nchan") is None
    assert available(programs, tmp_path, "litestar") is not None


def test_nginx_is_configured_in_its_folder_alone(tmp_path: Path) -> None:
    """A try of the benchmark touches no installation of nginx, and every port is one of this machine only."""
    text = nginx.configured(tmp_path / "nginx", "/usr/lib/module.so", 8123).read_text()
    paths = [word.rstrip(";") for line in text.splitlines() for word in line.split() if word.startswith("/")]
    assert paths[0] == "/usr/lib/module.so"
    assert all(path.startswith(str(tmp_path)) or path in {"/publish", "/stream"} for path in paths[1:])
    assert "listen 127.0.0.1:8123" in text
