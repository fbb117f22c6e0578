"""The Kubernetes manifests, rendered by kubectl, and what is to be known of them."""

import copy
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

KUBERNETES = Path(__file__).parents[3] / "deploy/kubernetes"
BASE, LOCAL = KUBERNETES / "base", KUBERNETES / "overlays/local"

Resource = dict[str, Any]
"""One object as the API server would be sent it."""


@cache
def rendered(folder: Path) -> str:
    """Render a kustomization."""
    kubectl = Path(sys.executable).with_name("kubectl")
    done = subprocess.run([kubectl, "kustomize", str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@cache
def _parsed(folder: Path) -> list[Resource]:
    return list(yaml.load_all(rendered(folder), Loader=yaml.CSafeLoader))


def resources(folder: Path) -> list[Resource]:
    """Render a kustomization. Each caller has its own: a test may change what it is given."""
    return copy.deepcopy(_parsed(folder))


@dataclass(frozen=True, slots=True)
class Workload:
    """Something that makes pods: a Deployment or a StatefulSet."""

    resource: Resource

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.resource["metadata"]["name"])

    @property
    def spec(self) -> dict[str, Any]:
        """What it says about itself."""
        return dict(self.resource["spec"])

    @property
    def pod(self) -> dict[str, Any]:
        """What it says about its pods."""
        return dict(self.spec["template"]["spec"])

    @property
    def labels(self) -> Mapping[str, str]:
        """The labels of its pods."""
        return dict(self.spec["template"]["metadata"].get("labels", {}))

    @property
    def containers(self) -> list[dict[str, Any]]:
        """Its containers."""
        return [*self.pod["containers"], *self.pod.get("initContainers", [])]

    def ports(self) -> dict[str | int, int]:
        """Every name and number that a port of it may be called by, and the number."""
        declared = [port for container in self.containers for port in container.get("ports", [])]
        return {
            called: port["containerPort"]
            for port in declared
            for called in (port.get("name"), port["containerPort"])
            if called is not None
        }


def workloads(everything: list[Resource]) -> list[Workload]:
    """Find everything that makes pods."""
    return [Workload(one) for one in everything if one["kind"] in {"Deployment", "StatefulSet"}]


def of_kind(everything: list[Resource], kind: str) -> dict[str, Resource]:
    """Find all of a kind, by name."""
    return {one["metadata"]["name"]: one for one in everything if one["kind"] == kind}


def selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Say whether a selector of labels takes a pod; an empty one takes all, as in Kubernetes."""
    exactly = selector.get("matchLabels", {})
    if any(labels.get(name) != value for name, value in exactly.items()):
        return False
    for expression in selector.get("matchExpressions", []):
        if expression["operator"] != "In":
            raise NotImplementedError(expression["operator"])
        if labels.get(expression["key"]) not in expression["values"]:
            return False
    return True


def service_of(container: Mapping[str, Any]) -> str:
    """Name what a container runs, by its image: gateway, pipeline, agents, nats."""
    name = str(container["image"]).rpartition("/")[2].partition(":")[0]
    return name.removeprefix("resume-optimizer-")


def environment(container: Mapping[str, Any], everything: list[Resource]) -> dict[str, str]:
    """Collect what a container's environment says, ConfigMaps included; a value from elsewhere is empty."""
    told: dict[str, str] = {}
    for source in container.get("envFrom", []):
        told |= of_kind(everything, "ConfigMap").get(source["configMapRef"]["name"], {}).get("data", {})
    return told | {one["name"]: one.get("value", "") for one in container.get("env", [])}


def probes(container: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Find the probes of a container."""
    for kind in ("startupProbe", "livenessProbe", "readinessProbe"):
        if kind in container:
            yield kind, container[kind]
