"""NATS and those who use it: room, copies, addresses, and who is let in."""

import ipaddress
import re
from collections.abc import Iterator

from agents.ingesting.fetch.addresses import Address, is_public
from eventlog import LogSettings
from tests.support.deploy.manifests import Resource, Workload, environment, of_kind, selects, service_of, workloads
from tests.support.deploy.settings import READERS

_FOREIGN = {"93.184.216.34", "8.8.8.8", "198.20.0.1", "2606:2800:220:1:248:1893:25c8:1946"}
_OURS = {
    *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.31.0.1", "192.0.0.8"),  # noqa: S104
    *(
        "168.63.129.16",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
    ),
    *("fd00:ec2::254", "fe80::1", "ff02::1", "2002:a00:1::", "2001:0:1::", "2001:db8::1", "3fff::1"),
}
_POWERS = {"Gi": 1024**3, "Mi": 1024**2, "GB": 1024**3, "MB": 1024**2}
"""NATS counts its GB in powers of two, as Kubernetes its Gi."""
_FILE_STORE = re.compile(r"^\s*max_file_store:\s*(\S+)$", re.MULTILINE)


def the_log_is_agreed_on(everything: list[Resource]) -> Iterator[str]:
    """All services say the same about the log: an address that is a service, and no more copies than servers."""
    told = _told(everything)
    if len(set(told.values())) != 1:
        yield f"services disagree about the log: {told}"
    servers = _nats(everything).spec["replicas"]
    for name, log in told.items():
        host, _, port = log.url.removeprefix("nats://").partition(":")
        service = of_kind(everything, "Service").get(host, {"spec": {"ports": []}})
        if int(port) not in [one["port"] for one in service["spec"]["ports"]]:
            yield f"{name}: {log.url} is no service"
        if log.replicas > servers:
            yield f"{name}: {log.replicas} copies on {servers} servers"


def the_log_fits(everything: list[Resource]) -> Iterator[str]:
    """The streams have room in what NATS may store, and that has room on its volume."""
    stated = _FILE_STORE.search(_config(everything))
    [claim] = _nats(everything).spec["volumeClaimTemplates"]
    store = _bytes(stated[1]) if stated is not None else 0
    for name, log in _told(everything).items():
        if log.jobs_max_bytes + log.documents_max_bytes >= store:
            yield f"{name} reserves more than NATS may store"
    if store >= _bytes(claim["spec"]["resources"]["requests"]["storage"]):
        yield "NATS may store more than its volume holds"


def servers_know_each_other(everything: list[Resource]) -> Iterator[str]:
    """Each server of the StatefulSet is a route of all, and one alone has none."""
    nats, config = _nats(everything), _config(everything)
    routes = re.findall(r"nats://([\w.-]+):6222", config)
    count, peers = nats.spec["replicas"], nats.spec["serviceName"]
    wanted = [f"{nats.name}-{n}.{peers}" for n in range(count)] if count > 1 else []
    if routes != wanted:
        yield f"{count} servers look for each other at {routes}"


def the_log_is_reached(everything: list[Resource]) -> Iterator[str]:
    """Network policies let every service to NATS, its servers to each other, and everybody to the gateway."""
    pods = workloads(everything)
    policies = of_kind(everything, "NetworkPolicy").values()
    nats = _nats(everything)

    def admits(guarded: Workload, port: str, caller: Workload | None) -> bool:
        guarding = [
            policy["spec"]
            for policy in policies
            if "Ingress" in policy["spec"]["policyTypes"] and selects(policy["spec"]["podSelector"], guarded.labels)
        ]
        return not guarding or any(
            (not rule.get("ports") or any(one["port"] == port for one in rule["ports"]))
            and (
                not rule.get("from")
                or (caller is not None and any(selects(one["podSelector"], caller.labels) for one in rule["from"]))
            )
            for policy in guarding
            for rule in policy.get("ingress", [])
        )

    for one in pods:
        if any(service_of(container) in READERS for container in one.containers) and not admits(nats, "client", one):
            yield f"{one.name} is not let to NATS"
        if not all(_lets_out(spec, nats) for spec in _leaving(everything, one)):
            yield f"{one.name} is not let out to NATS"
        if "http" in one.ports() and not admits(one, "http", None):
            yield f"nobody is let to {one.name}"
    if not admits(nats, "cluster", nats):
        yield "the NATS servers are not let to each other"
    if admits(nats, "client", None):
        yield "everybody is let to NATS"


def only_the_public_internet_is_fetched_from(everything: list[Resource]) -> Iterator[str]:
    """The agent that asks foreign addresses is let out to those that it would not refuse itself, and to no others."""
    [fetching] = [one for one in workloads(everything) if one.labels.get("resume-optimizer/step") == "ingesting"]
    leaving = _leaving(everything, fetching)
    if not leaving:
        yield f"{fetching.name} may ask everybody"
    for text in _FOREIGN | _OURS:
        address = ipaddress.ip_address(text)
        let_out = all(
            any(not rule.get("ports") and any(_holds(peer, address) for peer in rule["to"]) for rule in spec["egress"])
            for spec in leaving
        )
        if let_out != is_public(address) or (text in _FOREIGN) != is_public(address):
            yield f"{text} is {'let' if let_out else 'not let'} out to"


def _leaving(everything: list[Resource], one: Workload) -> list[Resource]:
    """Find what says whom a workload may ask."""
    specs = [policy["spec"] for policy in of_kind(everything, "NetworkPolicy").values()]
    return [spec for spec in specs if "Egress" in spec["policyTypes"] and selects(spec["podSelector"], one.labels)]


def _lets_out(spec: Resource, nats: Workload) -> bool:
    return any(
        any(port["port"] == "client" for port in rule.get("ports", []))
        and any(selects(peer["podSelector"], nats.labels) for peer in rule.get("to", []) if "podSelector" in peer)
        for rule in spec["egress"]
    )


def _holds(peer: Resource, address: Address) -> bool:
    block = peer.get("ipBlock")
    return (
        block is not None
        and address in ipaddress.ip_network(block["cidr"])
        and not any(address in ipaddress.ip_network(excepted) for excepted in block.get("except", []))
    )


def _nats(everything: list[Resource]) -> Workload:
    [found] = [one for one in workloads(everything) if one.name == "nats"]
    return found


def _told(everything: list[Resource]) -> dict[str, LogSettings]:
    return {
        one.name: LogSettings.from_environment(environment(container, everything), name="")
        for one in workloads(everything)
        for container in one.containers
        if service_of(container) in READERS
    }


def _config(everything: list[Resource]) -> str:
    [found] = [
        content
        for one in of_kind(everything, "ConfigMap").values()
        for file, content in one["data"].items()
        if file.endswith(".conf")
    ]
    return str(found)


def _bytes(quantity: str) -> int:
    return int(quantity[:-2]) * _POWERS[quantity[-2:]]
