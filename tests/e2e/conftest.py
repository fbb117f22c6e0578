"""One running system for all end-to-end tests of this folder that harm nobody else's."""

from collections.abc import Iterator

import pytest

from tests.support.posting_server import PostingServer, posting_server
from tests.support.system import System, running_system


@pytest.fixture(scope="session")
def pages() -> Iterator[PostingServer]:
    """Serve pages with postings, and worse."""
    with posting_server() as running:
        yield running


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory, pages: PostingServer) -> Iterator[System]:
    """Run NATS, the gateway, the pipeline and seven agents, as `./justw up` does; one port of `pages` may be asked."""
    settings = {"FETCH_ALLOW": f"127.0.0.1:{pages.port}", "FETCH_TIMEOUT": "3"}
    with running_system(tmp_path_factory.mktemp("system"), settings=settings) as running:
        yield running
