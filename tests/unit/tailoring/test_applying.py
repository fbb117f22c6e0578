"""Applying: the draft, the gates, every operation, and that nothing is lost."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from agents.tailoring.applying import CannotApply, Gates, apply, current_text
from agents.tailoring.applying.parts import part_spans
from agents.tailoring.lexicon import words
from agents.tailoring.polish import polish
from agents.tailoring.validation import validate
from contracts.documents import Line, OptimisedDoc, Patch, PatchOp, Plan, Span
from tests.support import fictional
from tests.support.tailored import (
    RESUME,
    TRADES,
    draft,
    lexicon,
    materials,
    objections,
    planned,
    reader,
    sample,
    tailored,
)


def all_lines(doc: OptimisedDoc) -> list[Line]:
    """List every line of a document."""
    return [
        line
        for section in doc.sections
        for line in [*section.lines, *(line for entry in section.entries for line in entry.lines)]
    ]


def patch(op: PatchOp, path: str, before: str, after: str, **more: object) -> Patch:
    """Make a patch by hand."""
    return Patch(id="p1", op=op, path=path, before=before, after=after, serves=["r1"], **more)  # type: ignore[arg-type]


def applied(doc_patch: Patch, resume: str = RESUME) -> tuple[OptimisedDoc, Patch]:
    """Apply one patch to a résumé, and give the document with the patch as decided."""
    made = materials(resume)
    doc = apply(made, Plan(patches=[doc_patch]), lexicon())
    return doc, doc.patches[0]


def first_bullet(resume: str = RESUME) -> Line:
    """Give the first bullet of the first role."""
    doc = draft(materials(resume))
    return next(section for section in doc.sections if section.type == "experience").entries[0].lines[0]


def test_the_draft_has_every_word_of_the_source() -> None:
    """Words of a header that no field took become lines; the contact stands in its block: nothing is lost."""
    for trade in TRADES:
        made = sample(trade)
        doc = draft(made)
        said = {token.text.lower() for line in all_lines(doc) for token in words(line.text)}
        for section in doc.sections:
            said |= {token.text.lower() for token in words(section.heading)}
            for entry in section.entries:
                parts = (entry.title, entry.org, entry.location, entry.dates.raw if entry.dates else None)
                said |= {token.text.lower() for part in parts if part for token in words(part)}
        contact = [doc.contact.name, doc.contact.headline, doc.contact.email, doc.contact.phone, doc.contact.location]
        said |= {token.text.lower() for part in [*contact, *doc.contact.links] if part for token in words(part)}
        lost = {token.text.lower() for token in words(made.resume_source.text)} - said
        assert lost <= {"to", "at", "and", "in", "the", "of"}


@pytest.mark.parametrize("trade", TRADES)
def test_a_tailored_sample_is_clean_and_complete(trade: str) -> None:
    """After all patches: no violation, every patch decided, every line traced."""
    made = sample(trade)
    doc = tailored(made)
    assert objections(doc, made) == []
    assert {patch.status for patch in doc.patches} <= {"applied", "rejected"}
    assert any(patch.status == "applied" for patch in doc.patches)
    assert all(line.spans for line in all_lines(doc))


def test_a_patch_names_itself_on_the_lines_that_it_touched() -> None:
    """Provenance goes both ways: from the line to its patches, from the patch to its line."""
    line = first_bullet()
    doc, decided = applied(
        patch("weak_opening", f"bullet:{line.id}", line.text, "Maintained the weekly capacity report for 35 depots")
    )
    assert decided.status == "applied"
    assert [one.id for one in all_lines(doc) if "p1" in one.patches] == [line.id]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"path": "document"}, "gate 1"),
        ({"path": "contact:name"}, "gate 1"),
        ({"path": "bullet:nothing"}, "no 'bullet:nothing'"),
        ({"before": "something else"}, "gate 2"),
        ({"after": "Maintained 350 depots"}, "gate 3: the guard found number"),
        ({"after": "Led the weekly capacity report for 35 depots"}, "gate 3"),
        ({"after": ""}, "gate 3"),
        ({"after": "Maintained the report\nfor 35 depots in Norway"}, "parts"),
    ],
)
def test_what_a_gate_refuses_stays_listed_with_the_reason(changes: dict[str, str], reason: str) -> None:
    """Nothing of a refused patch comes into the document, and the reason quotes nothing of the résumé."""
    line = first_bullet()
    good = patch("weak_opening", f"bullet:{line.id}", line.text, "Maintained the weekly capacity report for 35 depots")
    doc, decided = applied(replace(good, **changes))
    assert decided.status == "rejected"
    assert reason in (decided.reject_reason or "")
    assert all_lines(doc) == all_lines(draft(materials(RESUME)))


def test_a_patch_that_lowers_the_score_is_refused() -> None:
    """Gate 4: a heading that no tracking system knows makes rules worse."""
    made = materials(RESUME)
    section = next(section for section in draft(made).sections if section.type == "skills")
    doc, decided = applied(patch("rename_heading", f"section:{section.id}", section.heading, "My Toolbox"))
    assert decided.status == "rejected"
    assert [one.heading for one in doc.sections] == [one.heading for one in draft(made).sections]


def test_a_patch_that_the_user_rejected_is_not_tried() -> None:
    """What a person refused stays refused, with the person's reason."""
    line = first_bullet()
    refused = patch(
        "weak_opening", f"bullet:{line.id}", line.text, "Maintained the weekly capacity report for 35 depots",
        status="rejected", reject_reason="by the user",
    )  # fmt: skip
    doc, decided = applied(refused)
    assert decided == refused
    assert all_lines(doc) == all_lines(draft(materials(RESUME)))


