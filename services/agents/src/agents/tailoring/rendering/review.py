"""The finished texts with what was done, in six points at most."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Final

from agents.tailoring.answers import is_from_answers
from agents.tailoring.rendering.markdown import markdown
from agents.tailoring.rendering.plain import plain_text
from agents.tailoring.rules.structure import WORDS_A_PAGE
from contracts.documents import JobDoc, OptimisedDoc, Patch, Review

_MOST_POINTS: Final = 6
_DONE: Final[Mapping[str, str]] = {
    "reorder_sections": "Put the sections in the order that the posting asks for",
    "reorder_entries": "Put the entries that serve the posting first in {n} section(s)",
    "reorder_bullets": "Put the bullets that serve the posting first in {n} role(s)",
    "reorder_skills": "Put the skills that the posting names first in {n} list(s)",
    "rename_heading": "Gave {n} section(s) a standard heading",
    "surface_variant": "Named {n} thing(s) as the posting names them, beside your own name for them",
    "expand_acronym": "Wrote out {n} abbreviation(s) that the posting writes out",
    "list_evidenced_skill": "Listed {n} skill(s) that your bullets prove",
    "list answered": "Listed {n} skill(s) or certificate(s) that your answers name",
    "compose_summary": "Composed a summary of facts that stand in your résumé",
    "weak_opening": "Started {n} bullet(s) with what you did instead of “Responsible for”",
    "verb_swap": "Used the posting's verb in {n} bullet(s)",
    "split_long_bullet": "Cut {n} long bullet(s) in two",
    "trim_filler": "Took filler words out of {n} bullet(s)",
    "normalise_date": "Wrote {n} period(s) in one form",
    "drop_duplicate_bullet": "Left out {n} bullet(s) said twice, and listed them",
    "polish_spelling": "Corrected {n} misspelt word(s)",
    "polish_tense": "Put {n} bullet(s) into the tense of their role",
    "polish_punctuation": "Evened out the punctuation of {n} line(s)",
}


def review(doc: OptimisedDoc, job: JobDoc, pages: int | None = None) -> Review:
    """Write the review of a finished result. `pages`: how many its PDF has, estimated where it has none."""
    text = plain_text(doc)
    words = len(re.findall(r"\w+(?:['’.-]\w+)*", text))
    return Review(
        filename=_filename(doc, job),
        plain_text=text,
        markdown=markdown(doc),
        summary_points=summary_points(doc.patches),
        pages=pages or max(1, -(-words // WORDS_A_PAGE)),
        words=words,
    )


def summary_points(patches: list[Patch]) -> list[str]:
    """Say what was done, most frequent first, six points at most; empty if nothing was."""
    counts = Counter(_deed(patch) for patch in patches if patch.status == "applied")
    ranked = sorted(counts, key=lambda deed: (-counts[deed], list(_DONE).index(deed)))
    return [_counted(_DONE[deed], counts[deed]) for deed in ranked[:_MOST_POINTS]]


def _deed(patch: Patch) -> str:
    """Name what was done: what an answer brought is proven by no bullet."""
    return "list answered" if is_from_answers(patch) else patch.op


def _counted(sentence: str, number: int) -> str:
    return re.sub(r"\(s\)", "" if number == 1 else "s", sentence.replace("{n}", str(number))) + "."


def _filename(doc: OptimisedDoc, job: JobDoc) -> str:
    """Make a file's stem of the candidate's name and the posting's title: letters, digits and hyphens."""
    parts = [doc.contact.name or doc.contact.headline or "resume", job.title or ""]
    plain = unicodedata.normalize("NFKC", " ".join(parts)).lower()
    stem = re.sub(r"[^\w]+", "-", plain).strip("-_")
    return stem[:80].strip("-") or "resume"
