"""Gives the draft its last hand, and writes the texts that people take away."""

from collections.abc import AsyncGenerator
from typing import Self

from typing_extensions import override

from agents.materials import read_materials
from agents.polishing.finishing import finish
from agents.sdk import Agent, Told, Work, diff, insight, metric, outcome, progress
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.rendering import report_json, report_markdown, review
from agents.tailoring.rendering.review import summary_points
from contracts.documents import MatchReport, OptimisedDoc, Plan
from eventlog import PermanentError


class PolishingAgent(Agent):
    """Edits form only; where that fails, what `writing` made is still there."""

    step = "polishing"

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @override
    @classmethod
    def create(cls) -> Self:
        return cls(Lexicon.load())

    @override
    def prepare(self) -> None:
        self._lexicon.is_word("warm")

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        materials = await read_materials(work)
        draft = await work.read("draft", OptimisedDoc)
        finished = await work.compute(finish, draft, materials, self._lexicon)
        if not finished.clean:
            raise PermanentError("the polish would say what the source does not", code="guard_violation")
        yield progress(40, f"{len(finished.edits)} edits of form made, checked once more")
        ref = await work.store("result", finished.doc)
        for edit in finished.edits:
            yield diff(edit.id, "document", edit.op, edit.rationale, ref)
        final = review(finished.doc, materials.job)
        yield metric("pages", final.pages, unit="count")
        yield metric("words", final.words, unit="count")
        yield progress(70, f"{final.words} words set on {final.pages} page{'s' if final.pages != 1 else ''}")
        for point in summary_points(list(finished.edits)):
            yield insight("polish", "low", point, ref=ref)
        parts = (materials.job, await work.read("match", MatchReport), await work.read("plan", Plan))
        made = finished.doc, finished.validation
        yield progress(
            90, f"report written: {len(finished.doc.patches)} changes, {len(finished.validation.rules)} verdicts"
        )
        yield outcome(
            {
                "resume.md": final.markdown,
                "resume.txt": final.plain_text,
                "report.json": report_json(*parts, *made),
                "report.md": report_markdown(*parts, *made),
            },
            review=final,
            result=finished.doc,
        )
