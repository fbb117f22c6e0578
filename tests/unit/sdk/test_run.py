"""One run: what ends it, and what is made of the end."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Any

import pytest
from typing_extensions import override

from agents.sdk import PermanentError, Told, TransientError, Work, outcome, progress
from agents.sdk.outcomes import outcome_of
from agents.sdk.run import Ended, run
from agents.sdk.teller import News, Teller
from agents.sdk.testing import given
from contracts.work import Crashed, Failed, Released, Succeeded, WorkItem
from eventlog import LimitError
from tests.support.eventually import eventually
from tests.support.tiny_agents import agent_of

ITEM = WorkItem(
    job_id="00000000-0000-4000-8000-000000000000",
    revision=1,
    step="first",
    attempt=2,
    refs={},
    started_at="2026-11-22T20:00:00.000Z",
    deadline_sec=5,
)
Story = Callable[[Work], AsyncGenerator[Told, None]]


class Listening(Teller):
    """Keeps what is told."""

    def __init__(self) -> None:
        self.heard: list[News] = []

    @override
    async def tell(self, news: News) -> None:
        self.heard.append(news)


async def run_of(story: Story, *, deadline_sec: float = 5.0, stop: str | None = None) -> Ended:
    """Run a story; `stop` sets one of the two events as soon as it says that it waits."""
    unwanted, release = asyncio.Event(), asyncio.Event()
    teller = Listening()
    running = asyncio.create_task(
        run(
            agent_of("first", story),
            given(),
            teller,
            deadline_sec=deadline_sec,
            unwanted=unwanted,
            release=release,
        )
    )
    if stop is not None:
        await eventually(lambda: progress(10, "waiting") in teller.heard)
        {"unwanted": unwanted, "release": release}[stop].set()
    return await running


async def waiting(_work: Work) -> AsyncGenerator[Told, None]:
    """Wait for ever."""
    yield progress(10, "waiting")
    await asyncio.Event().wait()
    yield outcome()


async def making(_work: Work) -> AsyncGenerator[Told, None]:
    """Make something."""
    yield outcome(text="made")


async def test_a_run_that_ends_has_stored_what_it_made() -> None:
    """Its outcome names the refs."""
    ended = await run_of(making)

    told = outcome_of(ITEM, 1, ended)
    assert isinstance(told, Succeeded)
    assert list(told.refs) == ["text"]
    assert (told.attempt, told.delivery, told.step, told.revision) == (2, 1, "first", 1)


async def test_a_late_run_fails_and_is_tried_again() -> None:
    """At the deadline of the attempt the handler is cancelled."""
    ended = await run_of(waiting, deadline_sec=0.05)

    told = outcome_of(ITEM, 1, ended)
    assert isinstance(told, Failed)
    assert (told.code, told.retryable) == ("attempt_deadline", True)
    assert not ended.stubborn


@pytest.mark.parametrize(("stop", "stopped"), [("unwanted", "unwanted"), ("release", "released")])
async def test_a_run_can_be_stopped(stop: str, stopped: str) -> None:
    """By whoever no longer wants it, and by a clean stop of the process; the latter hands it back."""
    ended = await run_of(waiting, stop=stop)

    assert ended.stopped == stopped
    if stop == "release":
        assert isinstance(outcome_of(ITEM, 1, ended), Released)


@pytest.mark.parametrize(("swallows", "stubborn"), [(1, False), (2, True)])
async def test_a_handler_that_will_not_end_is_noticed(
    monkeypatch: pytest.MonkeyPatch, swallows: int, *, stubborn: bool
) -> None:
    """One cancellation may meet an answer and be lost; who swallows two is given up, and with him the process."""
    monkeypatch.setattr("agents.sdk.run._HEED_SEC", 0.05)
    swallowed: list[asyncio.CancelledError] = []

    async def deaf(_work: Work) -> AsyncGenerator[Told, None]:
        yield progress(10, "waiting")
        for _ in range(swallows):
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError as error:
                swallowed.append(error)
        await asyncio.Event().wait()
        yield outcome()

    ended = await run_of(deaf, deadline_sec=0.05)

    assert ended.stubborn == stubborn
    assert ended.stopped == "deadline"
    assert len(swallowed) == swallows


class RefusedError(ValueError):
    """The engine refuses its input."""

    code = "needs_ocr"


@pytest.mark.parametrize(
    ("error", "code", "message", "retryable"),
    [
        (PermanentError("The posting is empty", code="empty_posting"), "empty_posting", "The posting is empty", False),
        (TransientError("Busy", code="model_busy", delay_sec=7), "model_busy", "Busy", True),
        (LimitError("Full", delay_sec=3), "limit", "Full", True),
        (RefusedError("The file is a picture"), "needs_ocr", "The file is a picture", False),
        (ValueError("Jane Doe"), "internal", "the step failed unexpectedly (ValueError)", True),
        (KeyError("Jane Doe"), "internal", "the step failed unexpectedly (KeyError)", True),
    ],
)
async def test_errors_say_what_is_done_next(error: Exception, code: str, message: str, *, retryable: bool) -> None:
    """Ours in their own words; the engine's by its code; a bug's text, which may be anybody's, is kept back."""

    async def failing(_work: Work) -> AsyncGenerator[Told, None]:
        yield progress(5)
        raise error

    told = outcome_of(ITEM, 1, await run_of(failing))

    assert isinstance(told, Failed)
    assert (told.code, told.message, told.retryable) == (code, message, retryable)
    assert told.retry_after_sec == getattr(error, "delay_sec", None)


@pytest.mark.parametrize(("told", "code"), [([], "no_outcome"), ([outcome(), progress(100)], "told_after_outcome")])
async def test_a_story_has_one_end(told: list[Any], code: str) -> None:
    """No outcome, or something after it, is a bug of the agent that no second attempt mends."""

    async def badly_told(_work: Work) -> AsyncGenerator[Told, None]:
        for one in told:
            yield one

    ended = await run_of(badly_told)

    assert ended.failure is not None
    assert (ended.failure.code, ended.failure.retryable) == (code, False)


def test_a_run_that_nobody_saw_end_has_crashed() -> None:
    """Its outcome names the delivery that reports it."""
    told = outcome_of(ITEM, 4, None)

    assert isinstance(told, Crashed)
    assert told.delivery == 4
