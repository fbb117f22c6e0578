"""What a chaos run does, as data made from a seed: which faults when, which jobs, and what their users do."""

import random
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias, get_args

import msgspec

SERVICES: Final = ("gateway", "pipeline", "agents")
REPLICAS: Final = 2

Kind: TypeAlias = Literal[
    "kill gateway", "kill pipeline", "kill agents",
    "stop gateway", "stop pipeline", "stop agents",
    "pause gateway", "pause pipeline", "pause agents",
    "kill nats", "cut log", "cut viewers",
    "double work", "double fact", "double event",
    "slow handlers", "full stream",
]  # fmt: skip
"""SIGKILL, SIGTERM, SIGSTOP longer than the lease; the log's server; connections; deliveries; patience; room."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
LEAST_OF_EACH: Final = 2

LEASE_SEC: Final = 3.0
"""Longer than a pull request lives: else an item is handed to one who sleeps, until it counts as crashed."""

STEPS: Final = ("ingesting", "analyzing", "profiling", "planning", "writing", "polishing")

_LASTS_SEC: Final = {
    "pause": (LEASE_SEC + 0.5, LEASE_SEC + 2.5),
    "cut": (0.1, 3.0),
    "slow": (LEASE_SEC + 0.5, LEASE_SEC + 2.5),
    "full": (1.0, 4.0),
    "kill": (0.0, 0.6),
}
"""How long a fault of a kind's first word lasts: until the signal to go on, the repair, or the next start."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One fault. `at_sec` counts from the first; `replica` is 0 or 1; `chance` decides what is left to decide."""

    at_sec: float
    kind: Kind
    replica: int
    lasts_sec: float
    chance: float


class StepScript(msgspec.Struct, frozen=True, kw_only=True):
    """What the agent of a step does: how long it takes, and how often it fails first."""

    pauses_sec: list[float]
    """Before each piece of news, and before the outcome."""
    failures: int = 0
    """How many attempts fail and may be tried again."""
    fatal: bool = False
    """Whether the first attempt fails for good."""
    computes: bool = False
    """Whether it is slow in its computing process, when handlers are slow."""


class JobPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One job, and what its user does. `cancel_after` counts the events that the user has seen."""

    at_sec: float
    steps: dict[str, StepScript]
    cancel_after: int | None = None
    retries: bool = False
    seed: int = 0
    """Of what its viewers do."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A whole run; the same for the same arguments."""

    seed: int
    faults: list[Fault]
    jobs: list[JobPlan]
    viewers: int


def plan_of(seed: int, *, faults: int, every_sec: float, jobs: int, viewers: int) -> Plan:
    """Make a plan.

    Args:
        seed: What all chance follows from.
        faults: How many; each kind comes as often as any other, or once more.
        every_sec: The mean time between two of them.
        jobs: How many, started one after the other while there are faults.
        viewers: How many watch each job.
    """
    chance = random.Random(seed)
    kinds = _in_rounds(chance, faults)
    planned = [_fault(chance, kind, every_sec * (n + chance.uniform(0, 0.9))) for n, kind in enumerate(kinds)]
    apart_sec = faults * every_sec / max(1, jobs)
    return Plan(seed=seed, faults=planned, jobs=[job_of(chance, n * apart_sec) for n in range(jobs)], viewers=viewers)


def _in_rounds(chance: random.Random, count: int) -> Sequence[Kind]:
    kinds: list[Kind] = []
    while len(kinds) < count:
        kinds += chance.sample(KINDS, len(KINDS))
    return kinds[:count]


def _fault(chance: random.Random, kind: Kind, at_sec: float) -> Fault:
    least, most = _LASTS_SEC.get(kind.split()[0], (0.0, 0.0))
    return Fault(
        at_sec=at_sec,
        kind=kind,
        replica=chance.randrange(REPLICAS),
        lasts_sec=chance.uniform(least, most),
        chance=chance.random(),
    )


def job_of(chance: random.Random, at_sec: float) -> JobPlan:
    """Plan one job: how long its steps take and how they fail, and what its user does."""
    steps = {
        name: StepScript(
            pauses_sec=[round(chance.uniform(0.0, 0.25), 3) for _ in range(5)],
            failures=chance.choice([0, 0, 0, 0, 1, 2]),
            computes=chance.random() < 0.3,
        )
        for name in STEPS
    }
    fate = chance.random()
    if fate < 0.15:
        name = chance.choice(STEPS)
        steps[name] = msgspec.structs.replace(steps[name], fatal=True, failures=0)
    return JobPlan(
        at_sec=at_sec,
        steps=steps,
        cancel_after=chance.randrange(3, 50) if fate > 0.85 else None,
        retries=chance.random() < 0.7,
        seed=chance.getrandbits(32),
    )
