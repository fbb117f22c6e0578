"""Asking an engine for all that a step wants of it, and telling meanwhile that it is heard."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import aclosing
from typing import Final, Generic, TypeVar

from agents.llm.engine import RULES, Candidates, Engine, Heard, NoAnswer, Phrased, Task
from agents.llm.ledger import Ledger, share
from agents.llm.make import engine_for
from agents.sdk import Progress, Work, metric, progress
from agents.sdk.llm_settings import LlmSettings
from agents.tailoring.applying.wording import Wording
from contracts.documents import JobDoc, Patch, Usage
from contracts.events import MetricUpdate

_EVERY_SEC: Final = 0.5
"""A sign of life at most so often: each is an event that is stored."""
T = TypeVar("T")


class Answers(Generic[T]):
    """Where answers are collected while a generator tells of its progress."""

    def __init__(self, nothing: T) -> None:
        self.got = nothing


class Asking:
    """An engine with the settings that bound it: what an agent is made with. Without settings it is the rules'."""

    def __init__(self, settings: LlmSettings | None = None, engine: Engine | None = None) -> None:
        """Make it; the engine is the one that the settings ask for, unless given.

        Raises:
            ConfigurationError: The settings name half a model.
        """
        self._settings = settings or LlmSettings()
        self._engine = engine or engine_for(self._settings)

    def open(self, work: Work) -> "Asked":
        """Open the account of one run."""
        part = share(work.step, work.attempt, work.delivery)
        return Asked(self._engine, Ledger(self._settings, part, deadline_sec=work.deadline_sec))


class Asked:
    """One run's dealings with an engine."""

    def __init__(self, engine: Engine, ledger: Ledger) -> None:
        self.engine = engine
        self.ledger = ledger
        self._last_sign = 0.0

    def usage(self, patches: Iterable[Patch] = ()) -> Usage | None:
        """Give what it cost, and count the patches whose wording was not taken; None where no model is asked."""
        if self.engine.name == RULES:
            return None
        for patch in patches:
            if patch.declined is not None:
                self.ledger.decline(patch.declined.reason)
        return self.ledger.usage(self.engine.name)

    def shows_life(self) -> bool:
        """Tell whether it is time for another sign of life."""
        now = asyncio.get_running_loop().time()
        due = now - self._last_sign >= _EVERY_SEC
        self._last_sign = now if due else self._last_sign
        return due


async def ask_for_wordings(
    asked: Asked, tasks: Sequence[Task], answers: Answers[list[Wording]], *, span: tuple[int, int]
) -> AsyncGenerator[Progress, None]:
    """Ask for a wording of each line, one after the other, and collect them in `answers`.

    Args:
        asked: Whom to ask, at whose cost.
        tasks: The lines, most important first: what time or budget does not reach keeps the rules' words.
        answers: Where the wordings go; one that did not come says why.
        span: The percentages of the step that this is.

    Yields:
        Progress: While answers arrive. It counts lines and characters, and holds no word of them.
    """
    low, high = span
    for number, task in enumerate(tasks):
        pct = low + (high - low) * number // len(tasks)
        async with aclosing(asked.engine.phrase(task, asked.ledger)) as heard:
            async for one in heard:
                match one:
                    case Heard(characters=count) if asked.shows_life():
                        yield progress(pct, f"the model phrases line {number + 1} of {len(tasks)}: {count} characters")
                    case Phrased(text=text, facts=facts):
                        cited = tuple(fact.id for fact in facts)
                        answers.got.append(Wording(task.patch_id, asked.engine.name, text, cited))
                    case NoAnswer(reason=reason):
                        answers.got.append(Wording(task.patch_id, asked.engine.name, why_not=reason))
                    case _:
                        pass  # heard too soon after the last sign


async def ask_for_candidates(
    asked: Asked, posting: str, job: JobDoc, answers: Answers[tuple[str, ...]], *, pct: int
) -> AsyncGenerator[Progress, None]:
    """Ask what a posting asks for beside what the rules found, and collect the terms in `answers`, unchecked."""
    known = list(dict.fromkeys(term for one in job.requirements for term in (*one.terms, *one.any_of)))
    async with aclosing(asked.engine.look(posting, known, asked.ledger)) as heard:
        async for one in heard:
            match one:
                case Heard(characters=count) if asked.shows_life():
                    yield progress(pct, f"the model reads the posting: {count} characters")
                case Candidates(terms=terms):
                    answers.got = terms
                case NoAnswer(reason=reason):
                    asked.ledger.decline(reason)
                case _:
                    pass  # heard too soon after the last sign


def spent(*usages: Usage | None) -> Iterator[MetricUpdate]:
    """Tell what a job's steps have spent on a model so far; nothing where none is asked."""
    known = [usage for usage in usages if usage is not None]
    if not known:
        return
    yield metric("llm_calls", sum(one.calls for one in known), unit="count")
    yield metric("llm_tokens", sum(one.prompt_tokens + one.completion_tokens for one in known), unit="tokens")
    yield metric("llm_cost", round(sum(one.cost for one in known), 6), unit="currency")
    yield metric("llm_fallbacks", sum(one.fallbacks for one in known), unit="count")
    yield metric("llm_refused", sum(_refused(one) for one in known), unit="count")


def _refused(usage: Usage) -> int:
    """Count what guard and gates refused, apart from what did not come."""
    return sum(count for reason, count in usage.declined.items() if reason.startswith("gate"))
