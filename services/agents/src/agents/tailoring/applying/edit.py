"""What each operation does to a document: the text that it finds, and the document that it leaves."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias, TypeVar

import msgspec

from agents.tailoring.applying.parts import part_spans
from agents.tailoring.applying.places import (
    entry_of,
    line_of,
    period_line,
    replace_entry,
    replace_line,
    replace_section,
    section_of,
)
from agents.tailoring.guard.sources import Sources
from agents.tailoring.language.headings import STANDARD
from contracts.documents import (
    Dropped,
    Fact,
    FactId,
    Line,
    OptimisedDoc,
    Patch,
    PatchOp,
    ResultEntry,
    ResultSection,
    Span,
)

Facts: TypeAlias = Mapping[FactId, Fact]
_T = TypeVar("_T")


class CannotApply(Exception):  # noqa: N818 - the reason why a patch is rejected, not a fault of the program
    """The patch does not fit this document; the document is as it was."""


def current_text(doc: OptimisedDoc, patch: Patch) -> str:
    """Give the text that stands now where the patch wants to change something: what its `before` must equal.

    Raises:
        CannotApply: There is no such place.
    """
    place, _, name = patch.path.partition(":")
    match place:
        case "bullet":
            return _need(line_of(doc, name), patch).text
        case "entry":
            entry = _need(entry_of(doc, name), patch)
            return period_line(entry) if patch.op == "normalise_date" else "\n".join(line.text for line in entry.lines)
        case "section":
            return _section_text(_need(section_of(doc, name), patch), patch)
        case "document":
            return "\n".join(section.heading for section in doc.sections)
        case _:
            # The others are added to; that what is added is not there yet, the planner sees to.
            return ""


def _section_text(section: ResultSection, patch: Patch) -> str:
    if patch.op == "rename_heading":
        return section.heading
    if patch.op == "normalise_date":
        return "\n".join(period_line(entry) for entry in section.entries)
    if patch.op == "reorder_entries":
        return "\n".join(entry.id for entry in section.entries)
    return "\n".join(line.text for line in section.lines)


def edited(doc: OptimisedDoc, patch: Patch, facts: Facts, sources: Sources) -> OptimisedDoc:
    """Apply a patch to a document.

    Args:
        doc: The document; it is not changed.
        patch: The patch; its gates are the caller's business.
        facts: The facts that it may cite, by id.
        sources: The texts that lines point into.

    Returns:
        The new document. Lines that the patch touched name it.

    Raises:
        CannotApply: The patch does not fit: its place is gone, or an order is no permutation.
    """
    return _OPERATIONS[patch.op](doc, patch, facts, sources)


def _reworded(doc: OptimisedDoc, patch: Patch, _facts: Facts, sources: Sources) -> OptimisedDoc:
    line = _need(line_of(doc, _name(patch)), patch)
    texts = patch.after.split("\n")
    spans: Sequence[list[Span]] = [line.spans] if len(texts) == 1 else part_spans(line, texts, sources)
    if len(spans) != len(texts):
        raise CannotApply("the parts cannot be found in the line's source")
    made = [
        msgspec.structs.replace(
            line,
            id=line.id if number == 1 else f"{line.id}~{number}",
            text=text,
            spans=spans[number - 1],
            patches=[*line.patches, patch.id],
        )
        for number, text in enumerate(texts, start=1)
    ]
    return replace_line(doc, line.id, made)


def _evened(doc: OptimisedDoc, patch: Patch, _facts: Facts, _sources: Sources) -> OptimisedDoc:
    """Put other texts in the place of an entry's lines, one for one."""
    entry = _need(entry_of(doc, _name(patch)), patch)
    texts = patch.after.split("\n")
    if len(texts) != len(entry.lines):
        raise CannotApply("there is not one text for each line")
    lines = [
        line if line.text == text else msgspec.structs.replace(line, text=text, patches=[*line.patches, patch.id])
        for line, text in zip(entry.lines, texts, strict=True)
    ]
    return replace_entry(doc, msgspec.structs.replace(entry, lines=lines))


def _dropped(doc: OptimisedDoc, patch: Patch, _facts: Facts, _sources: Sources) -> OptimisedDoc:
    line = _need(line_of(doc, _name(patch)), patch)
    gone = [
        Dropped(span=span, reason="says what another line of the same entry says", what="bullet") for span in line.spans
    ]
    return msgspec.structs.replace(replace_line(doc, line.id, []), dropped=[*doc.dropped, *gone])


