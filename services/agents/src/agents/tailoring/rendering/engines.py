"""The part of the report that says what a language model was asked, what it cost, and why its words were put aside."""

from collections.abc import Iterable, Iterator

from contracts.documents import JobDoc, OptimisedDoc, Patch, Usage


def engines(job: JobDoc, doc: OptimisedDoc) -> str | None:
    """Write the part; None where no model was asked."""
    usages = [usage for usage in (job.usage, doc.usage) if usage is not None]
    if not usages:
        return None
    return "\n".join([_spent(usages), *_found(job), *_taken(doc.patches), *_declined(doc.patches)])


def usage_of(job: JobDoc, doc: OptimisedDoc) -> dict[str, Usage]:
    """Give what each step's calls cost, by step; empty where no model was asked."""
    by_step = {"analyzing": job.usage, "writing": doc.usage}
    return {step: usage for step, usage in by_step.items() if usage is not None}


def _spent(usages: list[Usage]) -> str:
    calls, cost = sum(usage.calls for usage in usages), sum(usage.cost for usage in usages)
    tokens = sum(usage.prompt_tokens + usage.completion_tokens for usage in usages)
    priced = f", cost {cost:.4f}" if cost else ""
    return f"Asked: {usages[0].engine}. Calls {calls}, tokens {tokens}{priced}."


def _found(job: JobDoc) -> Iterator[str]:
    found = [one for one in job.requirements if one.engine != "rules"]
    if found:
        yield f"- Found in the posting beside the rules: {', '.join(one.id for one in found)}"


def _taken(patches: Iterable[Patch]) -> Iterator[str]:
    taken = [patch.id for patch in patches if patch.otherwise is not None]
    if taken:
        yield f"- In its words: {', '.join(taken)}"


def _declined(patches: Iterable[Patch]) -> Iterator[str]:
    for patch in patches:
        if patch.declined is not None:
            yield f"- In the rules' words: {patch.id}, since: {patch.declined.reason}"
