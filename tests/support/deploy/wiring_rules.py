"""How resources name each other. A rule is a function of all resources, and gives what breaks it, in sentences."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from contracts.control import DEFAULT_GRAPH
from pipeline.graphs import GRAPHS
from tests.support.deploy.manifests import (
    Resource,
    Workload,
    environment,
    of_kind,
    probes,
    selects,
    service_of,
    workloads,
)
from tests.support.deploy.settings import READERS, variables

STEPS = [step.name for step in GRAPHS[DEFAULT_GRAPH].steps]


def workloads_select_their_own(everything: list[Resource]) -> Iterator[str]:
    """A workload takes its own pods and no other's, and is spread over these."""
    pods = workloads(everything)
    for one in pods:
        if (taken := _taken(one.spec["selector"], pods)) != [one.name]:
            yield f"{one.name} selects the pods of {taken}"
        for constraint in one.pod.get("topologySpreadConstraints", []):
            if (taken := _taken(constraint["labelSelector"], pods)) != [one.name]:
                yield f"{one.name} is spread over the pods of {taken}"


def services_select_a_workload(everything: list[Resource]) -> Iterator[str]:
    """A service or a disruption budget takes the pods of one workload, and a StatefulSet has its headless service."""
    pods = workloads(everything)
    services = of_kind(everything, "Service")
    for name, service in services.items():
        if len(taken := _taken({"matchLabels": service["spec"]["selector"]}, pods)) != 1:
            yield f"service {name} selects the pods of {taken}"
    for name, budget in of_kind(everything, "PodDisruptionBudget").items():
        if (taken := _taken(budget["spec"]["selector"], pods)) != [name]:
            yield f"disruption budget {name} selects the pods of {taken}"
    for one in pods:
        peers = one.spec.get("serviceName")
        if peers is not None and services.get(peers, {}).get("spec", {}).get("clusterIP") != "None":
            yield f"{one.name} names its pods by {peers}, which is no headless service"


def ports_of_services_exist(everything: list[Resource]) -> Iterator[str]:
    """What a service sends to is a port of the pods that it selects."""
    for name, service in of_kind(everything, "Service").items():
        wanted = [port.get("targetPort", port["port"]) for port in service["spec"]["ports"]]
        for one in workloads(everything):
            if selects({"matchLabels": service["spec"]["selector"]}, one.labels):
                missing = [port for port in wanted if port not in one.ports()]
                yield from (f"service {name}: {one.name} has no port {port}" for port in missing)


def ports_of_probes_exist(everything: list[Resource]) -> Iterator[str]:
    """What a probe asks is a port of its pod."""
    for one in workloads(everything):
        for container in one.containers:
            for kind, probe in probes(container):
                port = probe.get("httpGet", probe.get("tcpSocket", {})).get("port")
                if port is not None and port not in one.ports():
                    yield f"{one.name}: its {kind} asks a port {port} that it does not have"


def ports_of_policies_exist(everything: list[Resource]) -> Iterator[str]:
    """What a network policy opens is a port of a pod that it guards."""
    for name, policy in of_kind(everything, "NetworkPolicy").items():
        guarded = [one for one in workloads(everything) if selects(policy["spec"]["podSelector"], one.labels)]
        opened = [port["port"] for rule in policy["spec"].get("ingress", []) for port in rule.get("ports", [])]
        for port in opened:
            if not any(port in one.ports() for one in guarded):
                yield f"policy {name}: nobody that it guards has a port {port}"


def agents_are_the_graph(everything: list[Resource]) -> Iterator[str]:
    """Each step of the graph has one Deployment, and no other is there."""
    found: list[str] = []
    for one in workloads(everything):
        for container in one.containers:
            if service_of(container) == "agents":
                steps = container.get("args", [])
                found += steps
                if one.labels.get("resume-optimizer/step") != ",".join(steps) or one.name != f"agent-{','.join(steps)}":
                    yield f"{one.name} does the steps {steps}, and says something else"
    if Counter(found) != Counter(STEPS):
        yield f"the graph has {STEPS}, the agents do {found}"


