"""The images, built from this checkout, do the main job: the compose file's services on a network of their own."""

import base64
import os
from collections.abc import Iterator

import pytest

from tests.support.corpus import postings, resumes, same_sector_pairs
from tests.support.deploy.containers import Containers, build_images, running_containers
from tests.support.deploy.manifests import BASE, resources, workloads
from tests.support.deploy.pod_rules import memory_request_mib
from tests.support.sse import SseReader

pytestmark = [pytest.mark.docker, pytest.mark.data, pytest.mark.timeout(900)]

STEPS = {"ingesting", "analyzing", "profiling", "planning", "writing", "validating", "polishing"}


@pytest.fixture(scope="module")
def containers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Containers]:
    """Build the images, and run NATS, the gateway, the pipeline and seven agents."""
    build_images()
    keys = tmp_path_factory.mktemp("keys") / "token-keys"
    keys.write_text(f"k1:{base64.urlsafe_b64encode(os.urandom(32)).decode()}\n")
    with running_containers(keys) as running:
        yield running


def test_a_real_pair_runs_from_start_to_done(containers: Containers) -> None:
    """A job that is posted to the gateway runs through seven containers, and its stream tells it from start to done."""
    resume, posting = same_sector_pairs()[0]
    started = containers.client.post(
        "/api/pipeline/start", json={"resume_text": resumes()[resume], "job_text": postings()[posting]}
    )
    assert started.status_code == 202, started.text
    job = started.json()
    allowed = {"Authorization": f"Bearer {job['access_token']}"}
    with containers.client.stream("GET", job["stream_url"], headers=allowed) as response:
        frames = [frame.json for frame in SseReader().frames(response.iter_lines()) if frame.event == "message"]
    first, last = frames[0], frames[-1]
    assert (first["type"], first["data"]["status"]) == ("job_status", "started")
    assert (last["type"], last["data"]["status"]) == ("done", "completed"), containers.logs()
    progress = [frame["data"] for frame in frames if frame["type"] == "step_progress"]
    assert {data["step"] for data in progress if data["state"] == "completed"} == STEPS
    result = containers.client.get(f"/api/jobs/{job['job_id']}/artifacts/resume.md", headers=allowed)
    assert result.status_code == 200
    assert len(result.text) > 500


def test_the_page_is_in_the_image(containers: Containers) -> None:
    """The gateway serves the page that was built with it, and the scripts that it asks for."""
    page = containers.client.get("/")
    assert page.status_code == 200
    script = page.text.partition('src="/assets/')[2].partition('"')[0]
    assert containers.client.get(f"/assets/{script}").status_code == 200


def test_a_service_can_write_nowhere_and_is_nobody(containers: Containers) -> None:
    """No service runs as root or changes what it is made of, whatever it is made to run."""
    for name, container in containers.by_name.items():
        if name != "nats":  # it has no shell to ask
            assert container.exec(["id", "-u"]).output.strip() == b"10001", name
            assert container.exec(["touch", "/app/changed"]).exit_code != 0, name


def test_a_service_needs_no_more_memory_than_it_says(containers: Containers) -> None:
    """After a job, each container has less in memory than its Deployment asks the cluster for."""
    asked = {one.name.removeprefix("agent-"): memory_request_mib(one) for one in workloads(resources(BASE))}
    used = {name: containers.memory_mib(name) for name in containers.by_name if name != "nats"}
    assert {name: round(mib) for name, mib in used.items() if not 5 < mib < asked[name]} == {}


def test_every_service_ends_when_it_is_told_to(containers: Containers) -> None:
    """SIGTERM ends each service by itself, with status 0, before the engine would kill it."""
    for name, container in containers.by_name.items():
        if name != "nats":
            wrapped = container.get_wrapped_container()
            wrapped.stop(timeout=15)
            assert wrapped.wait()["StatusCode"] == 0, name
