"""One running system for all end-to-end tests of this folder that harm nobody else's."""

from collections.abc import Iterator

import pytest

from tests.support.system import System, running_system


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Run NATS, the gateway, the pipeline and seven agents, as `./justw up` does."""
    with running_system(tmp_path_factory.mktemp("system")) as running:
        yield running
