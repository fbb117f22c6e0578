"""`up` refuses to start where it cannot, says why, and starts nothing then; two instances stand side by side."""

import signal
import socket
import stat
import sys
from pathlib import Path

import pytest

from tests.support.nats_server import free_port
from tests.support.running_up import Up, ending, left_of

SUPERVISOR = [sys.executable, "-m", "supervisor"]


@pytest.mark.parametrize("setting", ["PORT", "NATS_PORT"])
def test_a_taken_port_is_a_clear_refusal(setting: str, tmp_path: Path) -> None:
    """The line names the port and the setting to change; nothing is started, and the status is not zero."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ports = (port, free_port()) if setting == "PORT" else (free_port(), port)
        with ending(Up(SUPERVISOR, tmp_path, ports)) as up:
            assert f"set {setting} to a free one" in up.until(f"port {port} is taken")
            assert up.ended() == 78
            assert not (tmp_path / "logs").exists()


def test_one_folder_has_one_instance(tmp_path: Path) -> None:
    """A second instance on the same folder is refused, and told who is there and what to set."""
    with ending(Up.with_stand_ins(tmp_path).until_ready()) as first:
        with ending(Up.with_stand_ins(tmp_path)) as second:
            assert "set DATA_DIR, PORT and NATS_PORT" in second.until(f"process {first.process.pid}")
            assert second.ended() == 78
        assert first.process.poll() is None


def test_two_instances_stand_side_by_side(tmp_path: Path) -> None:
    """With ports and folders of their own they know nothing of each other: ending one leaves the other."""
    with (
        ending(Up.with_stand_ins(tmp_path / "one").until_ready()) as one,
        ending(Up.with_stand_ins(tmp_path / "two").until_ready()) as two,
    ):
        processes, others = one.processes(), two.processes()
        one.process.send_signal(signal.SIGTERM)
        assert one.ended() == 0
        assert left_of(processes) == []
        assert all(process.is_running() for process in others)


def test_the_same_folder_and_ports_are_free_again_after_kill_9(tmp_path: Path) -> None:
    """Who starts again right after a kill waits until the watchdog is through, and is not refused."""
    with ending(Up.with_stand_ins(tmp_path).until_ready()) as killed:
        killed.process.kill()
        killed.ended()
        with ending(Up.with_stand_ins(tmp_path, ports=(killed.port, killed.nats_port))) as up:
            up.until_ready()


def test_keys_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    """The second start signs with the first one's keys; nobody else may read them."""
    with ending(Up.with_stand_ins(tmp_path).until_ready()) as up:
        keys = (tmp_path / "token-keys").read_text()
        assert stat.S_IMODE((tmp_path / "token-keys").stat().st_mode) == 0o600
        up.process.terminate()
        up.ended()
    with ending(Up.with_stand_ins(tmp_path).until_ready()):
        assert (tmp_path / "token-keys").read_text() == keys
