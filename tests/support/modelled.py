"""Jobs that a language model takes part in: the texts, and the two steps that ask it."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from agents.analyzing.agent import AnalyzingAgent
from agents.llm import Asking
from agents.sdk import Agent, Progress, Told
from agents.sdk.llm_settings import LlmSettings
from agents.sdk.testing import given, handed_over
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.materials import Materials
from agents.writing.agent import WritingAgent
from contracts.documents import JobDoc, OptimisedDoc, Plan
from contracts.events import DiffChunk, Insight, MetricUpdate
from tests.support.tailored import RESUME, TODAY, materials, planned

POSTING: Final = """\
Operations Analyst

Requirements
- Maintain capacity reports and dashboards in JavaScript and SQL
- Experience with warehouse systems and Excel
- Five years in a dispatch control tower
"""


def made() -> Materials:
    """Read the texts: two lines of this résumé are reworded for this posting."""
    return materials(RESUME, POSTING)


def plan_of(texts: Materials) -> Plan:
    """Plan once for all tests of the same texts."""
    return _plan(texts.resume_source.text, texts.posting_source.text)


@cache
def _plan(resume: str, posting: str) -> Plan:
    return planned(materials(resume, posting))[1]


async def written(settings: LlmSettings, *, attempt: int = 1, texts: Materials | None = None) -> list[Told]:
    """Let `writing` do its step, and give all that it told."""
    return await _story(WritingAgent(Lexicon.load(), Asking(settings)), "writing", attempt, texts or made())


async def analyzed(settings: LlmSettings, *, attempt: int = 1, texts: Materials | None = None) -> list[Told]:
    """Let `analyzing` do its step, and give all that it told."""
    return await _story(AnalyzingAgent(Lexicon.load(), Asking(settings)), "analyzing", attempt, texts or made())


async def _story(agent: Agent, step: str, attempt: int, texts: Materials) -> list[Told]:
    work = given(
        resume_source=texts.resume_source,
        posting_source=texts.posting_source,
        profile=texts.resume,
        posting=texts.job,
        plan=plan_of(texts),
        step=step,
        attempt=attempt,
        started_at=TODAY,
    )
    return [told async for told in agent.handle(work)]


def draft_of(told: list[Told]) -> OptimisedDoc:
    """Give the draft that was handed over."""
    return handed_over(told, "draft", OptimisedDoc)


def posting_of(told: list[Told]) -> JobDoc:
    """Give the posting that was handed over."""
    return handed_over(told, "posting", JobDoc)


def lines_of(doc: OptimisedDoc) -> list[str]:
    """List the lines of a draft."""
    return [
        line.text
        for section in doc.sections
        for line in (*section.lines, *(line for entry in section.entries for line in entry.lines))
    ]


def metrics_of(told: Iterable[Told]) -> dict[str, float]:
    """Give the numbers that were told."""
    return {one.key: one.value for one in told if isinstance(one, MetricUpdate)}


def sentences_of(told: Iterable[Told]) -> list[str]:
    """List the sentences that events carry."""
    found: list[str | None] = []
    for one in told:
        match one:
            case Progress(milestone=text) | Insight(message=text) | DiffChunk(summary=text):
                found.append(text)
            case _:
                pass
    return [text for text in found if text]
