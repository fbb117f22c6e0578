"""The compose file run by testcontainers: its images built, its services started as it says, on one network."""

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
from docker.errors import BuildError
from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient
from testcontainers.core.image import DockerImage
from testcontainers.core.network import Network
from testcontainers.core.wait_strategies import ExecWaitStrategy, LogMessageWaitStrategy
from testcontainers.core.waiting_utils import WaitStrategy

from tests.support.deploy.compose import FILE, Compose, read_compose

ROOT = Path(__file__).parents[3]
TAG = "test"
READY_SEC = 60
_MEMORY = re.compile(r"^(Rss|Pss_Anon|Anonymous):\s+(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Containers:
    """The running services."""

    client: httpx.Client
    by_name: dict[str, DockerContainer]

    def memory_mib(self, name: str) -> float:
        """Measure what the processes of a container have in memory, as its limit counts it.

        What a process wrote to counts once, however many share it since a fork; what is mapped from files, once for the
        process that maps most. Only our own services can be asked: NATS has no shell.
        """
        told = self.by_name[name].exec(["sh", "-c", "for each in /proc/[0-9]*/smaps_rollup; do cat $each; done"])
        fields: dict[str, list[int]] = {"Rss": [], "Pss_Anon": [], "Anonymous": []}
        for field, kb in _MEMORY.findall(told.output.decode()):
            fields[field].append(int(kb))
        from_files = [rss - written for rss, written in zip(fields["Rss"], fields["Anonymous"], strict=True)]
        return (sum(fields["Pss_Anon"]) + max(from_files)) / 1024

    def logs(self) -> str:
        """Tell what every service wrote last."""
        return "\n".join(f"--- {name}\n{_last_words(container)}" for name, container in self.by_name.items())


def build_images() -> None:
    """Build every image that the compose file says how to build, as `resume-optimizer-…:test`.

    The base is `PYTHON_IMAGE`, where it is set. Layers whose sources did not change are the engine's own.
    """
    base = os.environ.get("PYTHON_IMAGE")
    services = read_compose({"TAG": TAG}).services.values()
    for tag, build in {one.image: one.build for one in services if one.build is not None}.items():
        image = DockerImage(
            path=(FILE.parent / build.context).resolve(),
            dockerfile_path=build.dockerfile,
            tag=tag,
            target=build.target,
            buildargs={"PYTHON_IMAGE": base} if base else {},
            rm=True,
        )
        try:
            image.build()
        except BuildError as error:
            said = "".join(str(chunk.get("stream", "")) for chunk in error.build_log if isinstance(chunk, dict))
            raise RuntimeError(f"{tag} could not be built: {error.msg}\n{said[-4000:]}") from None


@contextlib.contextmanager
def running_containers(keys: Path) -> Iterator[Containers]:
    """Run the compose file's services until the body ends.

    Args:
        keys: The file of keys that tokens are signed with.
    """
    compose = read_compose({"TAG": TAG, "TOKEN_KEYS": str(keys)})
    started: dict[str, DockerContainer] = {}
    with contextlib.ExitStack() as stack:
        network = stack.enter_context(Network())
        volumes = DockerClient().client.volumes
        for volume in compose.volumes:
            stack.callback(volumes.create(f"{network.name}-{volume}").remove)
        for name in compose.in_order:
            service = compose.services[name]
            for first, condition in service.waits_for.items():
                if condition == "service_healthy":
                    _wait_until_healthy(started[first])
            started[name] = stack.enter_context(_container(name, compose, network))
        for container in started.values():
            _wait_until_healthy(container)
        gateway = started["gateway"]
        address = f"http://{gateway.get_container_host_ip()}:{gateway.get_exposed_port(8080)}"
        client = stack.enter_context(httpx.Client(base_url=address, timeout=30))
        yield Containers(client, started)


def _container(name: str, compose: Compose, network: Network) -> DockerContainer:
    service = compose.services[name]
    container = (
        DockerContainer(service.image)
        .with_network(network)
        .with_network_aliases(name)
        .with_command(service.command)
        .with_envs(**service.environment)
        .with_exposed_ports(*(port.rpartition(":")[2] for port in service.ports))
        .with_kwargs(
            init=service.init,
            read_only=service.read_only,
            cap_drop=service.cap_drop,
            security_opt=service.security_opt,
            restart_policy={"Name": service.restart},
        )
    )
    for path in service.tmpfs:
        container.with_tmpfs_mount(path)
    for secret in service.secrets:
        container.with_volume_mapping((FILE.parent / compose.secrets[secret]["file"]), f"/run/secrets/{secret}")
    for mount in service.volumes:
        source, target, *mode = mount.split(":")
        named = source in compose.volumes
        container.with_volume_mapping(
            f"{network.name}-{source}" if named else (FILE.parent / source).resolve(), target, (mode or ["rw"])[0]
        )
    return container


def _wait_until_healthy(container: DockerContainer) -> None:
    """Run the image's HEALTHCHECK until it passes, since not every engine runs it; NATS has none, and tells it."""
    wrapped = container.get_wrapped_container()
    wrapped.reload()
    check = wrapped.attrs["Config"].get("Healthcheck")
    strategy: WaitStrategy = (
        LogMessageWaitStrategy("Server is ready") if check is None else ExecWaitStrategy(check["Test"][1:])
    )
    try:
        strategy.with_startup_timeout(READY_SEC).wait_until_ready(container)
    except TimeoutError as error:
        error.add_note(_last_words(container))
        raise


def _last_words(container: DockerContainer) -> str:
    return b"".join(container.get_logs()).decode(errors="replace")[-2000:]
