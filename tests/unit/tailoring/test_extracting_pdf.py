"""PDF files become their text: in the order in which somebody reads it, with a report of their form."""

import io

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from agents.tailoring.extracting import FileRefusedError, extract
from agents.tailoring.extracting.pages import PageText, better, from_order, marks
from agents.tailoring.lexicon import words
from tests.support import fictional
from tests.support.made_files import LEFT, RIGHT, locked_pdf, many_pages, pdf_of, picture, scanned, two_columns


def said(text: str) -> list[str]:
    """Cut a text into its words."""
    return [word.text for word in words(text)]


@pytest.mark.parametrize("name", ["nurse", "warehouse", "cook", "bookkeeper", "electrician"])
def test_a_text_comes_back_out_of_a_pdf(name: str) -> None:
    """All words in their order, whatever the trade; and no column is seen where there is none."""
    text = fictional.text(name)
    extracted = extract(pdf_of(text))
    assert said(extracted.text) == said(text)
    assert extracted.layout.columns == 1
    assert extracted.layout.tables == extracted.layout.images == 0


def test_two_columns_are_read_one_after_the_other() -> None:
    """The lines of both were written row by row, and pypdf keeps that order; the reader does not."""
    extracted = extract(two_columns())
    lines = [line for line in extracted.text.splitlines() if line.strip()]
    assert lines == ["Ada Marlowe", *LEFT, *RIGHT]
    assert extracted.layout.columns == 2
    assert extracted.layout.extractor == "pdfplumber"


@pytest.mark.parametrize("offset", [0.0, 5.0, 7.0])
def test_columns_below_the_head_of_a_page_are_found(offset: float) -> None:
    """Half of the page is as wide as the page; the columns' lines need not stand at one height."""
    file = io.BytesIO()
    canvas = Canvas(file)
    wide = "that is as wide as the whole page is, from one edge to the other"
    head = [f"Summary line {number} {wide}" for number in "abcdefgh"]
    left = [f"Led the night shift of ward {number} alone" for number in "abcdefghij"]
    right = [f"Triage of some kind {number}" for number in "abcdefgh"]
    canvas.setFont("Helvetica", 11)
    for column, x, top in ((head, 60, 780.0), (left, 60, 640.0), (right, 380, 640.0 - offset)):
        for number, line in enumerate(column):
            canvas.drawString(x, top - 14 * number, line)
    canvas.save()
    extracted = extract(file.getvalue())
    assert [line for line in extracted.text.splitlines() if line.strip()] == [*head, *left, *right]
    assert extracted.layout.columns == 2


def test_dates_beside_entries_are_no_column() -> None:
    """Periods at the right edge stay on the lines of what they are about."""
    file = io.BytesIO()
    canvas = Canvas(file)
    for number in range(12):
        canvas.drawString(72, 700 - 20 * number, f"Staff nurse of ward {number}")
        canvas.drawString(420, 700 - 20 * number, f"May 20{number:02} – June 20{number + 1:02}")
    canvas.save()
    extracted = extract(file.getvalue())
    assert extracted.layout.columns == 1
    assert "Staff nurse of ward 3  May 2003 – June 2004" in extracted.text


def test_the_contact_beside_the_name_does_not_cut_it() -> None:
    """What stands left and right above the first heading is read block by block."""
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Helvetica-Bold", 24)
    canvas.drawString(72, 742, "Ada Marlowe")
    canvas.setFont("Helvetica", 10)
    for number, line in enumerate(("Leeds", "ada@example.org", "+44 20 7946 0000")):
        canvas.drawString(400, 752 - 13 * number, line)
    canvas.drawString(72, 680, "EXPERIENCE")
    canvas.drawString(72, 660, "Staff Nurse, Harbour Clinic, 2019 – 2024")
    canvas.save()
    lines = [line for line in extract(file.getvalue()).text.splitlines() if line.strip()]
    assert lines[:4] == ["Ada Marlowe", "Leeds", "ada@example.org", "+44 20 7946 0000"]


def test_a_period_of_two_lines_is_put_together() -> None:
    """A narrow cell of dates beside a wide one: its second line is no beginning of a sentence."""
    file = io.BytesIO()
    canvas = Canvas(file)
    for y, left, right in (
        (720, "", "EXPERIENCE"),
        (700, "2019 –", "Staff Nurse, Harbour Clinic"),
        (686, "Present", "Led the night shift of a ward with thirty beds"),
        (666, "2015 – 2019", "Nurse, Quay Hospital"),
    ):
        canvas.drawRightString(130, y, left)
        canvas.drawString(137, y, right)
    canvas.save()
    text = extract(file.getvalue()).text
    assert "2019 – Present Staff Nurse, Harbour Clinic\nLed the night shift" in text
    assert "2015 – 2019 Nurse, Quay Hospital" in text


def page_of(canvas: Canvas, *lines: tuple[float, float, str]) -> None:
    """Write a page: lines of x, y and text."""
    canvas.setFont("Helvetica", 10)
    for x, y, line in lines:
        canvas.drawString(x, y, line)
    canvas.showPage()