def _ordered_lines(doc: OptimisedDoc, patch: Patch, _facts: Facts, _sources: Sources) -> OptimisedDoc:
    place, _, name = patch.path.partition(":")
    if place == "bullet":
        return _reworded(doc, patch, _facts, _sources)
    if place == "entry":
        entry = _need(entry_of(doc, name), patch)
        return replace_entry(doc, msgspec.structs.replace(entry, lines=_arranged_lines(entry.lines, patch)))
    section = _need(section_of(doc, name), patch)
    return replace_section(doc, msgspec.structs.replace(section, lines=_arranged_lines(section.lines, patch)))


def _arranged_lines(lines: list[Line], patch: Patch) -> list[Line]:
    """Arrange lines; only those that moved forward name the patch."""
    arranged = _arranged(lines, patch.after, lambda line: line.text)
    was = {line.id: number for number, line in enumerate(lines)}
    return [
        msgspec.structs.replace(line, patches=[*line.patches, patch.id]) if was[line.id] > number else line
        for number, line in enumerate(arranged)
    ]


def _ordered_entries(doc: OptimisedDoc, patch: Patch, _facts: Facts, _sources: Sources) -> OptimisedDoc:
    section = _need(section_of(doc, _name(patch)), patch)
    arranged = _arranged(section.entries, patch.after, lambda entry: entry.id)
    return replace_section(doc, msgspec.structs.replace(section, entries=arranged))


def _ordered_sections(doc: OptimisedDoc, patch: Patch, _facts: Facts, _sources: Sources) -> OptimisedDoc:
    return msgspec.structs.replace(doc, sections=_arranged(doc.sections, patch.after, lambda section: section.heading))


def _renamed(doc: OptimisedDoc, patch: Patch, _facts: Facts, _sources: Sources) -> OptimisedDoc:
    section = _need(section_of(doc, _name(patch)), patch)
    return replace_section(doc, msgspec.structs.replace(section, heading=patch.after))


def _dated(doc: OptimisedDoc, patch: Patch, _facts: Facts, _sources: Sources) -> OptimisedDoc:
    if patch.path.startswith("entry:"):
        return replace_entry(doc, _with_period(_need(entry_of(doc, _name(patch)), patch), patch.after))
    section = _need(section_of(doc, _name(patch)), patch)
    written = patch.after.split("\n")
    if len(written) != len(section.entries):
        raise CannotApply("there is not one period for each entry")
    entries = [_with_period(entry, text) for entry, text in zip(section.entries, written, strict=True)]
    return replace_section(doc, msgspec.structs.replace(section, entries=entries))


def _with_period(entry: ResultEntry, text: str) -> ResultEntry:
    if entry.dates is None or text == period_line(entry):
        return entry
    return msgspec.structs.replace(entry, dates=msgspec.structs.replace(entry.dates, raw=text))


def _skill_listed(doc: OptimisedDoc, patch: Patch, facts: Facts, _sources: Sources) -> OptimisedDoc:
    """Add a skill to the skills: to a list that is one line as its last item, else as a line of its own."""
    if patch.path == "certifications":
        return _credential_listed(doc, patch, _spans(patch, facts))
    spans = _spans(patch, facts)
    section = next((one for one in doc.sections if one.type == "skills"), None)
    if section is None:
        made = ResultSection(
            id="skills", type="skills", heading=STANDARD["skills"][0], lines=[_made_line("skills~1", patch, spans)]
        )
        return msgspec.structs.replace(doc, sections=_inserted(doc.sections, made, after={"contact", "summary"}))
    last = section.lines[-1] if section.lines else None
    if last is not None and _takes_more(last):
        extended = msgspec.structs.replace(
            last,
            text=f"{last.text.rstrip(',; ')}, {patch.after}",
            spans=[*last.spans, *spans],
            facts=[*last.facts, *patch.sources],
            patches=[*last.patches, patch.id],
        )
        return replace_line(doc, last.id, [extended])
    line = _made_line(f"{section.id}~{len(section.lines) + 1}", patch, spans)
    return replace_section(doc, msgspec.structs.replace(section, lines=[*section.lines, line]))


