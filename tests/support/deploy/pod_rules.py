"""Rules about single pods: what they may, how they are watched, and whether they have the time to end."""

from collections.abc import Iterator, Mapping

from agents.sdk import app as agents_app
from agents.sdk.settings import AgentSettings
from gateway import lifecycle, server
from gateway.settings import GatewaySettings
from pipeline.settings import PipelineSettings
from tests.support.deploy.manifests import Resource, Workload, environment, probes, service_of, workloads

SPARE_SEC = 2.0
READY_FILE = "/tmp/ready"  # noqa: S108 - in a container
_SERVED = {"/health/live", "/health/ready"}
# What the code takes beside what it is told, at most.
_GATEWAYS_OWN_SEC = lifecycle._LAST_WRITES_SEC + server._SHUTDOWN_SEC  # noqa: SLF001
_AGENTS_OWN_SEC = agents_app._HANDING_BACK_SEC  # noqa: SLF001


def pods_are_restricted(everything: list[Resource]) -> Iterator[str]:
    """No pod runs as root, writes to its image, gains rights, or talks to the cluster."""
    for one in workloads(everything):
        context = one.pod.get("securityContext", {})
        wanted: dict[str, tuple[object, object]] = {
            "runAsNonRoot": (context.get("runAsNonRoot"), True),
            "runAsUser": (context.get("runAsUser", 0) > 0, True),
            "seccompProfile": (context.get("seccompProfile"), {"type": "RuntimeDefault"}),
            "automountServiceAccountToken": (one.pod.get("automountServiceAccountToken"), False),
            "enableServiceLinks": (one.pod.get("enableServiceLinks"), False),
        }
        for container in one.containers:
            own = container.get("securityContext", {})
            wanted |= {
                "allowPrivilegeEscalation": (own.get("allowPrivilegeEscalation"), False),
                "readOnlyRootFilesystem": (own.get("readOnlyRootFilesystem"), True),
                "capabilities": (own.get("capabilities"), {"drop": ["ALL"]}),
            }
        yield from (f"{one.name}: {what} is {got}" for what, (got, right) in wanted.items() if got != right)


def pods_are_bounded(everything: list[Resource]) -> Iterator[str]:
    """Every container says what it needs and how much memory it may have, and is watched."""
    for one in workloads(everything):
        for container in one.containers:
            resources = container.get("resources", {})
            if not {"cpu", "memory"} <= resources.get("requests", {}).keys():
                yield f"{one.name} does not say what it needs"
            if "memory" not in resources.get("limits", {}):
                yield f"{one.name} may take all memory"
            if "readinessProbe" not in dict(probes(container)):
                yield f"{one.name} is ready whatever happens"


def probes_ask_what_is_there(everything: list[Resource]) -> Iterator[str]:
    """A gateway is asked what it serves; the others, for the file that their image writes, where it can be written."""
    for one in workloads(everything):
        for container in one.containers:
            mounts = {mount["mountPath"] for mount in container["volumeMounts"]}
            asked = dict(probes(container))
            if "livenessProbe" in asked and "startupProbe" not in asked:
                yield f"{one.name} may be killed while it starts"
            for kind, probe in asked.items():
                if service_of(container) == "gateway" and probe["httpGet"]["path"] not in _SERVED:
                    yield f"{one.name}: its {kind} asks for {probe['httpGet']['path']}"
                if "exec" in probe and (
                    probe["exec"]["command"] != ["test", "-s", READY_FILE]
                    or READY_FILE.rpartition("/")[0] not in mounts
                ):
                    yield f"{one.name}: its {kind} runs {probe['exec']['command']}"


def there_is_time_to_end(everything: list[Resource]) -> Iterator[str]:
    """Kubernetes waits longer for the end of a pod than its service takes at most."""
    for one in workloads(everything):
        for container in one.containers:
            before = float(container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0))
            needed = before + time_to_end(service_of(container), environment(container, everything))
            given = one.pod.get("terminationGracePeriodSeconds", 30)
            if needed + SPARE_SEC > given:
                yield f"{one.name} takes up to {needed} s to end and is given {given} s"


def time_to_end(service: str, told: Mapping[str, str]) -> float:
    """Tell how long a service takes to end at most, with this environment."""
    match service:
        case "gateway":
            return GatewaySettings.from_environment(told).drain_sec + _GATEWAYS_OWN_SEC
        case "pipeline":
            return PipelineSettings.from_environment(told).grace_sec
        case "agents":
            return AgentSettings.from_environment(told).grace_sec + _AGENTS_OWN_SEC
        case _:
            return 0.0


def memory_request_mib(workload: Workload) -> float:
    """Tell how much memory a workload says that it needs."""
    [container] = workload.containers
    return float(container["resources"]["requests"]["memory"].removesuffix("Mi"))