def test_an_order_is_exactly_the_same_lines() -> None:
    """An order that leaves something out, repeats or adds is refused."""
    made = materials(RESUME)
    entry = next(section for section in draft(made).sections if section.type == "experience").entries[0]
    before = "\n".join(line.text for line in entry.lines)
    texts = [line.text for line in entry.lines]
    good = patch("reorder_bullets", f"entry:{entry.id}", before, "\n".join(reversed(texts)))
    assert applied(good)[1].status == "applied"
    for wrong in (texts[1:], [*texts, texts[0]], [*texts[1:], "Something else"]):
        assert applied(replace(good, after="\n".join(wrong)))[1].status == "rejected"


def test_a_split_line_cites_its_own_stretch_in_each_part() -> None:
    """The first part keeps the id, the second is its second part; each points to its own words."""
    text = "Planned the menus of three canteens; ordered food and drink from regional suppliers"
    resume = RESUME.replace("Prepared stock reports in Excel", text)
    made = materials(resume)
    line = next(line for line in all_lines(draft(made)) if line.text == text)
    after = "Planned the menus of three canteens\nOrdered food and drink from regional suppliers"
    doc, decided = applied(patch("split_long_bullet", f"bullet:{line.id}", text, after), resume)
    assert decided.status == "applied"
    parts = [one for one in all_lines(doc) if one.id.partition("~")[0] == line.id]
    source = made.resume_source.text
    assert [source[one.spans[0].start : one.spans[0].end].rstrip("; ") for one in parts] == [
        "Planned the menus of three canteens",
        "ordered food and drink from regional suppliers",
    ]
    assert objections(doc, made) == []


@given(st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=12), st.data())
def test_parts_cover_their_line(letters: list[str], data: st.DataObject) -> None:
    """However a line is cut between two words, its parts are found and cover it."""
    made = materials(RESUME)
    text = " ".join(f"{letter}{number}" for number, letter in enumerate(letters))
    cut = data.draw(st.integers(1, len(letters) - 1))
    sources = type(made.sources)({"resume": text})
    line = Line(id="b1", text=text, spans=[Span(source="resume", start=0, end=len(text))])
    parts = [" ".join(text.split()[:cut]), " ".join(text.split()[cut:])]
    spans = part_spans(line, parts, sources)
    assert [text[one[0].start : one[0].end].strip() for one in spans] == parts


_PATHS = ("bullet:b3", "entry:e1", "section:s2", "skills", "summary", "document", "")
_OPS: tuple[PatchOp, ...] = (
    "weak_opening", "reorder_bullets", "rename_heading", "list_evidenced_skill", "compose_summary",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.sampled_from(_PATHS), st.sampled_from(_OPS))
def test_whatever_a_patch_says_the_result_is_clean(after: str, path: str, op: PatchOp) -> None:
    """Hostile or broken patches are refused or harmless: no lie, no loss, no exception but the refusal."""
    made = materials(RESUME)
    facts = {fact.id: fact for fact in made.resume.facts}
    gates = Gates(made, reader(), facts)
    state = gates.measured(draft(made))
    doubtful = Patch(id="p1", op=op, path=path, before="", after=after, sources=sorted(facts)[:2])
    with contextlib.suppress(CannotApply):
        doubtful = replace(doubtful, before=current_text(state.doc, doubtful))
        state = gates.try_patch(state, doubtful)
    assert objections(state.doc, made) == []


def test_applying_is_repeatable() -> None:
    """The same plan gives the same document, byte by byte."""
    made = sample("nurse")
    plan = planned(made)[1]
    assert apply(made, plan, lexicon()) == apply(made, plan, lexicon())


_LINES = sorted(
    {line for name in fictional.RESUMES for line in fictional.text(name).splitlines()}
    | {line for trade in TRADES for line in sample(trade).resume_source.text.splitlines()}
    | {
        "",
        "|",
        "2019 - 2020",
        "....",
        "Æøå 漢字 مرحبا",
        "1/2",
        "- ",
        "**bold**",
        "# Heading",
        "E-mail: x@y.zz",
        "a" * 300,
    }
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_LINES), min_size=1, max_size=40))
def test_whatever_a_resume_looks_like_its_draft_is_clean(lines: list[str]) -> None:
    """Lines of many résumés in any order: what was read can be traced, and nothing of it is lost."""
    made = materials("\n".join([*lines, "end"]))
    assert objections(draft(made), made) == []


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(_LINES), min_size=5, max_size=40), st.sampled_from(TRADES))
def test_whatever_a_resume_looks_like_the_result_is_clean(lines: list[str], trade: str) -> None:
    """The whole way to the polished result holds for any text: no exception, no lie, no loss, no lower score."""
    made = materials("\n".join([*lines, "end"]), sample(trade).posting_source.text)
    done = polish(tailored(made), made, lexicon()).doc
    assert objections(done, made) == []
    verdict = validate(done, made, lexicon())
    assert verdict.match_after.value >= verdict.match_before.value - 0.05
