"""What each service reads from its environment, asked of the code itself."""

import ast
import contextlib
import importlib.util
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from typing_extensions import override

from agents.sdk.settings import AgentSettings
from eventlog import ConfigurationError, LogSettings
from gateway.settings import GatewaySettings
from pipeline.settings import PipelineSettings

Environment = Mapping[str, str]
Reader = Callable[[Environment], object]


def _log(environment: Environment) -> LogSettings:
    return LogSettings.from_environment(environment, name="test")


READERS: Final[Mapping[str, tuple[Reader, ...]]] = {
    "gateway": (_log, GatewaySettings.from_environment),
    "pipeline": (_log, PipelineSettings.from_environment),
    "agents": (_log, AgentSettings.from_environment),
}
"""Service → what turns an environment into its settings. What `__main__` asks for by name comes beside it."""

NEEDED: Final[Mapping[str, Environment]] = {"gateway": {"TOKEN_KEYS": "keys"}, "pipeline": {}, "agents": {}}
"""What a service does not start without."""


class _Recording(Mapping[str, str]):
    """An environment that holds nothing, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    @override
    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        raise KeyError(name)

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(())

    @override
    def __len__(self) -> int:
        return 0


@cache
def variables(service: str) -> frozenset[str]:
    """Name every variable that a service looks at."""
    environment = _Recording()
    for read in READERS[service]:
        with contextlib.suppress(ConfigurationError):  # something that it needs is missing: it has asked for it
            read(environment)
    return frozenset(environment.asked | _read_at_start(service))


def _read_at_start(service: str) -> set[str]:
    """Find the variables that `__main__` asks for by name."""
    spec = importlib.util.find_spec(service)
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).with_name("__main__.py").read_text())
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "get"
        and ast.unparse(node.func.value) in {"environment", "os.environ"}
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }
