"""The engine that asks a language model. One call for a line, one more where it may help, then there is no answer."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Final, TypeVar

from typing_extensions import override

from agents.llm.answers import BadAnswerError, Terms, Wording, one_line, read_answer, some_terms
from agents.llm.client import Client
from agents.llm.engine import Candidates, Engine, Heard, NoAnswer, Phrased, Phrasing, Search, Task
from agents.llm.errors import CallFailedError
from agents.llm.ledger import Ledger
from agents.llm.prompts import Prompt, phrasing, search
from agents.llm.reply import Reply
from agents.sdk.llm_settings import LlmSettings
from agents.tailoring.rules.fit import speaks_to_a_model

_CALLS: Final = 2
"""Requests for one line at most: the first, and one retry."""
T = TypeVar("T")


class ModelEngine(Engine):
    """Asks the model that the settings name."""

    def __init__(self, settings: LlmSettings) -> None:
        self._name = f"model:{settings.model}"
        self._most_tokens = settings.answer_tokens
        self._client = Client(settings)

    @property
    @override
    def name(self) -> str:
        return self._name

    @override
    async def phrase(self, task: Task, ledger: Ledger) -> Phrasing:
        if any(map(speaks_to_a_model, (*task.asked, task.now, *(fact.value for fact in task.facts)))):
            yield NoAnswer("instructions")
            return
        async with aclosing(self._asked(phrasing(task, self._most_tokens), Wording, ledger)) as heard:
            async for one in heard:
                yield _cited(one, task) if isinstance(one, Wording) else one

    @override
    async def look(self, posting: str, known: Sequence[str], ledger: Ledger) -> Search:
        if speaks_to_a_model(posting):
            yield NoAnswer("instructions")
            return
        async with aclosing(self._asked(search(posting, known, self._most_tokens), Terms, ledger)) as heard:
            async for one in heard:
                yield Candidates(some_terms(one.terms)) if isinstance(one, Terms) else one

    async def _asked(self, prompt: Prompt, kind: type[T], ledger: Ledger) -> AsyncGenerator[Heard | T | NoAnswer, None]:
        """Ask until there is an answer, or no sense in asking; the account is kept whatever happens."""
        for left in reversed(range(_CALLS)):
            if not ledger.allows(prompt.tokens, prompt.most_tokens):
                yield NoAnswer(ledger.closed or "budget")
                return
            reply = Reply(prompt_tokens=prompt.tokens)
            try:
                async with aclosing(self._client.ask(prompt, reply, ledger.deadline())) as more:
                    async for _ in more:
                        yield Heard(len(reply.text))
                answer = read_answer(reply.text, kind)
            except CallFailedError as error:
                failed = error
            except BadAnswerError:
                failed = CallFailedError("malformed", pause_sec=0.0)
            else:
                ledger.answered()
                yield answer
                return
            finally:
                ledger.book(*reply.spent(), requests=reply.requests)
            if not left or not failed.repeatable or failed.pause_sec > ledger.seconds_left():
                ledger.in_vain(failed.reason, for_good=failed.for_good)
                yield NoAnswer(failed.reason)
                return
            await asyncio.sleep(failed.pause_sec)


def _cited(wording: Wording, task: Task) -> Phrased | NoAnswer:
    """Give what was said with the facts that it cites: none, or one that there is not, and it says nothing."""
    numbers = list(dict.fromkeys(wording.facts))
    if not numbers or not all(1 <= number <= len(task.facts) for number in numbers):
        return NoAnswer("citation")
    text = one_line(wording.after)
    if not text:
        return NoAnswer("empty")
    return Phrased(text, tuple(task.facts[number - 1] for number in numbers))
