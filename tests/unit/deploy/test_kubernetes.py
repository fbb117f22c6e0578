"""The Kubernetes manifests: valid for the API, and true in what no schema can say. Every rule is seen to fail."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.support.deploy import log_rules, pod_rules, wiring_rules
from tests.support.deploy.manifests import BASE, KUBERNETES, LOCAL, Resource, of_kind, rendered, resources

API_VERSION = "1.32"
Rule = Callable[[list[Resource]], Iterator[str]]
Change = Callable[[list[Resource]], object]

RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        wiring_rules.workloads_select_their_own,
        wiring_rules.services_select_a_workload,
        wiring_rules.ports_of_services_exist,
        wiring_rules.ports_of_probes_exist,
        wiring_rules.ports_of_policies_exist,
        wiring_rules.agents_are_the_graph,
        wiring_rules.images_are_pinned,
        wiring_rules.environment_is_read,
        wiring_rules.references_exist,
        pod_rules.pods_are_restricted,
        pod_rules.pods_are_bounded,
        pod_rules.probes_ask_what_is_there,
        pod_rules.there_is_time_to_end,
        log_rules.the_log_is_agreed_on,
        log_rules.the_log_fits,
        log_rules.servers_know_each_other,
        log_rules.the_log_is_reached,
        log_rules.only_the_public_internet_is_fetched_from,
    )
}


def one(everything: list[Resource], kind: str, name: str) -> Resource:
    """Find a resource; names made by kustomize may end in a hash."""
    [found] = [resource for called, resource in of_kind(everything, kind).items() if called.startswith(name)]
    return found


def pod(everything: list[Resource], name: str) -> dict[str, Any]:
    """Find the pod template of a workload."""
    kind = "StatefulSet" if name == "nats" else "Deployment"
    template: dict[str, Any] = one(everything, kind, name)["spec"]["template"]
    return template


def container(everything: list[Resource], name: str) -> dict[str, Any]:
    """Find the only container of a workload."""
    containers: list[dict[str, Any]] = pod(everything, name)["spec"]["containers"]
    [found] = containers
    return found


def without(everything: list[Resource], kind: str, name: str) -> None:
    """Take a resource away."""
    everything.remove(one(everything, kind, name))


def conf(everything: list[Resource], old: str, new: str) -> None:
    """Change a word of NATS's configuration."""
    data = one(everything, "ConfigMap", "nats")["data"]
    assert old in data["nats.conf"]
    data["nats.conf"] = data["nats.conf"].replace(old, new)


WRONG: dict[str, tuple[str, Change]] = {
    "a pod label that the selector does not know": (
        "workloads_select_their_own",
        lambda all_: pod(all_, "gateway")["metadata"]["labels"].update({"app.kubernetes.io/name": "gate"}),
    ),
    "an agent that selects all agents": (
        "workloads_select_their_own",
        lambda all_: one(all_, "Deployment", "agent-writing")["spec"]["selector"]["matchLabels"].pop(
            "resume-optimizer/step"
        ),
    ),
    "a service that selects nobody": (
        "services_select_a_workload",
        lambda all_: one(all_, "Service", "gateway")["spec"]["selector"].update({"tier": "web"}),
    ),
    "a disruption budget for everybody": (
        "services_select_a_workload",
        lambda all_: one(all_, "PodDisruptionBudget", "nats")["spec"]["selector"].clear(),
    ),
    "a spread over the pods of others": (
        "workloads_select_their_own",
        lambda all_: pod(all_, "pipeline")["spec"]["topologySpreadConstraints"][0]["labelSelector"].clear(),
    ),
    "a StatefulSet without its headless service": (
        "services_select_a_workload",
        lambda all_: without(all_, "Service", "nats-peers"),
    ),
    "a service to a port that no pod has": (
        "ports_of_services_exist",
        lambda all_: one(all_, "Service", "gateway")["spec"]["ports"][0].update({"targetPort": "web"}),
    ),
    "a probe of a port that the pod has not": (
        "ports_of_probes_exist",
        lambda all_: container(all_, "gateway")["readinessProbe"]["httpGet"].update({"port": 8081}),
    ),
    "a policy for a port that nobody has": (
        "ports_of_policies_exist",
        lambda all_: one(all_, "NetworkPolicy", "nats")["spec"]["ingress"][0]["ports"][0].update({"port": "clients"}),
    ),
    "a step without an agent": (
        "agents_are_the_graph",
        lambda all_: without(all_, "Deployment", "agent-polishing"),
    ),
    "an agent of a step that the graph has not": (
        "agents_are_the_graph",
        lambda all_: container(all_, "agent-polishing").update({"args": ["shining"]}),
    ),
    "a step with two agents": (
        "agents_are_the_graph",
        lambda all_: container(all_, "agent-polishing").update({"args": ["writing"]}),
    ),
    "an image of whatever was last": (
        "images_are_pinned",
        lambda all_: container(all_, "pipeline").update({"image": "resume-optimizer-pipeline:latest"}),
    ),
    "an image without a tag": (
        "images_are_pinned",
        lambda all_: container(all_, "nats").update({"image": "nats"}),
    ),
    "two versions of an image": (
        "images_are_pinned",
        lambda all_: container(all_, "agent-writing").update({"image": "resume-optimizer-agents:0.0.9"}),
    ),
    "a variable that nobody reads": (
        "environment_is_read",
        lambda all_: one(all_, "ConfigMap", "log")["data"].update({"NATS_URI": "nats://nats:4222"}),
    ),
    "a variable of another service": (
        "environment_is_read",
        lambda all_: container(all_, "pipeline").update({"env": [{"name": "DRAIN_SEC", "value": "5"}]}),
    ),
    "a ConfigMap that is not there": (
        "references_exist",
        lambda all_: without(all_, "ConfigMap", "log"),
    ),
    "a mount of a volume that is not there": (
        "references_exist",
        lambda all_: pod(all_, "gateway")["spec"]["volumes"].pop(),
    ),
    "keys that are looked for where nothing is mounted": (
        "references_exist",
        lambda all_: container(all_, "gateway")["volumeMounts"][0].update({"mountPath": "/etc/keys"}),
    ),
    "a configuration under another name": (
        "references_exist",
        lambda all_: container(all_, "nats").update({"args": ["--config", "/etc/nats/server.conf"]}),
    ),
    "a root file system that can be written": (
        "pods_are_restricted",
        lambda all_: container(all_, "agent-planning")["securityContext"].pop("readOnlyRootFilesystem"),
    ),
    "root": (
        "pods_are_restricted",
        lambda all_: pod(all_, "nats")["spec"]["securityContext"].update({"runAsUser": 0}),
    ),
    "capabilities": (
        "pods_are_restricted",
        lambda all_: container(all_, "gateway")["securityContext"].pop("capabilities"),
    ),
    "no limit of memory": (
        "pods_are_bounded",
        lambda all_: container(all_, "agent-writing")["resources"].pop("limits"),
    ),
    "no readiness": (
        "pods_are_bounded",
        lambda all_: container(all_, "pipeline").pop("readinessProbe"),
    ),
    "a probe of a path that is not served": (
        "probes_ask_what_is_there",
        lambda all_: container(all_, "gateway")["livenessProbe"]["httpGet"].update({"path": "/healthz"}),
    ),
    "a probe of a file that nobody writes": (
        "probes_ask_what_is_there",
        lambda all_: container(all_, "pipeline")["readinessProbe"].update(
            {"exec": {"command": ["test", "-s", "/ready"]}}
        ),
    ),
    "a file that cannot be written": (
        "probes_ask_what_is_there",
        lambda all_: container(all_, "agent-writing")["volumeMounts"].clear(),
    ),
    "a server killed while it reads its store": (
        "probes_ask_what_is_there",
        lambda all_: container(all_, "nats").pop("startupProbe"),
    ),
    "a gateway killed while it drains": (
        "there_is_time_to_end",
        lambda all_: container(all_, "gateway")["env"].append({"name": "DRAIN_SEC", "value": "20"}),
    ),
    "an agent killed before it hands back": (
        "there_is_time_to_end",
        lambda all_: pod(all_, "agent-writing")["spec"].update({"terminationGracePeriodSeconds": 20}),
    ),
    "more copies than servers": (
        "the_log_is_agreed_on",
        lambda all_: one(all_, "ConfigMap", "log")["data"].update({"NATS_REPLICAS": "5"}),
    ),
    "servers that know nothing of each other": (
        "servers_know_each_other",
        lambda all_: one(all_, "StatefulSet", "nats")["spec"].update({"replicas": 5}),
    ),
    "streams that need more than NATS may store": (
        "the_log_fits",
        lambda all_: conf(all_, "max_file_store: ", "max_file_store: 1GB\n# "),
    ),
    "a store that does not fit on its volume": (
        "the_log_fits",
        lambda all_: conf(all_, "max_file_store: ", "max_file_store: 99GB\n# "),
    ),
    "an address that is no service": (
        "the_log_is_agreed_on",
        lambda all_: one(all_, "ConfigMap", "log")["data"].update({"NATS_URL": "nats://nats-client:4222"}),
    ),
    "services that disagree about the log": (
        "the_log_is_agreed_on",
        lambda all_: container(all_, "agent-writing")["env"].append({"name": "JOBS_MAX_BYTES", "value": "2000000"}),
    ),
    "a service that is not let to NATS": (
        "the_log_is_reached",
        lambda all_: pod(all_, "agent-writing")["metadata"]["labels"].pop("resume-optimizer/log"),
    ),
    "a policy that takes every pod": (
        "the_log_is_reached",
        lambda all_: one(all_, "NetworkPolicy", "nats")["spec"]["podSelector"].clear(),
    ),
    "a policy that lets everybody in": (
        "the_log_is_reached",
        lambda all_: one(all_, "NetworkPolicy", "nats")["spec"]["ingress"].append({}),
    ),
    "an agent that is not let out to NATS": (
        "the_log_is_reached",
        lambda all_: one(all_, "NetworkPolicy", "fetching")["spec"]["egress"].pop(0),
    ),
    "an agent that may ask the cloud for its keys": (
        "only_the_public_internet_is_fetched_from",
        lambda all_: one(all_, "NetworkPolicy", "fetching")["spec"]["egress"][2]["to"][0]["ipBlock"]["except"].remove(
            "169.254.0.0/16"
        ),
    ),
    "an agent that may ask nobody": (
        "only_the_public_internet_is_fetched_from",
        lambda all_: one(all_, "NetworkPolicy", "fetching")["spec"]["egress"].pop(),
    ),
    "an agent that may ask everybody": (
        "only_the_public_internet_is_fetched_from",
        lambda all_: without(all_, "NetworkPolicy", "fetching"),
    ),
    "servers that are not let to each other": (
        "the_log_is_reached",
        lambda all_: one(all_, "NetworkPolicy", "nats")["spec"]["ingress"].pop(),
    ),
}


