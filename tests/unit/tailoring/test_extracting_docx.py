"""Word files become their text: in the order of the body, with what stands in tables, boxes, headers and footers."""

import io
import zipfile

import docx
import pytest
from docx.shared import Inches

from agents.tailoring.extracting import FileRefusedError, extract
from agents.tailoring.extracting.docx import MAX_PART_BYTES
from agents.tailoring.lexicon import words
from tests.support import fictional
from tests.support.made_files import part_of, picture, repacked, saved, word_file

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></mc:Choice>'
    "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
    "</mc:AlternateContent>"
)


def with_body(body: str) -> bytes:
    """Make a Word file of the XML of its body."""
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return repacked(word_file("Nurse"), {"word/document.xml": document.encode()})


def paragraph(text: str) -> str:
    """Write a paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize("name", ["nurse", "warehouse", "cook", "bookkeeper"])
def test_a_text_comes_back_out_of_a_word_file(name: str) -> None:
    """Word for word, with bullets where the style makes them."""
    text = fictional.text(name)
    extracted = extract(word_file(text))
    assert [word.text for word in words(extracted.text)] == [word.text for word in words(text)]
    assert extracted.text.count("• ") == text.count("• ")
    assert extracted.layout.extractor == "docx"


def test_tables_are_read_in_their_place() -> None:
    """Cells of a line each are one line; larger ones follow each other, as columns that a table was drawn for."""
    document = docx.Document()
    document.add_paragraph("Ada Marlowe")
    small = document.add_table(rows=1, cols=2)
    small.cell(0, 0).text, small.cell(0, 1).text = "Staff Nurse", "2019 – 2024"
    large = document.add_table(rows=1, cols=2)
    large.cell(0, 0).text, large.cell(0, 1).text = "Skills\nTriage", "Experience\nNight shifts"
    document.add_paragraph("References")
    extracted = extract(saved(document))
    assert [line for line in extracted.text.splitlines() if line.strip()] == [
        *("Ada Marlowe", "Staff Nurse  2019 – 2024", "Skills", "Triage", "Experience", "Night shifts", "References")
    ]
    assert extracted.layout.tables == 2


def test_headers_footers_and_pictures_are_read_and_noted() -> None:
    """A contact up there is part of the text, and of the report; the number of the page is neither."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "ada@example.org | 020 7946 0000"
    section.footer.paragraphs[0].text = "Page 1 of 2"
    document.add_paragraph("Ada Marlowe")
    document.add_picture(io.BytesIO(picture()), width=Inches(1))
    extracted = extract(saved(document))
    assert extracted.text.startswith("ada@example.org | 020 7946 0000\n\nAda Marlowe")
    assert "Page 1" not in extracted.text
    assert extracted.layout.margin_contact
    assert extracted.layout.images == 1


def test_a_text_box_is_read_once_and_noted() -> None:
    """Word writes it twice, for itself and for older programs."""
    extracted = extract(with_body(f"<w:p><w:r><w:t>Before</w:t></w:r><w:r>{BOX}</w:r></w:p>{paragraph('Behind')}"))
    assert [line for line in extracted.text.splitlines() if line.strip()] == ["Before", "In a box", "Behind"]
    assert extracted.layout.text_boxes == 1


def test_what_was_deleted_or_hidden_is_not_read() -> None:
    """Of tracked changes the new text counts; what the person does not see, nobody reads."""
    body = (
        "<w:p><w:ins><w:r><w:t>Led</w:t></w:r></w:ins><w:del><w:r><w:delText>Ran</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:tab/><w:t>shifts</w:t><w:br/><w:t>at</w:t>"
        "<w:noBreakHyphen/><w:t>night</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('In a control')}</w:sdtContent></w:sdt>"
    )
    assert extract(with_body(body)).text == "Led\tshifts\nat-night\nIn a control"


