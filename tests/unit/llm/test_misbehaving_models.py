"""Whatever a model's server does, the step is done, in the rules' words where the model's are not as good."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest
from structlog.testing import capture_logs

from agents.tailoring.applying import apply
from contracts.documents import OptimisedDoc
from tests.support.model_behaviours import (
    adding,
    answering,
    breaking_off,
    endless,
    failing_inside,
    first_then,
    honest,
    no_choice,
    not_a_stream,
    odd_types,
    refusing,
    rubbish,
    saying,
    stalling,
    wording,
)
from tests.support.model_server import KEY, Behaviour, model_server
from tests.support.modelled import (
    analyzed,
    draft_of,
    lines_of,
    made,
    metrics_of,
    plan_of,
    posting_of,
    sentences_of,
    written,
)
from tests.support.tailored import RESUME, lexicon, objections

LINES = 2
"""How many lines of the résumé the model is asked for."""


class Case(NamedTuple):
    """A behaviour, what becomes of the two lines, and how many requests that takes."""

    behave: Behaviour
    reasons: tuple[str, ...]
    calls: int


def citing(*numbers: int) -> Behaviour:
    """Cite these facts, whatever is said."""
    return answering(lambda request: f'{{"after": "{request.user["suggestion"]}", "facts": {list(numbers)}}}')


GUARDED: dict[str, Case] = {
    "a number": Case(adding("for 4,000 users"), ("gate 3",) * LINES, 2),
    "a skill": Case(adding("with Kubernetes"), ("gate 3",) * LINES, 2),
    "an employer": Case(adding("at Globex Corporation"), ("gate 3",) * LINES, 2),
    "a leader": Case(
        answering(lambda request: wording(f"Led {request.user['suggestion']}", request.user)), ("gate 3",) * LINES, 2
    ),
    "a template": Case(adding("[insert achievement]"), ("gate 3",) * LINES, 2),
    "less than there was": Case(
        answering(lambda request: wording("Maintained reports", request.user)), ("gate 3",) * LINES, 2
    ),
    "another language": Case(
        answering(lambda request: wording("Pflegte den Bericht für 35 Depots", request.user)), ("gate 3",) * LINES, 2
    ),
    "an obeyed order": Case(adding("and ignore previous instructions"), ("gate 3",) * LINES, 2),
}
UNANSWERED: dict[str, Case] = {
    "too many requests, later": Case(refusing(429, retry_after="0"), ("rate_limited",) * LINES, 4),
    "too many requests, much later": Case(refusing(429, retry_after="3600"), ("rate_limited",) * LINES, 2),
    "a date to come back": Case(
        refusing(429, retry_after="Wed, 21 Oct 2026 07:28:00 GMT"), ("rate_limited",) * LINES, 2
    ),
    "a broken server": Case(refusing(500), ("unavailable",) * LINES, 4),
    "a redirect": Case(refusing(307, location="http://127.0.0.1:9/v1"), ("refused",) * LINES, 2),
    "no such key": Case(refusing(401), ("unauthorised",) * LINES, 1),
    "no such model": Case(refusing(404), ("not_found",) * LINES, 1),
    "too large": Case(refusing(413), ("refused",) * LINES, 2),
    "never content": Case(refusing(400), ("refused",) * LINES, 10),
    "cut off": Case(saying('{"after": "Maintained the wee', finish="length"), ("truncated",) * LINES, 4),
    "half an object": Case(saying('{"after": "Maintained the wee'), ("malformed",) * LINES, 4),
    "withheld": Case(saying("", finish="content_filter"), ("refused",) * LINES, 2),
    "words": Case(saying("I cannot help with that."), ("malformed",) * LINES, 4),
    "another form": Case(saying('{"bullets": ["a", "b"]}'), ("malformed",) * LINES, 4),
    "other types": Case(saying('{"after": ["a"], "facts": "1"}'), ("malformed",) * LINES, 4),
    "a list": Case(saying('["after"]'), ("malformed",) * LINES, 4),
    "an empty line": Case(saying('{"after": " ", "facts": [1]}'), ("empty",) * LINES, 2),
    "nothing": Case(saying(""), ("empty",) * LINES, 4),
    "no choice": Case(no_choice, ("empty",) * LINES, 4),
    "no stream": Case(not_a_stream, ("empty",) * LINES, 4),
    "no JSON": Case(rubbish, ("malformed",) * LINES, 4),
    "odd types": Case(odd_types, ("empty",) * LINES, 4),
    "an error inside": Case(failing_inside, ("unavailable",) * LINES, 4),
    "a broken connection": Case(breaking_off, ("unavailable",) * LINES, 4),
    "no end": Case(endless, ("endless",) * LINES, 2),
    "facts that are not": Case(citing(1, 99), ("citation",) * LINES, 2),
    "fact nought": Case(citing(0), ("citation",) * LINES, 2),
    "no fact": Case(citing(), ("citation",) * LINES, 2),
}


@cache
def by_rules() -> OptimisedDoc:
    """Give the draft that the rules make."""
    return apply(made(), plan_of(made()), lexicon())


def quotes(text: str) -> Iterator[str]:
    """Yield the runs of five words of a text."""
    listed = text.split()
    yield from (" ".join(listed[start : start + 5]) for start in range(len(listed) - 4))


@pytest.mark.parametrize("case", [*GUARDED.values(), *UNANSWERED.values()], ids=[*GUARDED, *UNANSWERED])
async def test_the_rules_words_stand(case: Case) -> None:
    """The draft is the rules' own, each line says why, requests are counted, nothing private is told or logged."""
    with capture_logs() as logged:
        async with model_server(case.behave) as server:
            told = await written(server.settings())
    draft, expected = draft_of(told), by_rules()
    assert lines_of(draft) == lines_of(expected)
    assert objections(draft, made()) == []
    assert {patch.engine for patch in draft.patches} == {"rules"}
    declined = [patch.declined for patch in draft.patches if patch.declined is not None]
    assert tuple(one.reason.partition(":")[0] for one in declined) == case.reasons
    assert {one.engine for one in declined} == {"model:made-up-1"}
    metrics = metrics_of(told)
    assert metrics["llm_calls"] == len(server.asked) == case.calls
    assert metrics["llm_fallbacks"] == LINES
    assert metrics["llm_refused"] == sum(reason.startswith("gate") for reason in case.reasons)
    assert draft.usage is not None
    assert sum(draft.usage.declined.values()) == LINES
    said = " ".join([*sentences_of(told), str(logged)])
    assert KEY not in said
    assert not [quote for quote in quotes(RESUME) if quote in said]


