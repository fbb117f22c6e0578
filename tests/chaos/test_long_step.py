"""A step that takes a minute of real time, with a lease of five seconds.

Ten minutes of it, on a clock that jumps, are in `tests/unit/sdk/test_long_steps.py`.
"""

from concurrent.futures import Future

import pytest

from contracts.work import Succeeded
from tests.chaos.minute import MINUTE_SEC, Long
from tests.support.jobs import assert_one_end


@pytest.mark.timeout(240)
@pytest.mark.parametrize("does", ["gate", "compute"])
def test_a_minute_with_a_lease_of_five_seconds_is_one_run(does: str, a_minute: Future[dict[str, Long]]) -> None:
    """Whether it waits or computes without ever awaiting: it is handed out once, runs once and ends once."""
    left = a_minute.result(timeout=220)[does]

    (outcome,) = left.outcomes
    assert isinstance(outcome, Succeeded)
    assert (outcome.attempt, outcome.delivery) == (1, 1)
    assert outcome.duration_ms >= MINUTE_SEC * 1000
    assert left.begun == ["second began 1.1"]
    assert left.runs == ["1.1"]
    assert_one_end(left.shown)
