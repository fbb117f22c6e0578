"""Makes the planned changes, each through its gates; what is refused stays listed with the reason."""

from collections.abc import AsyncGenerator
from typing import Final

from msgspec.structs import replace
from typing_extensions import override

from agents.llm import Answers, ask_for_wordings, spent, tasks_of
from agents.materials import read_materials
from agents.phrasing import PhrasingAgent
from agents.sdk import Told, Work, diff, insight, metric, outcome, progress
from agents.tailoring.applying import Wording, apply, unwanted
from agents.tailoring.rendering import markdown
from agents.tailoring.rendering.review import summary_points
from agents.writing.telling import section_of, summary_of, surfaced
from contracts.documents import Choices, Plan

_REWORDING: Final = frozenset(
    {"surface_variant", "weak_opening", "verb_swap", "split_long_bullet", "trim_filler", "expand_acronym"}
)
_MOST_SURFACED: Final = 4
_MOST_POINTS: Final = 3


class WritingAgent(PhrasingAgent):
    """Applies patches in their order; nothing passes that the guard cannot trace to the source."""

    step = "writing"

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        materials = await read_materials(work)
        planned = await work.read("plan", Plan)
        choices = await work.read("choices", Choices) if work.has("choices") else Choices()
        yield progress(10, f"{len(planned.patches)} planned changes taken up")
        asked, words = self._asking.open(work), Answers[list[Wording]]([])
        tasks = tasks_of(materials, planned, choices.rejected)
        async for heard in ask_for_wordings(asked, tasks, words, span=(12, 55)):
            yield heard
        doc = await work.compute(apply, materials, planned, self._lexicon, choices.rejected, wordings=words.got)
        doc = replace(doc, usage=asked.usage(doc.patches))
        applied = [patch for patch in doc.patches if patch.status == "applied"]
        rejected = len(doc.patches) - len(applied)
        yours = sum(patch.reject_reason == unwanted.BY_THE_USER for patch in doc.patches)
        refused = f"{rejected - yours} refused by the gates" + (f", {yours} rejected by you" if yours else "")
        yield progress(60, f"{len(applied)} changes made, {refused}")
        ref = await work.store("draft", doc)
        requirements = {requirement.id: requirement for requirement in materials.job.requirements}
        for patch in applied:
            summary = summary_of(patch, materials.resume, materials.resume_source, requirements)
            yield diff(patch.id, section_of(patch, materials.resume), patch.op, summary, ref)
        named = surfaced(doc, requirements)
        yield metric("patches_applied", len(applied), unit="count")
        yield metric("patches_rejected", rejected, unit="count")
        yield metric("bullets_reworded", sum(patch.op in _REWORDING for patch in applied), unit="count")
        yield metric("keywords_surfaced", len(named), unit="count")
        for number in spent(doc.usage, materials.job.usage):
            yield number
        for name in named[:_MOST_SURFACED]:
            yield insight("keywords", "medium", f"Surfaced: {name}")
        for point in summary_points(applied)[:_MOST_POINTS]:
            yield insight("keywords", "low", point, ref=ref)
        left_out = len(doc.dropped)
        yield progress(90, f"{left_out} lines left out, all listed" if left_out else "every line of the source is kept")
        yield outcome({"resume.md": f"{markdown(doc)}\n<!-- unpolished -->\n"}, draft=doc)
