"""DOCX and PDF: every script, every line, the same bytes, and the way back."""

import hashlib
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pypdf import PdfReader

from agents.tailoring.extracting import extract
from agents.tailoring.polish import polish
from agents.tailoring.rendering import export
from agents.tailoring.rendering.docx import docx
from agents.tailoring.rendering.pdf import pdf
from agents.tailoring.rendering.pdf.letters import Letters
from agents.tailoring.rendering.pdf.paging import pages, placed
from agents.tailoring.rendering.pdf.typeset import typeset
from agents.tailoring.rendering.sheet import sheet
from agents.tailoring.roundtrip import read_back
from agents.tailoring.roundtrip.read import differences
from agents.tailoring.roundtrip.texts import text_of_docx, text_of_pdf
from agents.tailoring.text import source_text
from contracts.documents import Line, OptimisedDoc
from tests.support.tailored import RESUME, TRADES, draft, lexicon, materials, sample, tailored

ROOT = Path(__file__).parents[3]
NAMES = {
    "latin": "Zoë Łukaszewicz-Ngọc",
    "marks": "Ọlábísí Adẹ́wálé",
    "greek": "Ελένη Παπαδοπούλου",
    "cyrillic": "Олександра Їжакевич",
    "arabic": "محمد علاء الدين الأحمدي",
    "hebrew": "דוד בן־גוריון",
    "devanagari": "राजेन्द्र कुमार श्रीवास्तव",
    "bengali": "তানভীর আহমেদ চৌধুরী",
    "tamil": "தமிழ்ச்செல்வன்",
    "thai": "สมชาย ศรีสุขน้ำ",
    "armenian": "Գրիգոր Նարեկացի",
    "georgian": "გიორგი ბერიძე",
    "ethiopic": "ለማ መገርሳ",
    "chinese": "王小明",
    "japanese": "高橋 さくら",
    "korean": "김철수",
}


def named(name: str) -> OptimisedDoc:
    """Give a result of somebody with this name."""
    doc = draft(materials(RESUME))
    return replace(doc, contact=replace(doc.contact, name=name))


def with_lines(*texts: str) -> OptimisedDoc:
    """Give a result whose last section has these lines."""
    doc = draft(materials(RESUME))
    last = doc.sections[-1]
    lines = [Line(id=f"x{number}", text=text, spans=last.lines[0].spans) for number, text in enumerate(texts)]
    return replace(doc, sections=[*doc.sections[:-1], replace(last, lines=lines)])


def letters(text: str) -> str:
    """Give a text without white space."""
    return "".join(text.split())


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_in_any_script_survives(name: str) -> None:
    """It is in both files as it is written: no box stands for any of its letters, and it reads back."""
    doc = named(name)
    files = export(doc)
    assert files.boxed == ()
    assert text_of_docx(files.docx)[0].split("\n")[0] == name
    first = text_of_pdf(files.pdf)[0].split("\n")[0]
    assert sorted(first.split()) == sorted(name.split())  # readers differ in the order of right-to-left words
    assert not any("name" in exported.differing for exported in read_back(doc, files, lexicon()))


def test_a_letter_that_no_font_has_is_said_and_still_reads() -> None:
    """A box stands for it, the file says which letter it is, and we say that there is a box."""
    doc = named("Zoë 😀 Roe")
    written = pdf(doc)
    assert written.boxed == ("😀",)
    assert text_of_pdf(written.content)[0].startswith("Zoë 😀 Roe\n")
    assert read_back(doc, export(doc), lexicon())[1].boxed == 1


@pytest.mark.parametrize("trade", TRADES)
def test_files_read_back_to_what_was_meant(trade: str) -> None:
    """Headings, entries, periods, bullets and the name, from both files; one column, no tables, no pictures."""
    made = sample(trade)
    doc = polish(tailored(made), made, lexicon()).doc
    for exported in read_back(doc, export(doc), lexicon()):
        assert exported.differing == ()
        layout = exported.source.layout
        assert (layout.columns, layout.tables, layout.images) == (1, 0, 0)


@pytest.mark.parametrize("trade", TRADES)
def test_our_own_files_can_be_handed_over_again(trade: str) -> None:
    """The reader of uploads, which knows nothing of how we write, reads both to what was meant."""
    made = sample(trade)
    doc = polish(tailored(made), made, lexicon()).doc
    files = export(doc)
    for content in (files.docx, files.pdf):
        found = extract(content)
        assert differences(doc, source_text("resume", found.text, layout=found.layout), lexicon()).named == []


