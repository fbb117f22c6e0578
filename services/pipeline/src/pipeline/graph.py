"""The graph of steps as data, with the patience that each step is given."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated

import msgspec
from msgspec import Meta

from contracts.events import StepNode
from contracts.ids import InvalidIdError, parse_step
from eventlog import ConfigurationError

Positive = Annotated[float, Meta(gt=0)]
AtLeastOne = Annotated[int, Meta(ge=1)]


class RetryPolicy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often and how long a step is tried. Times are in seconds.

    The pause before attempt n+1 is drawn from 0 to `base * 2^(n-1)`, and at most to `cap` (full jitter). An attempt
    has `attempt_deadline_sec` from the moment in which an agent begins it; all attempts together have
    `step_deadline_sec` from the moment in which the step became ready, waiting for an agent included.
    """

    attempts: AtLeastOne = 3
    backoff_base_sec: Positive = 1.0
    backoff_cap_sec: Positive = 20.0
    attempt_deadline_sec: Positive = 60.0
    step_deadline_sec: Positive = 600.0
    max_deliveries: AtLeastOne = 3
    """How often one attempt may be handed out before it counts as crashed."""


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step, the steps that it waits for, and the documents of the start that it reads itself."""

    name: str
    after: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    policy: RetryPolicy = RetryPolicy()


class Graph(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """Steps in an order in which each stands behind those that it waits for.

    `artifacts` maps what `done` names to the document that it is.
    """

    name: str
    steps: tuple[Step, ...]
    artifacts: dict[str, str] = {}
    job_deadline_sec: Positive = 1800.0

    def __post_init__(self) -> None:
        """Check what the types cannot.

        Raises:
            ConfigurationError: A step is named badly or twice, or waits for one that does not stand before it.
        """
        known: set[str] = set()
        for step in self.steps:
            try:
                parse_step(step.name)
            except InvalidIdError as error:
                raise ConfigurationError(f"the graph {self.name}: {error}, not {step.name!r}") from None
            if step.name in known:
                raise ConfigurationError(f"the graph {self.name} has two steps {step.name}")
            if missing := set(step.after) - known:
                waits = f"{step.name} waits for {', '.join(sorted(missing))}"
                raise ConfigurationError(f"the graph {self.name}: {waits}, which must stand before it")
            known.add(step.name)

    @cached_property
    def nodes(self) -> list[StepNode]:
        """The graph as readers are told it."""
        return [StepNode(step=step.name, after=list(step.after)) for step in self.steps]

    @cached_property
    def ancestors(self) -> Mapping[str, frozenset[str]]:
        """All steps that each step waits for, directly or not."""
        found: dict[str, frozenset[str]] = {}
        for step in self.steps:
            found[step.name] = frozenset(step.after).union(*(found[before] for before in step.after))
        return found

    def affected_by(self, documents: Iterable[str]) -> frozenset[str]:
        """Tell which steps must run again when documents of the start change.

        A document that no step declares may matter to all of them.
        """
        changed = set(documents)
        readers = {step.name for step in self.steps if changed.intersection(step.reads)}
        if changed - {name for step in self.steps for name in step.reads}:
            return frozenset(step.name for step in self.steps)
        return frozenset(
            step.name for step in self.steps if step.name in readers or self.ancestors[step.name] & readers
        )


def decode_graphs(raw: bytes) -> dict[str, Graph]:
    """Read graphs from a JSON list.

    Raises:
        ConfigurationError: It cannot be read, or a graph makes no sense.
    """
    try:
        graphs = msgspec.json.decode(raw, type=list[Graph])
    except msgspec.DecodeError as error:
        cause = error.__cause__
        raise ConfigurationError(f"the graphs cannot be read: {cause or error}") from None
    return {graph.name: graph for graph in graphs}
