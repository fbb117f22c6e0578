"""The compose file says the same as the manifests and the code."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from contracts.control import DEFAULT_GRAPH
from pipeline.graphs import GRAPHS
from tests.support.deploy.compose import FILE, Compose, ComposeService, read_compose
from tests.support.deploy.manifests import BASE, resources, workloads
from tests.support.deploy.pod_rules import SPARE_SEC, time_to_end
from tests.support.deploy.settings import READERS, variables


@pytest.fixture
def compose() -> Compose:
    """Read the file as a user has it who has set nothing."""
    return read_compose({})


def kind(service: ComposeService) -> str:
    """Name what a service runs: a target of the Dockerfile, or an image of somebody else."""
    return service.build.target if service.build is not None else service.image.partition(":")[0]


def test_there_is_an_agent_for_each_step_and_no_other(compose: Compose) -> None:
    """Each step of the graph has one service, named after it."""
    steps = [step.name for step in GRAPHS[DEFAULT_GRAPH].steps]
    agents = {name: one.command for name, one in compose.services.items() if kind(one) == "agents"}
    assert agents == {step: [step] for step in steps}
    assert Counter(kind(one) for one in compose.services.values()) == {
        "nats": 1, "gateway": 1, "pipeline": 1, "agents": len(steps)
    }  # fmt: skip


def test_images_are_those_of_the_manifests(compose: Compose) -> None:
    """Compose and Kubernetes run the same images; TAG takes others of ours."""
    manifests = {container["image"] for one in workloads(resources(BASE)) for container in one.containers}
    assert {one.image for one in compose.services.values()} == manifests
    tagged = {one.image for one in read_compose({"TAG": "mine"}).services.values()}
    assert {image.partition(":")[2] for image in tagged} == {"mine", "2.15"}


def test_what_a_service_is_told_it_reads(compose: Compose) -> None:
    """Every variable is one that the service looks at, with a value that it takes."""
    for name, one in compose.services.items():
        if kind(one) in READERS:
            assert one.environment.keys() <= variables(kind(one)), name
            for read in READERS[kind(one)]:
                read(one.environment)


def test_the_gateway_waits_until_all_others_are_ready(compose: Compose) -> None:
    """Where the page answers, the pipeline and an agent of each step do; nobody waits for a health that is not told."""
    ours = {name for name, one in compose.services.items() if kind(one) in READERS}
    assert compose.services["gateway"].waits_for == dict.fromkeys(ours - {"gateway"}, "service_healthy")
    for one in compose.services.values():
        for first, condition in one.waits_for.items():
            assert condition == ("service_healthy" if first in ours else "service_started")
    assert compose.in_order[0] == "nats"
    assert compose.in_order[-1] == "gateway"


def test_services_may_do_nothing_that_they_need_not(compose: Compose) -> None:
    """No service writes to its image, has capabilities or gains rights; each is started again where it ends."""
    for name, one in compose.services.items():
        rights = (one.read_only, one.cap_drop, one.security_opt, one.restart, one.tmpfs)
        assert rights == (True, ["ALL"], ["no-new-privileges:true"], "unless-stopped", ["/tmp"]), name  # noqa: S108


def test_ports_are_opened_for_this_machine_only(compose: Compose) -> None:
    """What is published listens on 127.0.0.1; clients of NATS and agents are not published at all."""
    published = {name: one.ports for name, one in compose.services.items() if one.ports}
    assert published == {"gateway": ["127.0.0.1:8080:8080"], "nats": ["127.0.0.1:8222:8222"]}


def test_there_is_as_much_time_to_end_as_the_services_take(compose: Compose) -> None:
    """A stop waits longer than a service takes at most with what it is told."""
    for name, one in compose.services.items():
        assert float(one.stop_grace_period.removesuffix("s")) >= time_to_end(kind(one), one.environment) + SPARE_SEC, (
            name
        )


def test_files_that_are_mounted_are_there(compose: Compose) -> None:
    """What is mounted from the checkout is in it, but for the keys, which git and the images never see."""
    for one in compose.services.values():
        for mount in one.volumes:
            source = mount.partition(":")[0]
            assert source in compose.volumes or (FILE.parent / source).is_file()
        assert set(one.secrets) <= compose.secrets.keys()
    keys = (FILE.parent / compose.secrets["token-keys"]["file"]).resolve()
    root = Path(__file__).parents[3]
    assert f"/{keys.relative_to(root)}" in (root / ".gitignore").read_text().splitlines()


def test_a_circle_is_noticed() -> None:
    """The order of services can fail to exist."""
    compose = read_compose({})
    compose.services["pipeline"].depends_on = ["gateway"]
    with pytest.raises(ValueError, match="circle"):
        _ = compose.in_order


def test_everything_in_the_file_is_known_to_these_tests() -> None:
    """A key that nobody here reads would be checked by nobody: the file holds none."""
    told = yaml.safe_load(FILE.read_text())
    assert {key for key in told if not key.startswith("x-")} == {"name", "services", "secrets", "volumes"}


def test_both_give_nats_the_same_sizes(compose: Compose) -> None:
    """A message that one installation takes, the other takes: `max_payload` is one number."""
    [server] = [mount.partition(":")[0] for mount in compose.services["nats"].volumes if mount.endswith(".conf:ro")]
    configs = [FILE.parent / server, BASE / "nats/nats.conf", BASE.parent / "overlays/local/nats.conf"]
    lines = [line for file in configs for line in file.read_text().splitlines() if line.startswith("max_payload")]
    assert lines == ["max_payload: 8MB"] * 3
