"""How a language model's server behaves: well, in ways of its own, and badly."""

import asyncio
import itertools
import json
from collections.abc import Callable
from typing import Any

from tests.support.model_server import Answering, Behaviour, Request


def saying(content: str, *, finish: str = "stop", counts: bool = True) -> Behaviour:
    """Say the same to everybody, in four pieces."""
    return answering(lambda _request: content, finish=finish, counts=counts)


def answering(say: Callable[[Request], str], *, finish: str = "stop", counts: bool = True) -> Behaviour:
    """Say what follows from the request, in four pieces, and count at the end."""

    async def behave(request: Request, answer: Answering) -> None:
        content = say(request)
        await answer.begin()
        size = -(-len(content) // 4) or 1
        for start in range(0, len(content), size):
            await answer.delta(content[start : start + size])
        await answer.delta(None, finish)
        if counts:
            await answer.usage()
        else:
            await answer.write("data: [DONE]\n\n")

    return behave


def honest(request: Request) -> str:
    """Answer as a good model does: the suggestion in slightly other words, all facts cited; no terms."""
    user = request.user
    if request.wants_terms:
        return json.dumps({"terms": []})
    suggestion = user["suggestion"]
    shorter = suggestion.replace(" the ", " ", 1)
    return wording(shorter if shorter != suggestion else suggestion.replace(" and ", " & ", 1), user)


def wording(after: str, user: dict[str, Any]) -> str:
    """Give an answer that cites all facts."""
    return json.dumps({"after": after, "facts": [fact["n"] for fact in user["facts"]]}, ensure_ascii=False)


def adding(more: str) -> Behaviour:
    """Add to each suggestion what its facts do not say."""
    return answering(
        lambda request: (
            json.dumps({"terms": []})
            if request.wants_terms
            else wording(f"{request.user['suggestion'].rstrip('.')} {more}", request.user)
        )
    )


def refusing(status: int, **headers: str) -> Behaviour:
    """Refuse everybody with a status."""

    async def behave(_request: Request, answer: Answering) -> None:
        body = json.dumps({"error": {"message": "refused, and here is your prompt again", "type": "x", "code": None}})
        await answer.status(status, body, {name.replace("_", "-"): value for name, value in headers.items()})

    return behave


def without(*fields: str, behave: Behaviour, status: int = 400) -> Behaviour:
    """Refuse requests that have one of some fields, as servers that do not know them do."""

    async def strict(request: Request, answer: Answering) -> None:
        for name in fields:
            if name in request.body:
                message = json.dumps({"error": {"message": f"Unknown parameter: '{name}'", "type": "invalid_request"}})
                await answer.status(status, message)
                return
        await behave(request, answer)

    return strict


def first_then(*firsts: Behaviour, then: Behaviour) -> Behaviour:
    """Behave in some ways for the first requests, one each, and well from then on."""
    left = iter(firsts)

    async def behave(request: Request, answer: Answering) -> None:
        await next(left, then)(request, answer)

    return behave


async def stalling(_request: Request, answer: Answering) -> None:
    """Begin an answer and never go on."""
    await answer.begin()
    await answer.delta('{"after": "')
    await asyncio.Event().wait()


async def endless(_request: Request, answer: Answering) -> None:
    """Never come to an end."""
    await answer.begin()
    await answer.delta('{"after": "')
    for _ in itertools.count():
        await answer.delta("word " * 20)


async def breaking_off(_request: Request, answer: Answering) -> None:
    """Break the connection off in the middle of an answer."""
    await answer.begin()
    await answer.delta('{"after": "Maintained')
    answer.reset()


async def not_a_stream(_request: Request, answer: Answering) -> None:
    """Answer whole, though a stream was asked for."""
    await answer.status(200, json.dumps({"choices": [{"message": {"content": "{}"}}]}))


async def no_choice(_request: Request, answer: Answering) -> None:
    """Send chunks without a choice."""
    await answer.begin()
    await answer.chunk({"choices": []})
    await answer.usage()


async def rubbish(_request: Request, answer: Answering) -> None:
    """Send events that hold no JSON."""
    await answer.begin()
    await answer.write("data: {this is no JSON\n\n")


async def odd_types(_request: Request, answer: Answering) -> None:
    """Send chunks whose fields have other types than they should."""
    await answer.begin()
    await answer.chunk({"choices": "many", "usage": [1, 2]})
    await answer.chunk({"choices": [{"delta": {"content": 7}, "finish_reason": 3}], "usage": {"prompt_tokens": "x"}})
    await answer.write("data: [DONE]\n\n")


async def failing_inside(_request: Request, answer: Answering) -> None:
    """Tell of an error inside of the stream."""
    await answer.begin()
    await answer.chunk({"error": {"message": "overloaded", "code": 503}})
