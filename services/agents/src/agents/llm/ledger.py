"""What one run of a step may spend on a model, and what it has spent: tokens, money, time, patience.

An agent keeps no state, so a run does not know what earlier runs of its job spent: a crash takes that knowledge along.
Each run therefore gets a share that is a function of its name alone, and the shares of all runs that a job can ever
have add up to the job's budget: retries, redeliveries and revisions together never cost more than was set.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from agents.sdk.llm_settings import LlmSettings
from contracts.documents import Usage

_STEPS: Final[Mapping[str, float]] = MappingProxyType({"analyzing": 0.2, "writing": 0.8})
_OF_ATTEMPT: Final = 0.5
"""An attempt may spend this share of what the attempts before it left."""
_OF_DELIVERY: Final = 0.75
"""A delivery may spend this share of what the deliveries of its attempt before it left."""
_MILLION: Final = 1_000_000
_MOST_IN_VAIN: Final = 2
"""So many calls in a row without an answer, and the model is asked no more in this run."""
_OF_DEADLINE: Final = 0.5
"""The model's share of the time of an attempt: the rules have to finish behind it."""


def share(step: str, attempt: int, delivery: int) -> float:
    """Give the part of a job's budget that one run may spend, 0 to 1: all runs of all steps add up to 1 at most."""
    left_by_attempts: float = (1 - _OF_ATTEMPT) ** (attempt - 1)
    left_by_deliveries: float = (1 - _OF_DELIVERY) ** (delivery - 1)
    return _STEPS.get(step, 0.0) * left_by_attempts * _OF_ATTEMPT * left_by_deliveries * _OF_DELIVERY


class Ledger:
    """The account of one run. Before a call it is asked, behind it told; once closed it stays closed."""

    def __init__(self, settings: LlmSettings, part: float, *, deadline_sec: float) -> None:
        """Open an account.

        Args:
            settings: Of the model.
            part: The share of the job's budget, 0 to 1.
            deadline_sec: How long the run itself may take: the model gets half of it at most.
        """
        self._settings = settings
        self._tokens = int(settings.job_tokens * part)
        self._cost = settings.job_cost * part
        self._until = asyncio.get_running_loop().time() + min(settings.step_sec, deadline_sec * _OF_DEADLINE)
        self._calls = self._prompt = self._completion = 0
        self._in_vain = 0
        self._declined: Counter[str] = Counter()
        self.closed: str | None = None
        """Why the model is asked no more in this run: `budget`, `time`, or what made asking again pointless."""

    @property
    def calls(self) -> int:
        """How many requests were sent."""
        return self._calls

    @property
    def tokens(self) -> int:
        """How many tokens were spent, in and out."""
        return self._prompt + self._completion

    def deadline(self) -> float:
        """Give the moment (of the loop's clock) at which a call that begins now has to be over."""
        return min(asyncio.get_running_loop().time() + self._settings.timeout_sec, self._until)

    def seconds_left(self) -> float:
        """Give the time that is left for all calls."""
        return self._until - asyncio.get_running_loop().time()

    def allows(self, prompt_tokens: int, answer_tokens: int) -> bool:
        """Tell whether a call may be made that takes so many tokens at most; else close."""
        if self.closed is None and self.seconds_left() <= 0:
            self.closed = "time"
        if self.closed is None:
            prompt, completion = self._prompt + prompt_tokens, self._completion + answer_tokens
            if prompt + completion > self._tokens or self._price(prompt, completion) > self._cost:
                self.closed = "budget"
        return self.closed is None

    def book(self, prompt_tokens: int, completion_tokens: int, *, requests: int = 1) -> None:
        """Book a call and the requests that it took, whether it brought an answer or not."""
        self._calls += requests
        self._prompt += prompt_tokens
        self._completion += completion_tokens

    def answered(self) -> None:
        """Note that the model answers."""
        self._in_vain = 0

    def in_vain(self, reason: str, *, for_good: bool) -> None:
        """Note that a task got no answer: after some in a row, or one that no repetition will mend, it is given up."""
        self._in_vain += 1
        if for_good or self._in_vain >= _MOST_IN_VAIN:
            self.closed = self.closed or reason

    def decline(self, reason: str) -> None:
        """Note that the rules' own words stand, and why."""
        self._declined[reason] += 1

    def usage(self, engine: str) -> Usage:
        """Give the account as it is recorded."""
        return Usage(
            engine=engine,
            calls=self._calls,
            prompt_tokens=self._prompt,
            completion_tokens=self._completion,
            cost=round(self._price(self._prompt, self._completion), 6),
            fallbacks=self._declined.total(),
            declined=dict(sorted(self._declined.items())),
        )

    def _price(self, prompt: int, completion: int) -> float:
        return (prompt * self._settings.price_in + completion * self._settings.price_out) / _MILLION
