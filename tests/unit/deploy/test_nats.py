"""The configurations of NATS: the server itself takes them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.deploy.manifests import BASE, LOCAL

ROOT = Path(__file__).parents[3]
CONFIGS = [ROOT / "deploy/nats/server.conf", BASE / "nats/nats.conf", LOCAL / "nats.conf"]


def check(config: Path) -> subprocess.CompletedProcess[str]:
    """Have nats-server read a configuration, as a pod of the StatefulSet would."""
    server = Path(sys.executable).with_name("nats-server")
    environment = {**os.environ, "POD_NAME": "nats-0"}
    return subprocess.run([server, "-t", "-c", config], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: config.relative_to(ROOT).as_posix())
def test_the_server_takes_it(config: Path) -> None:
    """A server starts with every configuration that we ship."""
    assert check(config).returncode == 0


def test_a_word_that_the_server_does_not_know_is_refused(tmp_path: Path) -> None:
    """The check can fail."""
    config = tmp_path / "nats.conf"
    config.write_text((BASE / "nats/nats.conf").read_text().replace("max_file_store", "max_disk_store"))
    done = check(config)
    assert done.returncode != 0
    assert "max_disk_store" in done.stderr
