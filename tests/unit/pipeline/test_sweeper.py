"""When a job's time is over."""

from datetime import timedelta

from contracts.control import Cancel, Deleted, Redrive
from pipeline.sweeper import LIFETIMES, expired
from tests.support.pipeline_facts import BEGIN, JOB, Given

WEEK = 7 * 24 * 3600.0


def test_a_job_goes_a_retention_after_its_end() -> None:
    """To the second; and never while it is open, however old it is."""
    given = Given()
    assert not expired(given.job, BEGIN + timedelta(days=400), WEEK)
    given.put(Cancel(job_id=JOB))
    assert not expired(given.job, given.now + timedelta(seconds=WEEK - 1), WEEK)
    assert expired(given.job, given.now + timedelta(seconds=WEEK), WEEK)


def test_the_last_end_counts() -> None:
    """A job that was tried again is kept from then on, and while that revision is open."""
    given = Given()
    given.put(Cancel(job_id=JOB))
    given.put(Redrive(job_id=JOB), after_sec=WEEK - 10)
    assert not expired(given.job, given.now + timedelta(seconds=100), WEEK)
    given.put(Cancel(job_id=JOB))
    assert not expired(given.job, given.now + timedelta(seconds=100), WEEK)


def test_no_job_outlives_what_the_log_keeps_of_it() -> None:
    """Tried again and again, it goes whole, before the log forgets its beginning after two retentions."""
    given = Given()
    for _ in range(4):
        given.put(Cancel(job_id=JOB))
        given.put(Redrive(job_id=JOB), after_sec=WEEK / 2)
    given.put(Cancel(job_id=JOB))
    assert given.now > BEGIN + timedelta(seconds=LIFETIMES * WEEK)
    assert expired(given.job, given.now, WEEK)


def test_what_is_erased_is_not_erased_again() -> None:
    """A job with a tombstone has no time left that could be over."""
    given = Given()
    given.put(Cancel(job_id=JOB))
    given.put(Deleted(job_id=JOB))
    assert not expired(given.job, given.now + timedelta(seconds=2 * WEEK), WEEK)
