"""The plan of a chaos run: the same for the same seed, and no kind of fault forgotten."""

from collections import Counter
from itertools import pairwise

from tests.chaos.agents import CHAOS
from tests.chaos.plan import KINDS, LEASE_SEC, LEAST_OF_EACH, STEPS, Plan, plan_of


def plan(seed: int = 1, faults: int = 100) -> Plan:
    """Plan a run."""
    return plan_of(seed, faults=faults, every_sec=1.0, jobs=200, viewers=3)


def test_a_seed_is_a_plan() -> None:
    """The same arguments give the same faults, jobs and users; another seed others."""
    assert plan(seed=5) == plan(seed=5)
    assert plan(seed=5).faults != plan(seed=6).faults
    assert plan(seed=5).jobs != plan(seed=6).jobs


def test_every_kind_comes_as_often_as_any_other() -> None:
    """Faults come in rounds of all kinds: none is missing, and none comes twice more than another."""
    for count in (len(KINDS) * LEAST_OF_EACH, 100, 1003):
        times = Counter(fault.kind for fault in plan(faults=count).faults)
        assert sum(times.values()) == count
        assert set(times) == set(KINDS)
        assert max(times.values()) - min(times.values()) <= 1


def test_faults_stand_in_their_order() -> None:
    """One after the other, at the asked rate, over both replicas."""
    faults = plan().faults
    assert all(before.at_sec <= after.at_sec for before, after in pairwise(faults))
    assert 98.0 < faults[-1].at_sec < 100.0
    assert {fault.replica for fault in faults} == {0, 1}


def test_who_is_paused_loses_his_lease() -> None:
    """SIGSTOP and slow handlers last longer than a lease: else they would be no fault."""
    lasting = [fault for fault in plan().faults if fault.kind.split()[0] in {"pause", "slow"}]
    assert len(lasting) > 20
    assert all(fault.lasts_sec > LEASE_SEC for fault in lasting)


def test_jobs_differ() -> None:
    """Some fail and are tried again, some are canceled, some compute, and some have nothing to them."""
    jobs = plan().jobs
    assert all(set(job.steps) == set(STEPS) for job in jobs)
    fatal = [job for job in jobs if any(step.fatal for step in job.steps.values())]
    canceled = [job for job in jobs if job.cancel_after is not None]
    assert len(fatal) > 10
    assert len(canceled) > 10
    assert any(job.retries for job in fatal)
    assert any(job.retries for job in canceled)
    assert any(step.failures == 2 for job in jobs for step in job.steps.values())
    assert any(step.computes for job in jobs for step in job.steps.values())


def test_the_graph_has_the_steps_and_a_diamond() -> None:
    """The chaos graph is shaped as the real one: two steps side by side behind the first, and one that joins them."""
    assert tuple(step.name for step in CHAOS.steps) == STEPS
    assert {step.name: step.after for step in CHAOS.steps}["planning"] == ("analyzing", "profiling")
