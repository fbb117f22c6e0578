"""The configurations of NATS: the server itself takes them."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nats
import pytest

from contracts import subjects
from contracts.ids import new_job_id
from eventlog import LogSettings, StoredMessage, connect
from tests.support.deploy.manifests import BASE, LOCAL
from tests.support.eventually import eventually
from tests.support.nats_server import free_port

ROOT = Path(__file__).parents[3]
BINARY = Path(sys.executable).with_name("nats-server")
CONFIGS = [ROOT / "deploy/nats/server.conf", BASE / "nats/nats.conf", LOCAL / "nats.conf"]


def check(config: Path) -> subprocess.CompletedProcess[str]:
    """Have nats-server read a configuration, as a pod of the StatefulSet would."""
    environment = {**os.environ, "POD_NAME": "nats-0"}
    return subprocess.run([BINARY, "-t", "-c", config], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: config.relative_to(ROOT).as_posix())
def test_the_server_takes_it(config: Path) -> None:
    """A server starts with every configuration that we ship."""
    assert check(config).returncode == 0


@pytest.fixture(params=CONFIGS, ids=lambda config: config.relative_to(ROOT).as_posix())
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Run a server with each configuration, alone, and on a port and a folder of its own; gives its address."""
    alone, _, _ = request.param.read_text().partition("cluster {")
    for of_the_pod in ("port: 4222\n", "http_port: 8222\n", "store_dir: /data\n"):
        alone = alone.replace(of_the_pod, "")
    (tmp_path / "nats.conf").write_text(alone)
    port = free_port()
    words = ["-c", str(tmp_path / "nats.conf"), "-a", "127.0.0.1", "-p", str(port), "-sd", str(tmp_path / "store")]
    server = subprocess.Popen([BINARY, *words], env={**os.environ, "POD_NAME": "nats-0"}, stderr=subprocess.DEVNULL)
    yield f"nats://127.0.0.1:{port}"
    server.kill()
    server.wait()


async def test_only_the_server_speaks_on_live(url: str) -> None:
    """Who connects without a name stores and hears events, and can forge neither a live one nor an advisory."""
    job_id = new_job_id()
    settings = LogSettings(url=url, jobs_max_bytes=10_000_000, documents_max_bytes=10_000_000, patience_sec=10)
    live: asyncio.Queue[StoredMessage] = asyncio.Queue()
    denied: list[str] = []

    async def note(error: Exception) -> None:
        denied.append(str(error).lower())

    async with await connect(settings) as connection:
        await connection.log.follow(job_id, live.put_nowait)
        forger = await nats.connect(url, error_cb=note)
        for subject in (subjects.live(job_id), "$JS.EVENT.ADVISORY.forged"):
            await forger.publish(subject, b"forged", headers={"Nats-Sequence": "1", "Nats-Subject": subject})
        await forger.flush()
        await connection.log.append(subjects.events(job_id), b"true")

        assert (await asyncio.wait_for(live.get(), 5)).data == b"true"
        await eventually(lambda: len(denied) == 2)
        await forger.close()
    assert all("permissions violation" in said for said in denied)


def test_a_word_that_the_server_does_not_know_is_refused(tmp_path: Path) -> None:
    """The check can fail."""
    config = tmp_path / "nats.conf"
    config.write_text((BASE / "nats/nats.conf").read_text().replace("max_file_store", "max_disk_store"))
    done = check(config)
    assert done.returncode != 0
    assert "max_disk_store" in done.stderr
