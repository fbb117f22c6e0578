"""`up` with the services themselves: what runs, how it looks from outside, and that nothing of it stays behind."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from supervisor.services import STEPS
from supervisor.settings import ROOT
from tests.support.nats_server import free_port
from tests.support.running_up import PATIENCE_SEC, Up, ending, left_of

SUPERVISOR = [sys.executable, "-m", "supervisor"]
SERVICES = [("gateway",), ("pipeline",), *(("agents", step) for step in STEPS)]


def test_the_whole_system_is_visible_in_one_group_and_ends_whole(tmp_path: Path) -> None:
    """Each service is `python -m …` in the group of `up`; the address answers; SIGTERM ends all of it with status 0."""
    with ending(Up(SUPERVISOR, tmp_path).until_ready()) as up:
        for service in SERVICES:
            process = up.service("-m", *service)
            assert process.cmdline()[0].endswith("python")
            assert os.getpgid(process.pid) == up.process.pid
        assert httpx.get(f"http://127.0.0.1:{up.port}/health/ready").json()["status"] == "ready"
        processes = up.processes()
        up.process.send_signal(signal.SIGTERM)
        assert up.ended() == 0
        assert left_of(processes) == []
        assert not any("killed" in line for line in up.lines)


def test_kill_9_of_the_whole_system_leaves_nothing_behind(tmp_path: Path) -> None:
    """`./justw up` is the supervisor itself: nothing outlives it, not even what the services started."""
    with ending(Up([str(ROOT / "justw"), "up"], tmp_path).until_ready()) as up:
        processes = up.processes()
        assert [process.pid for process in up.supervisors()] == [up.process.pid]
        up.process.kill()
        assert left_of(processes) == []


def test_a_killed_agent_takes_its_children_along_and_comes_back(tmp_path: Path) -> None:
    """Of an agent that was killed nothing is left but the one that takes its place."""
    with ending(Up(SUPERVISOR, tmp_path).until_ready()) as up:
        agent = up.service("-m", "agents", "planning")
        family = [agent, *agent.children(recursive=True)]
        agent.kill()
        assert left_of(family) == []
        assert "planning" in up.until("ready again")


@pytest.mark.parametrize("service", SERVICES, ids=" ".join)
def test_a_service_that_waits_for_nats_can_be_ended(service: tuple[str, ...], tmp_path: Path) -> None:
    """Where there is no NATS a service waits for it, and still ends at once when it is told to."""
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections, and never says a word
        environment = {
            "NATS_URL": f"nats://127.0.0.1:{silent.getsockname()[1]}",
            "DATA_DIR": str(tmp_path),
            "PORT": str(free_port()),
        }
        with subprocess.Popen(
            [sys.executable, "-m", "supervisor.one", *service], env={**os.environ, **environment}
        ) as process:
            caller, _ = silent.accept()
            process.terminate()
            caller.close()
            try:
                process.wait(timeout=PATIENCE_SEC)
            finally:
                process.kill()
