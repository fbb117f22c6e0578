"""The whole system for tests: what `./justw up` starts, on ports and in a folder of its own."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.support.nats_server import free_port, free_ports_in_a_row
from tests.support.sse import Frame, SseReader

READY_SEC = 60


@dataclass(frozen=True, slots=True)
class Job:
    """A started job and how to reach it."""

    system: "System"
    job_id: str
    token: str

    def stream(self, *, cursor: str | None = None, limit: int | None = None) -> list[Frame]:
        """Follow to the end, or until `limit` data frames; control frames are left out."""
        headers = {"Authorization": f"Bearer {self.token}"} | ({"Last-Event-ID": cursor} if cursor else {})
        found: list[Frame] = []
        with self.system.client.stream("GET", f"/api/jobs/{self.job_id}/stream", headers=headers) as response:
            response.raise_for_status()
            for frame in SseReader().frames(response.iter_lines()):
                if frame.event == "message" and frame.json["type"] != "heartbeat":
                    found.append(frame)
                if limit is not None and len(found) >= limit:
                    break
        return found

    def get(self, path: str) -> httpx.Response:
        """Get something of the job: `snapshot`, `artifacts/resume.md` and so on."""
        return self.system.client.get(
            f"/api/jobs/{self.job_id}/{path}", headers={"Authorization": f"Bearer {self.token}"}
        )

    def snapshot(self) -> dict[str, Any]:
        """Get the snapshot."""
        answer = self.get("snapshot")
        answer.raise_for_status()
        return dict(answer.json())

    def artifact(self, name: str) -> bytes:
        """Get an artifact's bytes."""
        answer = self.get(f"artifacts/{name}")
        answer.raise_for_status()
        return answer.content


@dataclass(frozen=True, slots=True)
class System:
    """A running system."""

    process: subprocess.Popen[str]
    client: httpx.Client
    nats_url: str
    data_dir: Path

    def start(self, resume: str, posting: str, **more: str) -> Job:
        """Start a job."""
        return self.start_with(json={"resume_text": resume, "job_text": posting, **more})

    def start_with(self, **request: Any) -> Job:  # noqa: ANN401 - what httpx takes
        """Start a job with a body of any form."""
        answer = self.client.post("/api/pipeline/start", **request)
        assert answer.status_code == 202, answer.text
        body = answer.json()
        return Job(system=self, job_id=body["job_id"], token=body["access_token"])


@contextlib.contextmanager
def running_system(folder: Path, *, replicas: int = 1, settings: Mapping[str, str] | None = None) -> Iterator[System]:
    """Start NATS and all services, wait until they say that they are ready, and end them by SIGTERM.

    The first gateway has the port of the client's address, the others the ports behind it. Settings are those of
    docs/operations.md.
    """
    port, nats_port = free_ports_in_a_row(replicas), free_port()
    environment = os.environ | {
        "PORT": str(port),
        "NATS_PORT": str(nats_port),
        "DATA_DIR": str(folder),
        "REPLICAS": str(replicas),
        **(settings or {}),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "supervisor"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    lines: list[str] = []
    ready = threading.Event()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if "ready" in line and str(port) in line:
                ready.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        if not ready.wait(READY_SEC):
            raise RuntimeError("the system did not become ready:\n" + "".join(lines[-40:]))
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            yield System(process=process, client=client, nats_url=f"nats://127.0.0.1:{nats_port}", data_dir=folder)
    finally:
        process.terminate()
        process.wait(timeout=30)
        reader.join(timeout=5)
        if process.stdout is not None:
            process.stdout.close()