def _credential_listed(doc: OptimisedDoc, patch: Patch, spans: list[Span]) -> OptimisedDoc:
    """Add a certificate or a licence as a line of its own; a section made for it stands below education."""
    section = next((one for one in doc.sections if one.type == "certifications"), None)
    if section is not None:
        line = _made_line(f"{section.id}~{len(section.lines) + 1}", patch, spans)
        return replace_section(doc, msgspec.structs.replace(section, lines=[*section.lines, line]))
    heading = STANDARD["certifications"][0]
    line = _made_line("certifications~1", patch, spans)
    made = ResultSection(id="certifications", type="certifications", heading=heading, lines=[line])
    schooling = [number for number, one in enumerate(doc.sections, start=1) if one.type == "education"]
    position = schooling[-1] if schooling else len(doc.sections)
    return msgspec.structs.replace(doc, sections=[*doc.sections[:position], made, *doc.sections[position:]])


def _takes_more(line: Line) -> bool:
    """Tell whether a line of skills takes one more: a list without a label, or a line that we made."""
    return "~" in line.id or (
        "," in line.text and not re.match(r"[^,]{2,40}:", line.text) and not line.text.endswith(".")
    )


def _summarised(doc: OptimisedDoc, patch: Patch, facts: Facts, _sources: Sources) -> OptimisedDoc:
    line = _made_line("summary~1", patch, _spans(patch, facts))
    standing = next((section for section in doc.sections if section.type == "summary"), None)
    if standing is not None:
        return replace_section(doc, msgspec.structs.replace(standing, lines=[*standing.lines, line]))
    made = ResultSection(id="summary", type="summary", heading=STANDARD["summary"][0], lines=[line])
    return msgspec.structs.replace(doc, sections=_inserted(doc.sections, made, after={"contact"}))


def _made_line(line_id: str, patch: Patch, spans: list[Span]) -> Line:
    return Line(id=line_id, text=patch.after, spans=spans, facts=patch.sources, patches=[patch.id])


def _inserted(sections: list[ResultSection], made: ResultSection, after: set[str]) -> list[ResultSection]:
    """Put a section after the last of those types that open the document."""
    position = 0
    while position < len(sections) and sections[position].type in after:
        position += 1
    return [*sections[:position], made, *sections[position:]]


def _spans(patch: Patch, facts: Facts) -> list[Span]:
    spans: list[Span] = []
    for fact_id in patch.sources:
        fact = facts.get(fact_id)
        if fact is None:
            raise CannotApply(f"there is no fact {fact_id!r}")
        if fact.formula is None and fact.span not in spans:
            spans.append(fact.span)
    return spans


def _arranged(items: list[_T], order: str, label: Callable[[_T], str]) -> list[_T]:
    """Arrange items as a list of their labels says, one a line; equal labels keep their order.

    Raises:
        CannotApply: The list is not exactly the labels in another order.
    """
    left = list(items)
    arranged: list[_T] = []
    for wanted in order.split("\n"):
        found = next((item for item in left if label(item) == wanted), None)
        if found is None:
            raise CannotApply("the order names what is not there")
        left.remove(found)
        arranged.append(found)
    if left:
        raise CannotApply("the order leaves something out")
    return arranged


def _name(patch: Patch) -> str:
    return patch.path.partition(":")[2]


def _need(found: _T | None, patch: Patch) -> _T:
    if found is None:
        raise CannotApply(f"there is no {patch.path!r}")
    return found


Operation: TypeAlias = Callable[[OptimisedDoc, Patch, Facts, Sources], OptimisedDoc]
_OPERATIONS: Final[Mapping[PatchOp, Operation]] = {
    "reorder_sections": _ordered_sections,
    "reorder_entries": _ordered_entries,
    "reorder_bullets": _ordered_lines,
    "reorder_skills": _ordered_lines,
    "rename_heading": _renamed,
    "surface_variant": _reworded,
    "list_evidenced_skill": _skill_listed,
    "compose_summary": _summarised,
    "weak_opening": _reworded,
    "verb_swap": _reworded,
    "split_long_bullet": _reworded,
    "trim_filler": _reworded,
    "normalise_date": _dated,
    "expand_acronym": _reworded,
    "drop_duplicate_bullet": _dropped,
    "polish_spelling": _reworded,
    "polish_tense": _reworded,
    "polish_punctuation": _evened,
}
