"""The component for a language model: the two steps that ask one get its secret, and nobody else does."""

import os
from pathlib import Path

from tests.support.deploy.manifests import BASE, resources, workloads


def test_only_the_steps_that_ask_get_the_secret(tmp_path: Path) -> None:
    """An overlay with the component renders; the secret is read by `analyzing` and `writing` alone."""
    folder = tmp_path / "overlay"
    folder.mkdir()
    base, component = (os.path.relpath(path, folder) for path in (BASE, BASE.parent / "components/model"))
    (folder / "kustomization.yaml").write_text(
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
        f"resources: [{base}]\ncomponents: [{component}]\n"
    )
    readers = {
        one.name
        for one in workloads(resources(folder))
        for container in one.containers
        if {"secretRef": {"name": "model"}} in container.get("envFrom", [])
    }
    assert readers == {"agent-analyzing", "agent-writing"}
