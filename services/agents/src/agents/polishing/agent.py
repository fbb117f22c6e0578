"""Gives the draft its last hand, and writes the texts that people take away."""

from collections.abc import AsyncGenerator, Iterator

from typing_extensions import override

from agents.lexical import LexicalAgent
from agents.materials import read_materials
from agents.polishing.finishing import Published, finish, publish
from agents.sdk import Told, Work, diff, insight, metric, outcome, progress, validation
from agents.tailoring.rendering import report_json, report_markdown, review
from agents.tailoring.rendering.review import summary_points
from contracts.documents import MatchReport, OptimisedDoc, Plan
from eventlog import PermanentError


class PolishingAgent(LexicalAgent):
    """Edits form only; where that fails, what `writing` made is still there."""

    step = "polishing"

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
        published = await work.compute(publish, finished.doc, materials, self._lexicon)
        final = review(finished.doc, materials.job, published.files.pages)
        yield progress(70, f"{final.words} words set on {final.pages} page{'s' if final.pages != 1 else ''}")
        for told in _judged(published):
            yield told
        yield metric("pages", final.pages, unit="count")
        yield metric("words", final.words, unit="count")
        for point in summary_points(list(finished.edits)):
            yield insight("polish", "low", point, ref=ref)
        parts = (materials.job, await work.read("match", MatchReport), await work.read("plan", Plan))
        made = finished.doc, published.validation
        yield progress(
            90, f"report written: {len(finished.doc.patches)} changes, {len(published.validation.rules)} verdicts"
        )
        yield outcome(
            {
                "resume.md": final.markdown,
                "resume.txt": final.plain_text,
                "resume.docx": published.files.docx,
                "resume.pdf": published.files.pdf,
                "report.json": report_json(*parts, *made),
                "report.md": report_markdown(*parts, *made),
            },
            review=final,
            result=finished.doc,
            validation=published.validation,
        )


def _judged(published: Published) -> Iterator[Told]:
    """Tell what is known only now that there are files: how they read back, and the scores with that."""
    result = published.validation
    for rule in published.verdicts:
        yield validation(rule.rule_id, rule.severity, rule.phase, rule.status, rule.message, section=rule.section)
    yield metric("round_trip_ok", float(published.reads_back), unit="flag")
    if not published.reads_back:
        yield insight("warning", "high", "A file does not read back as it was meant: look at it before you send it.")
    if published.files.boxed:
        yield insight("warning", "high", f"Boxes stand in the PDF for {len(published.files.boxed)} kinds of letters.")
    yield metric("ats_optimization", result.dimensions["ats_optimization"].value, unit="points")
    yield metric("overall_score", result.overall, unit="points")
    yield metric("readiness", result.readiness, unit="points")
    yield progress(80, f"DOCX and PDF read back: {'as meant' if published.reads_back else 'not as meant'}")
