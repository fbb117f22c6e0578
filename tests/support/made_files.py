"""Files that tests hand over, made here: honest ones of several layouts, and hostile ones."""

import io
import zipfile
from collections.abc import Sequence
from typing import Final

import docx
import docx.document
import pypdf
from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.support import fictional

LEFT: Final = (
    *("CONTACT", "ada@example.org", "+44 20 7946 0000"),
    *("SKILLS", "Python", "Kubernetes", "PostgreSQL", "Terraform"),
)
RIGHT: Final = (
    "EXPERIENCE",
    "Platform Engineer at Harbour Systems",
    "Moved forty services to Kubernetes without a night of downtime",
    "Wrote the runbooks that three teams follow today",
    "Backend Developer at Quayside Software",
    "Built the booking interface that four ferry lines use",
    "EDUCATION",
    "Bachelor of Science in Computer Science",
    "University of Leeds",
)


def pdf_of(text: str, *, size: float = 10.0) -> bytes:
    """Write a text down in one column, page after page."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=letter)
    top = 740.0
    for line in text.splitlines():
        if top < 60:
            canvas.showPage()
            top = 740.0
        canvas.setFont("Helvetica", size)
        canvas.drawString(72, top, line)
        top -= 1.3 * size
    canvas.save()
    return file.getvalue()


def two_columns() -> bytes:
    """Make a résumé with a name across the page, a narrow column on the left and a wide one on the right.

    The lines of both columns are written row by row, as some programs do: in that order they make no sense.
    """
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=letter)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(72, 740, "Ada Marlowe")
    canvas.setFont("Helvetica", 10)
    for number in range(max(len(LEFT), len(RIGHT))):
        for x, side in ((72, LEFT), (230, RIGHT)):
            if number < len(side):
                canvas.drawString(x, 700 - 16 * number, side[number])
    canvas.save()
    return file.getvalue()


def scanned(*, pages: int = 1) -> bytes:
    """Make a PDF of nothing but a picture on each page."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=letter)
    for _ in range(pages):
        canvas.drawImage(ImageReader(io.BytesIO(picture())), 0, 0, width=letter[0], height=letter[1])
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def locked_pdf(*, password: str, owner: str | None = None) -> bytes:
    """Make a PDF that opens with a password; with none to read it, if that is empty."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of(fictional.text("nurse"))))
    writer.encrypt(password, owner, algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def many_pages(count: int) -> bytes:
    """Make a PDF of a line on each of many pages."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=letter)
    for number in range(count):
        canvas.drawString(72, 700, f"Page {number} says nothing")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def pdf_with(content: bytes, *, kids: str = "3 0 R", count: int = 1, filters: str = "") -> bytes:
    """Write a PDF by hand around the content stream of its one page."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 6 0 R >>",
        f"<< /Length {len(content)} {filters} >>\nstream\n".encode() + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    written = b"%PDF-1.4\n"
    places: list[int] = []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(written))
    return written + head + table + trailer


def word_file(text: str | None = None) -> bytes:
    """Write a text down as a Word file: lines that begin with a bullet become items of a list."""
    document = docx.Document()
    for line in (text if text is not None else fictional.text("nurse")).splitlines():
        if line.startswith("• "):
            document.add_paragraph(line.removeprefix("• "), style="List Bullet")
        else:
            document.add_paragraph(line)
    return saved(document)


def saved(document: "docx.document.Document") -> bytes:
    """Give the bytes of a document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def repacked(content: bytes, parts: dict[str, bytes], *, without: Sequence[str] = ()) -> bytes:
    """Pack a Word file again, with other parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts and name not in without:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return file.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """Unpack a part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def picture() -> bytes:
    """Give a picture as PNG."""
    file = io.BytesIO()
    Image.new("L", (60, 80), 200).save(file, "PNG")
    return file.getvalue()