@pytest.mark.parametrize("folder", [BASE, LOCAL], ids=lambda folder: folder.name)
def test_what_is_rendered_is_what_the_api_takes(folder: Path) -> None:
    """Every resource is valid for a released version of Kubernetes, with no field that it does not know."""
    for resource in resources(folder):
        kubernetes_validate.validate(resource, API_VERSION, strict=True)


def test_a_field_that_the_api_does_not_know_is_refused() -> None:
    """The check of the schema can fail: a field misspelled, and a value of another type."""
    for change in ({"replica": 2}, {"replicas": "two"}):
        pipeline = one(resources(BASE), "Deployment", "pipeline")
        pipeline["spec"].update(change)
        with pytest.raises(kubernetes_validate.ValidationError):
            kubernetes_validate.validate(pipeline, API_VERSION, strict=True)


@pytest.mark.parametrize("folder", [BASE, LOCAL], ids=lambda folder: folder.name)
@pytest.mark.parametrize("rule", RULES)
def test_the_rules_hold(rule: str, folder: Path) -> None:
    """Base and overlay keep every rule."""
    assert list(RULES[rule](resources(folder))) == []


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("folder", [BASE, LOCAL], ids=lambda folder: folder.name)
def test_a_broken_rule_is_noticed(folder: Path, wrong: str) -> None:
    """Rendered manifests with one thing wrong break the rule that says so."""
    rule, change = WRONG[wrong]
    everything = resources(folder)
    change(everything)
    assert list(RULES[rule](everything)) != []


def test_every_rule_is_seen_to_fail() -> None:
    """No rule is there that nothing breaks."""
    assert {rule for rule, _ in WRONG.values()} == RULES.keys()


def test_the_base_survives_a_node() -> None:
    """Base: three servers with three copies, and two of everything else; the overlay runs one of each."""
    counts = {
        folder: {
            resource["metadata"]["name"]: resource["spec"]["replicas"]
            for resource in resources(folder)
            if "replicas" in resource.get("spec", {})
        }
        for folder in (BASE, LOCAL)
    }
    assert counts[BASE].pop("nats") == 3
    assert set(counts[BASE].values()) == {2}
    assert set(counts[LOCAL].values()) == {1}


def test_images_are_named_once() -> None:
    """Names and tags of images stand in one kustomization; manifests say only which one they mean."""
    meant: set[str] = set()
    for file in KUBERNETES.rglob("*.yaml"):
        for line in file.read_text().splitlines():
            if line.strip().startswith("image:"):
                meant.add(line.partition(":")[2].strip())
    named = yaml.safe_load((BASE / "kustomization.yaml").read_text())["images"]
    assert sorted(image["name"] for image in named) == sorted(meant)
    others = [file for file in KUBERNETES.rglob("kustomization.yaml") if "images:" in file.read_text()]
    assert others == [BASE / "kustomization.yaml"]


def test_rendering_needs_nothing_but_the_files() -> None:
    """No manifest holds a secret, an address of another place, or what is deprecated (kubectl would say so)."""
    for folder in (BASE, LOCAL):
        text = rendered(folder)
        assert "kind: Secret" not in text
        assert "://" not in text.replace("nats://", "")
