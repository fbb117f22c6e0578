"""One call to an OpenAI-compatible server: asked in the server's dialect, streamed, counted, and over in time."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Final, cast

import openai
import structlog
from openai.types.chat import ChatCompletionChunk

from agents.llm.answers import runs_on
from agents.llm.dialect import Dialect, is_refusal
from agents.llm.errors import CallFailedError, failure_of
from agents.llm.prompts import Prompt
from agents.llm.reply import Reply
from agents.sdk.llm_settings import LlmSettings

logger = structlog.get_logger(__name__)

_LONGEST_ANSWER: Final = 10
"""Characters for each token that was allowed: who says more does not heed the limit."""
_NO_KEY: Final = "none"


class Client:
    """Speaks to one server. It remembers which fields the server refused, and nothing else.

    The SDK's own repeating and redirecting are off: the first is the engine's, and a redirect would carry a résumé to
    an address that nobody set.
    """

    def __init__(self, settings: LlmSettings) -> None:
        logging.getLogger("openai").setLevel(logging.ERROR)  # its debug lines hold whole requests
        self._model = settings.model
        self._dialect = Dialect()
        self._sdk = openai.AsyncOpenAI(
            base_url=settings.base_url,
            api_key=settings.api_key or _NO_KEY,
            max_retries=0,
            timeout=settings.timeout_sec,
            http_client=openai.DefaultAsyncHttpxClient(follow_redirects=False),
        )
        # What the SDK took from the environment by itself is not what was set.
        self._sdk.organization = self._sdk.project = self._sdk.admin_api_key = None
        # Its overloads want each dialect spelled out. Looked up here, since the first look imports more of the SDK.
        self._create = cast("Any", self._sdk.chat.completions.create)

    async def ask(self, prompt: Prompt, reply: Reply, deadline: float) -> AsyncGenerator[None, None]:
        """Ask, and yield each time that more of the reply has arrived; at the end it is whole.

        Args:
            prompt: What to ask.
            reply: Where the answer is collected, and what it costs: true at any moment, however this ends.
            deadline: When the call has to be over, by the loop's clock.

        Raises:
            CallFailedError: No usable answer came.
        """
        async with aclosing(self._pieces(prompt, reply, deadline)) as pieces:
            async for chunk in pieces:
                if reply.take(chunk):
                    yield
                    if runs_on(reply.text):
                        break  # what was asked for is here; what else comes would cost time and tokens
                if len(reply.text) > prompt.most_tokens * _LONGEST_ANSWER:
                    raise CallFailedError("endless")
        reply.check()

    async def _pieces(self, prompt: Prompt, reply: Reply, deadline: float) -> AsyncGenerator[ChatCompletionChunk, None]:
        """Yield the chunks of an answer. No time-out is open while the caller has the chunk."""
        stream = await self._open(prompt, reply, deadline)
        try:
            pieces = aiter(stream)
            while True:
                try:
                    async with asyncio.timeout_at(deadline):
                        chunk = await anext(pieces)
                except StopAsyncIteration:
                    return
                except (openai.OpenAIError, TimeoutError, json.JSONDecodeError, UnicodeError) as error:
                    raise failure_of(error) from None
                yield chunk
        finally:
            await stream.close()

    async def _open(self, prompt: Prompt, reply: Reply, deadline: float) -> openai.AsyncStream[ChatCompletionChunk]:
        """Send the request, with less and less in it while the server refuses what is in it."""
        dialect: Dialect = self._dialect
        while True:
            reply.requests += 1
            try:
                async with asyncio.timeout_at(deadline):
                    stream = await self._send(prompt, dialect)
            except openai.APIStatusError as error:
                lesser = dialect.lesser(error.message) if is_refusal(error.status_code, error.message) else None
                if lesser is None:
                    reply.was_refused()
                    raise failure_of(error) from None
                dialect = lesser
            except (openai.OpenAIError, TimeoutError) as error:
                raise failure_of(error) from None
            else:
                if dialect != self._dialect:
                    logger.info("llm_dialect", form=dialect.form, counts=dialect.counts, limit=dialect.limit)
                    self._dialect = dialect
                return stream

    async def _send(self, prompt: Prompt, dialect: Dialect) -> openai.AsyncStream[ChatCompletionChunk]:
        fields = dialect.fields(prompt.name, prompt.schema, prompt.most_tokens)
        extra = fields.pop("response_format", None)
        stream: openai.AsyncStream[ChatCompletionChunk] = await self._create(
            model=self._model,
            messages=prompt.messages,
            extra_body={} if extra is None else {"response_format": extra},  # as it is: the SDK knows fewer forms
            **fields,
        )
        return stream
