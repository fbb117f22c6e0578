"""`./justw chaos`, short: everything is broken at least twice, and nothing is lost, doubled, out of order or stuck."""

from pathlib import Path

import pytest

from tests.chaos.plan import KINDS, LEAST_OF_EACH, plan_of
from tests.chaos.run import Settings, run
from tests.chaos.table import table
from tests.chaos.verdict import verdict_on


@pytest.mark.timeout(300)  # a slow machine; about a minute on two cores
async def test_whatever_dies_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    """34 faults, each kind twice, 32 jobs with three viewers each: every stream is the log's, every job ends once."""
    plan = plan_of(1, faults=LEAST_OF_EACH * len(KINDS), every_sec=1.2, jobs=32, viewers=3)
    verdict = verdict_on(await run(plan, Settings(), tmp_path))
    assert verdict.good, table(verdict)
    assert verdict.jobs == 32
    assert verdict.ends >= 32
    assert verdict.seen == 3 * verdict.logged
    assert sum(recovery.faults for recovery in verdict.recovery.values()) == 34