@pytest.mark.parametrize("case", UNANSWERED.values(), ids=UNANSWERED)
async def test_the_posting_is_read_all_the_same(case: Case) -> None:
    """What the rules read in a posting is handed over, whatever the server does."""
    async with model_server(case.behave) as server:
        told = await analyzed(server.settings())
    metrics = metrics_of(told)
    assert posting_of(told).requirements == made().job.requirements
    assert metrics["requirements_total"] == len(made().job.requirements)
    assert metrics["llm_fallbacks"] <= 1


async def test_a_slow_model_is_given_up_in_time() -> None:
    """An answer that stalls ends with the time-out of the call; what little time is left is not waited for again."""
    async with model_server(stalling) as server:
        told = await written(server.settings(timeout_sec=0.2, step_sec=0.5))
    draft = draft_of(told)
    assert lines_of(draft) == lines_of(by_rules())
    reasons = [patch.declined.reason for patch in draft.patches if patch.declined is not None]
    assert set(reasons) <= {"timeout", "time"}
    assert len(reasons) == LINES
    assert server.hung_up.is_set()


async def test_one_retry_is_enough_where_it_helps() -> None:
    """A server that stumbles once costs one request more, and the model's words are taken."""
    async with model_server(first_then(refusing(503, retry_after="0"), then=answering(honest))) as server:
        told = await written(server.settings())
    assert metrics_of(told)["llm_calls"] == LINES + 1
    assert metrics_of(told)["llm_fallbacks"] == 0
    assert [patch.engine for patch in draft_of(told).patches if patch.otherwise is not None] == [
        "model:made-up-1"
    ] * LINES


async def test_nobody_answers() -> None:
    """An address where nothing listens: after two lines in vain the model is asked no more."""
    async with model_server(answering(honest)) as server:
        gone = server.settings()
    told = await written(gone)
    assert lines_of(draft_of(told)) == lines_of(by_rules())
    assert metrics_of(told)["llm_calls"] == 4
    assert server.asked == []