def test_what_is_lost_on_the_way_is_found() -> None:
    """A file that lacks a bullet, a period or a heading of the result does not read back as meant."""
    doc = draft(materials(RESUME))
    job = doc.sections[1].entries[0]
    fewer = replace(doc.sections[1], entries=[replace(job, lines=job.lines[1:]), *doc.sections[1].entries[1:]])
    undated = replace(doc.sections[1], entries=[replace(job, dates=None), *doc.sections[1].entries[1:]])
    renamed = replace(doc.sections[1], heading="Work History")
    for section, lost in ((fewer, "bullets"), (undated, "periods"), (renamed, "headings")):
        other = replace(doc, sections=[doc.sections[0], section, *doc.sections[2:]])
        for exported in read_back(doc, export(other), lexicon()):
            assert lost in exported.differing
    assert "name" in read_back(doc, export(named("Somebody Else")), lexicon())[1].differing


def test_a_document_has_real_headings_and_lists() -> None:
    """Word's own styles say what is what, and nothing stands in tables, headers or footers."""
    document = Document(BytesIO(docx(draft(materials(RESUME)))))
    styles = [(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in document.paragraphs]
    assert styles[0] == ("Title", "Ines Halvorsen")
    assert ("Heading 1", "EXPERIENCE") in styles
    assert ("Heading 2", "Operations Analyst | Fjordline Logistics | Bergen, NY | Mar 2020 - Present") in styles
    assert ("List Bullet", "Prepared stock reports in Excel") in styles
    assert document.tables == []
    title = document.styles["Title"].element.rPr
    assert title is not None
    assert {title.find(qn(tag)).get(qn("w:val")) for tag in ("w:sz", "w:szCs")} == {"36"}


def test_a_pdf_has_its_fonts_inside_and_no_ligatures() -> None:
    """Every font is embedded, and "fi", "ffl" are the letters that they are."""
    content = pdf(with_lines("Filed official workflow offices, baffling efficiency")).content
    page = PdfReader(BytesIO(content)).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    embedded = [font["/BaseFont"] for font in fonts if "/FontFile2" in font.get("/FontDescriptor", {})]
    used = [font["/BaseFont"] for font in fonts if "/FontDescriptor" in font]
    assert embedded == used
    assert "Filed official workflow offices, baffling efficiency" in page.extract_text()


def test_spacing_saves_a_page_and_nothing_is_dropped() -> None:
    """What is a little too long for a page is set closer; what is far too long goes on, every line of it."""
    many = [f"Kept the record of day {day}" for day in range(300)]
    saved = []
    for count in range(20, 40):
        paragraphs = typeset(sheet(with_lines(*many[:count])), Letters())
        saved.append((len(placed(paragraphs, 1.0)), len(pages(paragraphs))))
    assert set(saved) == {(1, 1), (2, 1), (2, 2)}
    assert saved == sorted(saved, key=sum)
    written = pdf(with_lines(*many))
    assert written.pages > 5
    told = text_of_pdf(written.content)[0]
    assert all(f"• {line}\n" in f"{told}\n" for line in many)


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_same_result_gives_the_same_bytes_in_every_process(seed: str) -> None:
    """Nothing in a file tells of time, place or the order of hashes."""
    script = (
        "import hashlib; from tests.unit.tailoring.test_exports import named, NAMES; "
        "from agents.tailoring.rendering import export; "
        "files = export(named(' '.join(NAMES.values()))); print(hashlib.sha256(files.docx + files.pdf).hexdigest())"
    )
    files = export(named(" ".join(NAMES.values())))
    elsewhere = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert elsewhere.stdout.strip() == hashlib.sha256(files.docx + files.pdf).hexdigest()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=200), min_size=1, max_size=4))
def test_no_text_is_too_odd(texts: list[str]) -> None:
    """Whatever characters a line has: both files are written, and read by the libraries that everybody uses."""
    doc = with_lines(*texts)
    files = export(doc)
    assert len(PdfReader(BytesIO(files.pdf)).pages) == files.pages
    assert len(Document(BytesIO(files.docx)).paragraphs) == len(sheet(doc))


@settings(max_examples=30, deadline=None)
@given(st.text("abc DEF,.-éßЖ中한ひ()", min_size=1, max_size=900))
def test_no_letter_is_lost_where_lines_are_broken(text: str) -> None:
    """A line of any length, with spaces or without, comes back with all its letters in order."""
    line = " ".join(text.split())
    told = text_of_pdf(pdf(with_lines(line, "the end")).content)[0]
    assert letters(line) in letters(told)