def test_columns_of_a_section_are_noted() -> None:
    """Word keeps their text in the order of reading: only the report tells."""
    body = f'{paragraph("Ada")}<w:sectPr><w:cols w:num="2"/></w:sectPr>'
    assert extract(with_body(body)).layout.columns == 2


BOMB = b"<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]><a>&c;</a>"
OUTSIDE = b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>"
DEEP = f"<w:document {W}><w:body>{'<w:p>' * 100_000}</w:body></w:document>".encode()
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def declared_small(content: bytes) -> bytes:
    """Make a Word file whose directory says that its text is small; it is not."""
    packed = repacked(word_file("Nurse"), {"word/document.xml": b"<a>" + b" " * (MAX_PART_BYTES + 9) + content})
    place = packed.rindex(b"word/document.xml") - 46
    return packed[: place + 24] + (999).to_bytes(4, "little") + packed[place + 28 :]


def flagged_as_locked() -> bytes:
    """Make a ZIP file whose members say that they have a password."""
    content = bytearray(word_file("Nurse"))
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (LOCKED, "encrypted_file"),
        (flagged_as_locked(), "encrypted_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "unsupported_file"),
        (repacked(word_file(), {"word/vbaProject.bin": b"x"}), "unsupported_file"),
        (word_file(""), "empty_file"),
        (word_file()[:-30], "corrupt_file"),
        (word_file()[:4000], "corrupt_file"),
        (repacked(word_file(), {}, without=["word/document.xml"]), "corrupt_file"),
        (repacked(word_file(), {"word/document.xml": b"<a>"}), "corrupt_file"),
        (repacked(word_file(), {"word/document.xml": BOMB}), "corrupt_file"),
        (repacked(word_file(), {"word/document.xml": OUTSIDE}), "corrupt_file"),
        (repacked(word_file(), {"word/document.xml": DEEP}), "corrupt_file"),
        (repacked(word_file(), {"word/document.xml": b" " * (MAX_PART_BYTES + 1)}), "file_too_heavy"),
        (repacked(word_file(), {f"word/{n}": bytes(1 << 24) for n in range(7)}), "file_too_heavy"),
        (repacked(word_file(), {f"word/{n}": b"" for n in range(2_001)}), "file_too_heavy"),
        (declared_small(b"</a>"), "corrupt_file"),
        (word_file("night shift " * 9_000), "file_too_heavy"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes, code: str) -> None:
    """Passwords, macros, bombs of either kind, damage: a code for programs, and what the person can do."""
    with pytest.raises(FileRefusedError) as caught:
        extract(content)
    assert caught.value.code == code
    assert len(str(caught.value)) > 20


def test_a_file_is_read_that_asks_for_others() -> None:
    """A template elsewhere is not looked for; what the file itself says is its text."""
    relations = "word/_rels/document.xml.rels"
    named = part_of(word_file(), relations).replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://x/header" Target="http://127.0.0.1:9/h.xml" TargetMode="External"/>'
        b'<Relationship Id="rId98" Type="http://x/header" Target="../../../../etc/passwd"/></Relationships>',
    )
    extracted = extract(repacked(word_file(), {relations: named}))
    assert extracted.text == extract(word_file()).text


def test_pages_are_those_that_word_counted() -> None:
    """They are in the file's properties, else as many as breaks tell."""
    properties = b'<?xml version="1.0"?><Properties><Pages>3</Pages></Properties>'
    assert extract(repacked(word_file(), {"docProps/app.xml": properties})).layout.pages == 3
    body = paragraph("One") + '<w:p><w:r><w:br w:type="page"/><w:t>Two</w:t></w:r></w:p>'
    assert extract(repacked(with_body(body), {}, without=["docProps/app.xml"])).layout.pages == 2


def test_a_zip_file_is_no_word_file() -> None:
    """Whatever it begins with."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("nurse.txt", "Nurse")
    with pytest.raises(FileRefusedError, match="ZIP file that is no Word file"):
        extract(file.getvalue())
