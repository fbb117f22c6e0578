"""`up` waits for its services, starts again what dies, and shows what its user should know. With stand-ins."""

import os
import signal
from pathlib import Path

import pytest

from tests.support.running_up import Up, ending
from tests.support.stand_in_up import IDLE, READY

DIES_AT_ONCE = "import sys; sys.exit('no such table')"
MISCONFIGURED = "import sys; print('LEASE has a value that cannot be read', flush=True); sys.exit(78)"


def test_ready_comes_only_when_every_service_answered(tmp_path: Path) -> None:
    """The address is told when the last service said that it is ready, not before."""
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    late = f"open({str(gate)!r}).read()\n" + READY + IDLE
    with ending(Up.with_stand_ins(tmp_path, {"early": READY + IDLE, "late": late})) as up:
        up.until("waiting for late")
        assert not any("ready:" in line for line in up.lines)
        gate.write_text("go")
        up.until_ready()


def test_a_dead_service_is_started_again(tmp_path: Path) -> None:
    """A service that was killed comes back, and two lines say so."""
    with ending(Up.with_stand_ins(tmp_path).until_ready()) as up:
        first = _named(up)
        os.kill(first, signal.SIGKILL)
        assert "was ended by SIGKILL; starting it again" in up.until("alpha")
        assert "ready again" in up.until("alpha")
        assert _named(up) != first


def test_a_dead_nats_server_is_started_again(tmp_path: Path) -> None:
    """NATS is a service like any other, and comes back on the same port with the same store."""
    with ending(Up.with_stand_ins(tmp_path).until_ready()) as up:
        first = up.service("--store_dir", str(tmp_path / "nats"))
        first.kill()
        up.until("was ended by SIGKILL; starting it again")
        assert "nats" in up.until("ready again")
        assert up.service("--store_dir", str(tmp_path / "nats")).pid != first.pid


def test_a_service_that_keeps_dying_is_tried_more_slowly(tmp_path: Path) -> None:
    """Each try waits twice as long as the one before; the line says what it died of and where its log is."""
    with ending(Up.with_stand_ins(tmp_path, {"sick": DIES_AT_ONCE})) as up:
        pauses = [up.until("starting it again") for _ in range(3)]
        assert all("ended with status 1: no such table" in line for line in pauses)
        assert all(str(tmp_path / "logs/sick.log") in line for line in pauses)
        assert [line.split("again in ")[1].split(" s")[0] for line in pauses] == ["0.25", "0.5", "1"]


def test_a_service_that_refuses_its_configuration_ends_up(tmp_path: Path) -> None:
    """Status 78 is a verdict: `up` ends all and hands it on, with the service's last words."""
    with ending(Up.with_stand_ins(tmp_path, {"fine": READY + IDLE, "wrong": MISCONFIGURED})) as up:
        assert "LEASE has a value that cannot be read" in up.until("wrong refuses its configuration")
        assert up.ended() == 78


def test_a_death_is_seen_though_a_child_holds_the_output(tmp_path: Path) -> None:
    """A process pool that outlives its service keeps the pipe open, and does not hide that the service died."""
    child = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
    with ending(Up.with_stand_ins(tmp_path, {"pool": child + READY + IDLE}).until_ready()) as up:
        os.kill(_named(up, "subprocess"), signal.SIGKILL)
        up.until("was ended by SIGKILL; starting it again")


@pytest.mark.parametrize("level", ["warning", "error", "critical"])
def test_alarms_are_shown_and_the_rest_is_kept(level: str, tmp_path: Path) -> None:
    """What a service says at warning or above is on the terminal, readable; all of it is in its log."""
    told = f'print(\'{{"level":"info","event":"quiet"}}\\n{{"level":"{level}","event":"loud","n":1}}\', flush=True)\n'
    with ending(Up.with_stand_ins(tmp_path, {"speaker": told + READY + IDLE}).until_ready()) as up:
        assert any("loud n=1" in line for line in up.lines) or up.until("loud n=1")
        assert not any("quiet" in line for line in up.lines)
        kept = (tmp_path / "logs/speaker.log").read_text()
        assert "quiet" in kept
        assert "loud" in kept


def _named(up: Up, source: str = "") -> int:
    """Give the process id of the first stand-in, or of the one with some words in its source."""
    return next(process.pid for process in up.processes() if "-c" in (line := process.cmdline()) and source in line[-1])
