"""What takes long by doing nothing is begun before all other tests of this folder, and goes on beside them."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.chaos.minute import Long, minute


@pytest.fixture(scope="session", autouse=True)
def a_minute(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Future[dict[str, Long]] | None]:
    """Begin the long step, where a test asks for it; gives what will be left of it."""
    if not any(item.path.name == "test_long_step.py" for item in request.session.items):
        yield None
        return
    with ThreadPoolExecutor(1) as beside:
        yield beside.submit(asyncio.run, minute(tmp_path_factory.mktemp("minute")))
