"""`python -m bench.quality.model`: what a real model proposes for real texts, and what guard and gates make of it.

This is Q17, run by hand against the server that `LLM_BASE_URL` and `LLM_MODEL` name. It prints counts, reasons and
times, and no text.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from agents.analyzing.agent import AnalyzingAgent
from agents.llm import Asking
from agents.sdk import Agent, Document, StepOutcome
from agents.sdk.llm_settings import LlmSettings
from agents.sdk.testing import given
from agents.tailoring.evidence import Reader
from agents.tailoring.guard import Sources, check_document
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.matching import match
from agents.tailoring.materials import Materials
from agents.tailoring.planning import plan
from agents.tailoring.reading import read_resume
from agents.tailoring.text import source_text
from agents.writing.agent import WritingAgent
from contracts.documents import JobDoc, OptimisedDoc
from eventlog import ConfigurationError

_TODAY = date(2026, 11, 22)
_PATIENCE_SEC = 3600.0
"""No step is too late here: `LLM_TIMEOUT` and `LLM_STEP_SEC` say how long the model may take."""
_EXIT_NO_DATA = 2


class Job(NamedTuple):
    """What became of one pair."""

    name: str
    asked: int
    worded: int
    declined: Counter[str]
    candidates: int
    calls: int
    tokens: int
    violations: int
    seconds: float


def main() -> int:
    """Print the table; the exit status is 1 where a result is not clean or a refusal has no reason, 2 without data."""
    parser = argparse.ArgumentParser(prog="python -m bench.quality.model", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"), help="folder of the texts")
    parser.add_argument("--pairs", type=int, default=12, help="how many of its pairs")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    try:
        settings = LlmSettings.from_environment(os.environ)
        named = settings.wanted
        pairs = json.loads((options.data / "pairs.json").read_text("utf-8"))[: options.pairs]
    except (ConfigurationError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return _EXIT_NO_DATA
    if not named:
        print("say which model with LLM_BASE_URL and LLM_MODEL", file=sys.stderr)
        return _EXIT_NO_DATA
    jobs = asyncio.run(_jobs(pairs, options.data, settings, shown=not options.json))
    print(json.dumps([job._asdict() for job in jobs], indent=1) if options.json else "\n".join(_together(jobs)))
    clean = all(job.violations == 0 and job.asked == job.worded + job.declined.total() for job in jobs)
    return 0 if clean else 1


async def _jobs(pairs: list[dict[str, str]], folder: Path, settings: LlmSettings, *, shown: bool) -> list[Job]:
    """Do one pair after the other, and show each as it is done: a model of one's own takes minutes."""
    lexicon, asking = Lexicon.load(), Asking(settings)
    jobs: list[Job] = []
    if shown:
        print(f"{'pair':64} {'asked':>5} {'taken':>5} {'new':>4} {'calls':>5} {'tokens':>7} {'s':>6} {'faults':>6}")
    for pair in pairs:
        jobs.append(await _job(pair, folder, lexicon, asking))
        if shown:
            print(_row(jobs[-1]), flush=True)
    return jobs


async def _job(pair: dict[str, str], folder: Path, lexicon: Lexicon, asking: Asking) -> Job:
    resume_source = source_text("resume", (folder / "resumes" / f"{pair['resume']}.txt").read_text("utf-8"))
    posting_source = source_text("posting", (folder / "jobs" / f"{pair['job']}.txt").read_text("utf-8"))
    resume = read_resume(resume_source, None, lexicon)
    begun = time.monotonic()
    analyzed = await _outcome(AnalyzingAgent(lexicon, asking), "analyzing", {"posting_source": posting_source})
    job = analyzed["posting"]
    assert isinstance(job, JobDoc)
    materials = Materials(
        resume=resume, job=job, resume_source=resume_source, posting_source=posting_source, today=_TODAY
    )
    planned = plan(materials, match(resume, job, lexicon, _TODAY), lexicon)
    written = await _outcome(
        WritingAgent(lexicon, asking),
        "writing",
        {
            "resume_source": resume_source,
            "posting_source": posting_source,
            "profile": resume,
            "posting": job,
            "plan": planned,
        },
    )
    seconds = time.monotonic() - begun
    draft = written["draft"]
    assert isinstance(draft, OptimisedDoc)
    usages = [usage for usage in (job.usage, draft.usage) if usage is not None]
    declined = Counter(_class_of(patch.declined.reason) for patch in draft.patches if patch.declined is not None)
    worded = sum(patch.otherwise is not None for patch in draft.patches)
    broken = check_document(draft, resume, Sources.of(resume_source), Reader(lexicon), _TODAY)
    return Job(
        name=f"{pair['resume']} / {pair['job']}",
        asked=worded + declined.total(),
        worded=worded,
        declined=declined,
        candidates=sum(one.engine != "rules" for one in job.requirements),
        calls=sum(usage.calls for usage in usages),
        tokens=sum(usage.prompt_tokens + usage.completion_tokens for usage in usages),
        violations=len(broken),
        seconds=seconds,
    )


async def _outcome(agent: Agent, step: str, documents: Mapping[str, Document]) -> dict[str, Any]:
    last = [
        told async for told in agent.handle(given(documents, step=step, started_at=_TODAY, deadline_sec=_PATIENCE_SEC))
    ][-1]
    assert isinstance(last, StepOutcome)
    return last.documents


def _class_of(reason: str) -> str:
    return reason.replace("gate 3: the guard found ", "guard: ")


def _row(job: Job) -> str:
    return (
        f"{job.name[:64]:64} {job.asked:5} {job.worded:5} {job.candidates:4} {job.calls:5} {job.tokens:7} "
        f"{job.seconds:6.1f} {job.violations:6}"
    )


def _together(jobs: list[Job]) -> Iterator[str]:
    numbers = ("asked", "worded", "candidates", "calls", "tokens", "violations", "seconds")
    sums = {name: sum(getattr(job, name) for job in jobs) for name in numbers}
    reasons: Counter[str] = sum((job.declined for job in jobs), Counter())
    yield _row(Job(name="together", declined=reasons, **sums))
    yield ""
    yield from (f"{count:4}  {reason}" for reason, count in reasons.most_common())


if __name__ == "__main__":
    sys.exit(main())
