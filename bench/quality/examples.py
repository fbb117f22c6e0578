"""`python -m bench.quality.examples`: writes three finished jobs into docs/tailoring.md, from start to end.

The texts are the samples that the page offers: nobody in them exists. `./justw generate` runs this.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

from agents.tailoring.applying import apply
from agents.tailoring.guard import check_document
from agents.tailoring.matching import match
from agents.tailoring.planning import plan
from agents.tailoring.polish import polish
from agents.tailoring.validation import validate
from agents.tailoring.weights import MATCH_SCORE
from contracts.documents import MatchReport, OptimisedDoc, Patch, Plan, Requirement, Validation
from tests.support.mutations import MUTATIONS
from tests.support.tailored import lexicon, reader, sample

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "tailoring.md"
MARK: Final = "<!-- made by `./justw generate` from here on -->\n"
_JOBS: Final = (
    ("nurse", "nurse", "A nurse, for a posting of her trade"),
    ("backend-engineer", "backend-engineer", "A backend engineer, for a posting of his trade"),
    ("electrician", "backend-engineer", "An electrician, for the backend engineer's posting"),
)
_LIES: Final = (
    "insert_number", "alter_number", "number_of_another_entry", "add_skill", "new_employer", "new_title",
    "stronger_verb", "drop_negation", "move_bullet",
)  # fmt: skip
_STATUS: Final = {"met": "met", "partial": "partly", "missing": "missing", "unknown": "not judged"}


def made() -> str:
    """Write the part of the document that is made: the same on every machine."""
    return "\n".join(line for job in _JOBS for line in _job(*job))


def _job(resume: str, posting: str, heading: str) -> Iterator[str]:
    materials = sample(resume, posting)
    report = match(materials.resume, materials.job, lexicon(), materials.today)
    planned = plan(materials, report, lexicon())
    doc = polish(apply(materials, planned, lexicon()), materials, lexicon()).doc
    validation = validate(doc, materials, lexicon())
    by_id = {one.id: one for one in materials.job.requirements}
    yield f"## {heading}\n"
    yield f"`web/public/samples/{resume}/resume.txt` for `web/public/samples/{posting}/posting.txt`.\n"
    yield from _requirements(report, by_id)
    yield from _score(validation)
    yield from _changes(doc, by_id)
    yield from _gaps(report, planned, by_id)
    yield from _refused(doc, Random(f"{resume}/{posting}"), resume, posting)


def _requirements(report: MatchReport, by_id: dict[str, Requirement]) -> Iterator[str]:
    yield "### What the posting asks\n"
    yield "| | level | kind | in the posting's words | status | credit | where |"
    yield "|---|---|---|---|---|---:|---|"
    for one in report.requirements:
        asked = by_id[one.requirement_id]
        where = ", ".join(dict.fromkeys(f"{evidence.place} ({evidence.how})" for evidence in one.evidence))
        yield (
            f"| {asked.id} | {asked.level} | {asked.kind} | {_cell(asked.text)} | {_STATUS[one.status]} | "
            f"{one.credit:.2f} | {where or '–'} |"
        )
    yield ""


def _score(validation: Validation) -> Iterator[str]:
    before, after = validation.match_before, validation.match_after
    yield "### The score, with its parts\n"
    yield "| | weight | before | after |"
    yield "|---|---:|---:|---:|"
    for name, weight in MATCH_SCORE.items():
        if name in after.parts:
            yield f"| {name} | {weight:.2f} | {before.parts.get(name, 0.0):.1f} | {after.parts[name]:.1f} |"
        else:
            yield f"| {name} | not known | – | – |"
    yield f"| **match score** | | **{before.value:.1f}** | **{after.value:.1f}** |\n"
    dimensions = ", ".join(f"{name.replace('_', ' ')} {one.value:.0f}" for name, one in validation.dimensions.items())
    yield f"Overall {validation.overall:.0f} ({dimensions}); readiness {validation.readiness:.0f}.\n"


def _changes(doc: OptimisedDoc, by_id: dict[str, Requirement]) -> Iterator[str]:
    yield "### What was changed, and why\n"
    for patch in doc.patches:
        if patch.status == "applied":
            serves = ", ".join(name for name in patch.serves if name in by_id)
            points = f"; {patch.expected_delta:+.2f} points" if patch.expected_delta else ""
            yield f"- **{patch.op}**: {_cell(patch.rationale)}{f' (for {serves}{points})' if serves else ''}"
            yield from _texts(patch)
    yield ""


def _texts(patch: Patch) -> Iterator[str]:
    if patch.op.startswith("reorder_entries"):
        return
    for mark, text in (("−", patch.before), ("+", patch.after)):
        yield from (f"  - `{mark} {line}`" for line in text.split("\n")[:3] if line)


def _gaps(report: MatchReport, planned: Plan, by_id: dict[str, Requirement]) -> Iterator[str]:
    yield "### What is missing stays missing\n"
    for gap in report.gaps:
        asked = by_id[gap]
        names = ", ".join((*asked.terms, *asked.any_of)) or asked.kind
        yield f"- {gap} ({asked.level}): {_cell(names)}"
    if planned.questions:
        yield "\nAsked of the candidate; an answer becomes a fact of theirs:\n"
        yield from (f"- {_cell(question.text)}" for question in planned.questions)
    yield ""


def _refused(doc: OptimisedDoc, rng: Random, resume: str, posting: str) -> Iterator[str]:
    yield "### What was refused, and why\n"
    refused = [patch for patch in doc.patches if patch.status == "rejected"]
    if refused:
        yield from (f"- {patch.op}: {_cell(patch.reject_reason or '')}" for patch in refused)
    else:
        yield "Of the plan nothing: every patch passed its gates."
    yield "\nLies told about this very result, one of each class, and what the guard says of each:\n"
    yield "| lie | the line, or what became of the entry | the guard |"
    yield "|---|---|---|"
    materials = sample(resume, posting)
    for name in _LIES:
        lie = MUTATIONS[name](doc, rng)
        if lie is None:
            continue
        found = check_document(lie, materials.resume, materials.sources, reader(), materials.today)
        said = ", ".join(dict.fromkeys(f"{one.check}: {one.detail}" for one in found if one.check != "conservation"))
        yield f"| {name.replace('_', ' ')} | {_cell(_difference(doc, lie))} | {_cell(said)} |"
    yield ""


def _difference(truth: OptimisedDoc, lie: OptimisedDoc) -> str:
    """Give the first line or header that the lie has and the truth has not."""
    true, told = ([*_said(one)] for one in (truth, lie))
    return next((text for text in told if text not in true), "a bullet under another role")


def _said(doc: OptimisedDoc) -> Iterator[str]:
    for section in doc.sections:
        yield from (line.text for line in section.lines)
        for entry in section.entries:
            yield ", ".join(part for part in (entry.title, entry.org) if part)
            yield from (line.text for line in entry.lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def main() -> None:
    """Write the made part; what stands above the mark is written by hand."""
    by_hand, mark, _ = DOCUMENT.read_text("utf-8").partition(MARK)
    if not mark:
        raise ValueError(f"{DOCUMENT.name} has lost its mark: {MARK.strip()}")
    DOCUMENT.write_text(f"{by_hand}{MARK}\n{made()}", encoding="utf-8")


if __name__ == "__main__":
    main()
