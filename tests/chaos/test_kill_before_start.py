"""A service that waits for the log can be told to stop, and one that cannot start says why."""

import signal
from pathlib import Path

import pytest

from eventlog import EXIT_CONFIGURATION
from tests.support.eventually import eventually
from tests.support.nats_server import free_port
from tests.support.services import ServiceProcess
from tests.support.tiny_agents import PATHS

WORDS = {"pipeline": ["pipeline"], "agents": ["agents", f"first={PATHS['first']}"]}


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_service_without_a_log_can_be_stopped(name: str, how: signal.Signals, tmp_path: Path) -> None:
    """It waits for NATS as long as it takes, but not longer than it is wanted."""
    nowhere = {"NATS_URL": f"nats://127.0.0.1:{free_port()}"}
    service = ServiceProcess(tmp_path, name, *WORDS[name], environment=nowhere)
    await service.start(wait=False)
    try:
        await eventually(lambda: f"{name}_starting" in service.log.read_text(), within_sec=20)
        service.kill(how)
        assert await service.ended(within_sec=5) == 0
    finally:
        await service.stop()


@pytest.mark.parametrize(
    ("name", "environment", "says"),
    [
        ("pipeline", {"GRAPHS_FILE": "nowhere.json"}, "GRAPHS_FILE cannot be read"),
        ("pipeline", {"PIPELINE_SLOTS": "none"}, "PIPELINE_SLOTS"),
        ("agents", {"AGENT_SLOTS": "0"}, "AGENT_SLOTS"),
        ("agents", {"LOG_LEVEL": "loud"}, "LOG_LEVEL"),
    ],
)
async def test_a_service_that_cannot_start_says_why(
    name: str, environment: dict[str, str], says: str, tmp_path: Path
) -> None:
    """One line that names the setting, and the exit status that tells a supervisor not to try again."""
    service = ServiceProcess(tmp_path, name, *WORDS[name], environment=environment)
    await service.start(wait=False)
    try:
        assert await service.ended(within_sec=20) == EXIT_CONFIGURATION
    finally:
        await service.stop()

    assert says in service.log.read_text()
