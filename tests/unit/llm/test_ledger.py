"""What a run may spend: bounds that hold whatever a job goes through."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.llm.ledger import Ledger, share
from agents.sdk.llm_settings import LlmSettings

SETTINGS = LlmSettings(job_tokens=1_000, job_cost=1.0, price_in=100.0, price_out=400.0)


def test_all_runs_of_a_job_together_spend_its_budget_at_most() -> None:
    """Every attempt and delivery of both steps that ask: their shares add up to one."""
    runs = [(step, a, d) for step in ("analyzing", "writing") for a in range(1, 60) for d in range(1, 60)]
    assert math.fsum(share(*run) for run in runs) == pytest.approx(1.0)
    assert share("writing", 1, 1) == pytest.approx(0.3)


@given(attempt=st.integers(1, 10_000), delivery=st.integers(1, 10_000))
def test_a_later_run_has_less(attempt: int, delivery: int) -> None:
    """Shares fall with each attempt and each delivery, and never below nothing."""
    assert 0 <= share("writing", attempt + 1, delivery) <= share("writing", attempt, delivery)
    assert 0 <= share("writing", attempt, delivery + 1) <= share("writing", attempt, delivery)


def test_a_step_that_asks_nothing_has_nothing() -> None:
    """Only two steps have a share."""
    assert share("planning", 1, 1) == 0


async def test_tokens_close_the_account() -> None:
    """A call is allowed while what it can take at most is left; once refused, smaller ones are too."""
    ledger = Ledger(LlmSettings(job_tokens=1_000), 0.5, deadline_sec=60)
    assert ledger.allows(300, 200)
    ledger.book(300, 100)
    assert not ledger.allows(60, 60)
    assert ledger.closed == "budget"
    assert not ledger.allows(1, 1)
    assert (ledger.calls, ledger.tokens) == (1, 400)


async def test_money_closes_the_account() -> None:
    """Prices of both directions are heeded: 1,000 in and 2,250 out cost the whole budget."""
    ledger = Ledger(LlmSettings(job_cost=1.0, price_in=100.0, price_out=400.0), 1.0, deadline_sec=60)
    assert ledger.allows(1_000, 2_250)
    assert not ledger.allows(1_000, 2_251)


async def test_time_closes_the_account() -> None:
    """A run leaves the model half of its time at most, and no call is begun behind that."""
    assert Ledger(SETTINGS, 1.0, deadline_sec=20).seconds_left() <= 10
    late = Ledger(SETTINGS, 1.0, deadline_sec=0)
    assert not late.allows(1, 1)
    assert late.closed == "time"


async def test_patience_closes_the_account() -> None:
    """Two lines in vain in a row, or one refusal for good; an answer in between begins anew."""
    ledger = Ledger(SETTINGS, 1.0, deadline_sec=60)
    ledger.in_vain("timeout", for_good=False)
    ledger.answered()
    ledger.in_vain("timeout", for_good=False)
    assert ledger.allows(1, 1)
    ledger.in_vain("unavailable", for_good=False)
    assert not ledger.allows(1, 1)
    assert ledger.closed == "unavailable"
    strict = Ledger(SETTINGS, 1.0, deadline_sec=60)
    strict.in_vain("unauthorised", for_good=True)
    assert strict.closed == "unauthorised"


async def test_usage_is_the_account() -> None:
    """Calls, tokens, money and the reasons, sorted."""
    ledger = Ledger(SETTINGS, 1.0, deadline_sec=60)
    ledger.book(100, 10, requests=2)
    for reason in ("timeout", "empty", "timeout"):
        ledger.decline(reason)
    usage = ledger.usage("model:m")
    assert (usage.engine, usage.calls, usage.prompt_tokens, usage.completion_tokens) == ("model:m", 2, 100, 10)
    assert usage.cost == pytest.approx(0.014)
    assert usage.fallbacks == 3
    assert usage.declined == {"empty": 1, "timeout": 2}
