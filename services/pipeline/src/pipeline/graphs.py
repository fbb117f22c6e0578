"""Every graph that a job was ever started with: a running job keeps the one that it names."""

from typing import Final

from contracts.control import DEFAULT_GRAPH
from pipeline.graph import Graph, RetryPolicy, Step

_QUICK: Final = RetryPolicy(attempts=3, attempt_deadline_sec=60.0, step_deadline_sec=600.0)
_FETCHING: Final = RetryPolicy(attempts=4, attempt_deadline_sec=45.0, step_deadline_sec=600.0)
"""`ingesting` may ask a foreign server for the posting."""
_WRITING: Final = RetryPolicy(
    attempts=3, attempt_deadline_sec=180.0, step_deadline_sec=900.0, backoff_base_sec=2.0, backoff_cap_sec=60.0
)
"""`writing` may ask a language model, and such have rate limits."""

_TAILORING: Final = Graph(
    name=DEFAULT_GRAPH,
    steps=(
        Step(name="ingesting", reads=("resume_upload", "job_upload", "job_url", "profile_upload"), policy=_FETCHING),
        Step(name="analyzing", after=("ingesting",), policy=_QUICK),
        Step(name="profiling", after=("ingesting",), policy=_QUICK),
        Step(name="planning", after=("analyzing", "profiling"), reads=("answers",), policy=_QUICK),
        Step(name="writing", after=("planning",), reads=("choices",), policy=_WRITING),
        Step(name="validating", after=("writing",), policy=_QUICK),
        Step(name="polishing", after=("validating",), policy=_QUICK),
    ),
    artifacts={
        "source": "resume_source",
        "posting": "posting_source",
        "requirements": "posting",
        "profile": "profile",
        "match": "match",
        "patches": "plan",
        "questions": "questions",
        "answers": "answers",
        "answers_source": "user_source",
        "choices": "choices",
        "resume.md": "resume.md",
        "resume.txt": "resume.txt",
        "resume.docx": "resume.docx",
        "resume.pdf": "resume.pdf",
        "report.json": "report.json",
        "report.md": "report.md",
        "validation": "validation",
        "result": "result",
    },
)

_NOOP: Final = Graph(
    name="noop-6",
    steps=tuple(Step(name=f"noop-{n}", after=(f"noop-{n - 1}",) if n > 1 else ()) for n in range(1, 7)),
)
"""Six steps in a chain that do nothing: what the machinery itself costs."""

GRAPHS: Final = {graph.name: graph for graph in (_TAILORING, _NOOP)}