def images_are_pinned(everything: list[Resource]) -> Iterator[str]:
    """Every image has a tag, one only, and never `latest`; each service runs somewhere."""
    images = {str(container["image"]) for one in workloads(everything) for container in one.containers}
    for image in sorted(images):
        tag = image.rpartition("/")[2].partition(":")[2]
        if not tag or tag == "latest":
            yield f"{image} is whatever it was last"
    names = Counter(image.rpartition(":")[0] for image in images)
    yield from (f"{name} runs in {count} versions" for name, count in names.items() if count > 1)
    running = {service_of(container) for one in workloads(everything) for container in one.containers}
    if running != {*READERS, "nats"}:
        yield f"what runs is {sorted(running)}"


def environment_is_read(everything: list[Resource]) -> Iterator[str]:
    """Whatever a container is told, its service looks at; and what it reads can be read."""
    for one in workloads(everything):
        for container in one.containers:
            service, told = service_of(container), environment(container, everything)
            if service not in READERS:
                continue
            if unknown := told.keys() - variables(service):
                yield f"{one.name}: {service} reads no {', '.join(sorted(unknown))}"
            for read in READERS[service]:
                read(told)


def references_exist(everything: list[Resource]) -> Iterator[str]:
    """Every ConfigMap, volume and mount that is named is there; `secrets_named` says what is left to the operator."""
    maps = of_kind(everything, "ConfigMap")
    for one in workloads(everything):
        volumes = {volume["name"]: volume for volume in one.pod.get("volumes", [])}
        claims = {claim["metadata"]["name"] for claim in one.spec.get("volumeClaimTemplates", [])}
        for container in one.containers:
            mounted = {mount["name"] for mount in container.get("volumeMounts", [])}
            if mounted != volumes.keys() | claims:
                yield f"{one.name} has the volumes {sorted(volumes.keys() | claims)} and mounts {sorted(mounted)}"
            wanted = [source["configMapRef"]["name"] for source in container.get("envFrom", [])]
            wanted += [volume["configMap"]["name"] for volume in volumes.values() if "configMap" in volume]
            yield from (f"{one.name}: there is no ConfigMap {name}" for name in wanted if name not in maps)
            yield from _files_told(one, container, everything)


def _files_told(one: Workload, container: Resource, everything: list[Resource]) -> Iterator[str]:
    """A file that a container is told of lies in something that is mounted, and is there where we know its content."""
    told = list(environment(container, everything).values())
    for word in [*told, *container.get("args", [])]:
        if word.startswith("/"):
            folder, _, file = word.rpartition("/")
            mounts = {mount["mountPath"]: mount["name"] for mount in container["volumeMounts"]}
            volumes = {volume["name"]: volume for volume in one.pod["volumes"]}
            if folder not in mounts:
                yield f"{one.name} is told of {word}, and nothing is mounted there"
            elif content := volumes[mounts[folder]].get("configMap"):
                data = of_kind(everything, "ConfigMap").get(content["name"], {}).get("data", {})
                if file not in data:
                    yield f"{one.name} is told of {word}, which is not in {content['name']}"


def secrets_named(everything: list[Resource]) -> dict[str, set[str]]:
    """Tell which secrets the operator has to make: name → files that are read of it."""
    found: dict[str, set[str]] = {}
    for one in workloads(everything):
        for volume in one.pod.get("volumes", []):
            if "secret" not in volume:
                continue
            [mount] = [
                mount["mountPath"]
                for container in one.containers
                for mount in container["volumeMounts"]
                if mount["name"] == volume["name"]
            ]
            values = [value for container in one.containers for value in environment(container, everything).values()]
            files = {value.removeprefix(f"{mount}/") for value in values if value.startswith(f"{mount}/")}
            found.setdefault(volume["secret"]["secretName"], set()).update(files)
    return found


def _taken(selector: Mapping[str, Any], pods: list[Workload]) -> list[str]:
    return [one.name for one in pods if selects(selector, one.labels)]
