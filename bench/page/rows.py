"""What is measured of the page, and the bars that it is held to."""

from collections.abc import Sequence
from typing import Final

from bench.measuring.figures import Row, at_least, at_most, never
from bench.measuring.saving import Kept

STREAM: Final[Sequence[Row]] = (
    Row("told_per_sec", "events told", "/s"),
    Row("renders_per_sec", "renders of what shows the job, on average", "/s", at_most(8)),
    Row("renders_in_a_second", "… the most in any second", "", at_most(8)),
    Row("commits_per_sec", "commits of React, clocks and all", "/s"),
    Row("long_tasks", "long tasks (over 50 ms)", "", at_most(0)),
    Row("longest_task_ms", "… the longest", "ms"),
    Row("memory_mb", "JavaScript heap, what the collector left in the last fifth", "MB"),
    Row("memory_growth_mb", "… more than in the second fifth", "MB", at_most(5)),
    never("inexact", "parts of the final state that are not those of the log's fold"),
)
"""Flat is not zero: until a run of a step is accepted, all runs of it are kept, since any of them may be."""

SCREENS: Final = ("start screen", "finished job")
FORMS: Final = ("desktop", "mobile")

PAGE: Final = Kept(
    bench="page",
    how="The median of the rounds, their least and most. Steal: the share of time that the host gave to others.",
    order=("stream", *(f"{screen}, {form}" for form in FORMS for screen in SCREENS)),
)
"""Where the figures are kept."""

_TIMES: Final = (
    ("first-contentful-paint", "first paint with content"),
    ("largest-contentful-paint", "largest paint"),
    ("total-blocking-time", "time blocked"),
)


def lighthouse(form: str) -> Sequence[Row]:
    """Give the rows of Lighthouse: a desktop is held to bars, a phone (slowed down fourfold, on 4G) is reported."""
    barred = form == "desktop"
    return (
        Row("performance", "performance", "", at_least(95) if barred else None),
        Row("accessibility", "accessibility", "", at_least(100)),
        Row("best-practices", "best practices", "", at_least(95)),
        *(Row(key, text, "ms") for key, text in _TIMES),
    )