def test_a_line_below_the_text_of_a_bullet_goes_on_with_it() -> None:
    """Even where it begins with a capital; a line at the bullet's own edge is another one."""
    file = io.BytesIO()
    canvas = Canvas(file)
    page_of(
        canvas,
        (60, 780, "Skills"),
        (60, 768, "•"), (70, 768, "Computers: word processing and tables. Languages:"), (70, 756, "Fluent in Spanish"),
        (60, 744, "•"), (70, 744, "Cash handling"),
        (60, 732, "References on request"),
    )  # fmt: skip
    canvas.save()
    assert extract(file.getvalue()).text.splitlines() == [
        "Skills",
        "• Computers: word processing and tables. Languages: Fluent in Spanish",
        "• Cash handling",
        "References on request",
    ]


def test_a_page_of_headers_keeps_their_gaps() -> None:
    """What is the usual gap between lines, the pages before it tell."""
    file = io.BytesIO()
    canvas = Canvas(file)
    page_of(canvas, *((60, 780 - 12 * number, f"Served tables in room {number}") for number in range(30)))
    page_of(canvas, *((60, 780 - 21 * number, f"Course {number}, Harbour School, 200{number}") for number in range(4)))
    canvas.save()
    last = extract(file.getvalue()).text.partition("\f")[2]
    assert last.splitlines()[:3] == ["Course 0, Harbour School, 2000", "", "Course 1, Harbour School, 2001"]


def test_pictures_and_tables_are_counted() -> None:
    """A ruled table of four cells and a picture are in the report; a rule under a heading and an icon are not."""
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.line(72, 695, 500, 695)
    canvas.grid([72, 200, 330], [600, 630, 660])
    for x in (80, 210):
        for y in (610, 640):
            canvas.drawString(x, y, "Payroll")
    canvas.drawImage(ImageReader(io.BytesIO(picture())), 400, 400, width=80, height=100)
    canvas.drawImage(ImageReader(io.BytesIO(picture())), 400, 300, width=9, height=9)
    canvas.save()
    layout = extract(file.getvalue()).layout
    assert (layout.tables, layout.images) == (1, 1)


def test_a_file_that_only_forbids_changes_is_read() -> None:
    """Its password is the owner's; everybody may read it."""
    assert said(extract(locked_pdf(password="", owner="hush")).text) == said(fictional.text("nurse"))


@pytest.mark.parametrize(
    ("content", "code", "clause"),
    [
        (locked_pdf(password="hush"), "encrypted_file", "has a password"),  # noqa: S106
        (scanned(), "needs_ocr", "a picture of a text, not text"),
        (scanned(pages=3), "needs_ocr", "a picture of a text, not text"),
        (pdf_of("\n"), "empty_file", "holds no text"),
        (many_pages(41), "file_too_heavy", "41 pages, and at most 40"),
        (b"%PDF-1.7\nnurse", "corrupt_file", "damaged"),
        (pdf_of("Nurse")[:300], "corrupt_file", "damaged"),
    ],
    ids=["locked", "scan", "scans", "empty", "pages", "no PDF", "cut off"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes, code: str, clause: str) -> None:
    """Each with a code for programs, and what the person can do."""
    with pytest.raises(FileRefusedError) as caught:
        extract(content)
    assert caught.value.code == code
    assert clause in str(caught.value)


def test_more_text_than_any_resume_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the gateway refuses a text that is too long, before the last of its pages is read."""
    monkeypatch.setattr("agents.tailoring.extracting.answer.MAX_CHARACTERS", 200)
    with pytest.raises(FileRefusedError, match=r"characters, and at most 200 are taken") as caught:
        extract(pdf_of(fictional.text("nurse")))
    assert caught.value.code == "file_too_heavy"


def test_words_that_are_words_decide_between_two_readings() -> None:
    """Headings are the next thing, short lines the last; with columns there is nothing to decide."""
    whole = PageText("EXPERIENCE\nLed the night shift of the clinic\nEDUCATION\nNursing school", "pypdf")
    merged = PageText("EXPERIENCE\nLedthenightshiftoftheclinic ledthenight\nEDUCATION\nNursing school", "pdfplumber")
    mixed = PageText("EXPERIENCE  EDUCATION\nLed the night shift of the clinic\nNursing school", "pdfplumber")
    split = PageText("EXPERIENCE\nLed the night shift of the clinic\n,\n,\n,\nEDUCATION\nNursing school", "pypdf")
    assert better(merged, whole) is whole
    assert better(mixed, whole) is whole
    assert better(whole, split) is whole
    assert better(PageText("", "pdfplumber"), whole) is whole
    two = PageText(mixed.text, "pdfplumber", columns=2)
    assert better(two, whole) is two
    assert marks(split.text).short == 3


def test_tabs_between_all_words_are_spaces() -> None:
    """MacOS writes a tab and spaces for every gap."""
    assert from_order("Led\t \xa0a\t\r \xa0team\t \xa0of\t \xa0nine\t \xa0\n").text.strip() == "Led a team of nine"
    assert "Clinic\tMay 2019" in from_order("Nurse at the Harbour Clinic\tMay 2019").text


def test_letters_without_a_meaning_are_marked() -> None:
    """At the beginning of a line they are bullets; elsewhere they are lost letters, and normalising says so."""
    assert from_order("(cid:127) Led a (cid:12)eet").text == "• Led a \ufffdeet"
    assert from_order("Harbour Clinic ï¼\u200b Leeds").text == "Harbour Clinic - Leeds"
