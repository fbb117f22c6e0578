"""Whatever bytes come: a text or a refusal, never another error."""

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from agents.tailoring.extracting import Extracted, FileRefusedError, extract, file_kind
from tests.support import fictional
from tests.support.made_files import part_of, pdf_of, repacked, two_columns, word_file

PDFS = (pdf_of(fictional.text("cook")[:600]), two_columns())
DOCX = word_file("Ada Marlowe\n• Led the night shift\nSkills")
BODY = part_of(DOCX, "word/document.xml")
TOKENS = (b"/Kids [2 0 R]", b"/Length -1", b"/Length 99999999", b"/Filter /JBIG2Decode", b"endobj", b"[[[[", b"<<")
HEADS = (b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
NAMES = ("p", "tbl", "tr", "tc", "sdt", "sdtContent", "r", "ins", "t", "txbxContent")


def read(content: bytes) -> Extracted | str:
    """Extract, or give the code of the refusal."""
    try:
        return extract(content)
    except FileRefusedError as refusal:
        return refusal.code if str(refusal) else ""


@st.composite
def mutated(draw: st.DrawFn, originals: tuple[bytes, ...], tokens: tuple[bytes, ...]) -> bytes:
    """Change a file in some places: bytes lost, doubled, overwritten, tokens put in."""
    content = bytearray(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.integers(0, 60))
        match draw(st.sampled_from(["lose", "double", "noise", "token"])):
            case "lose":
                del content[place : place + length]
            case "double":
                content[place:place] = content[place : place + length]
            case "noise":
                content[place : place + length] = draw(st.binary(max_size=20))
            case _:
                content[place:place] = draw(st.sampled_from(tokens))
    return bytes(content)


@given(st.sampled_from(HEADS), st.binary(max_size=300))
@settings(deadline=None, max_examples=60)
def test_any_bytes_are_a_text_or_a_refusal(head: bytes, rest: bytes) -> None:
    """Also where they begin as a file does that is read."""
    assert read(head + rest)


@given(mutated(PDFS, TOKENS))
@settings(deadline=None, max_examples=40)
def test_a_damaged_pdf_is_a_text_or_a_refusal(content: bytes) -> None:
    """Readers bear much; what they do not bear becomes a sentence."""
    assert read(content)


@given(mutated((DOCX,), (b"PK\x01\x02", b"PK\x05\x06", b"\xff\xff\xff\xff")))
@settings(deadline=None, max_examples=60)
def test_a_damaged_word_file_is_a_text_or_a_refusal(content: bytes) -> None:
    """Wherever in the archive the damage is."""
    if file_kind(content) is not None:
        assert read(content)


@given(mutated((BODY,), (b"<w:tbl>", b"</w:p>", b"<w:r><w:t>", b"&a;", b"<!--", b"<?x?>", b"<w:sdt>")))
@settings(deadline=None, max_examples=80)
def test_damaged_xml_is_a_text_or_a_refusal(body: bytes) -> None:
    """Well-formed or not, and whatever is nested in what."""
    assert read(repacked(DOCX, {"word/document.xml": body}))


@given(st.lists(st.sampled_from(NAMES), max_size=200))
@settings(deadline=None, max_examples=80)
def test_any_nesting_is_walked_to_its_end(names: list[str]) -> None:
    """Tables in tables in boxes, deeper than anybody draws them: no recursion without end."""
    opened = "".join(f"<w:{name}>" for name in names)
    closed = "".join(f"</w:{name}>" for name in reversed(names))
    document = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{opened}Ada{closed}'
    assert read(repacked(DOCX, {"word/document.xml": f"{document}</w:document>".encode()}))


def test_a_file_that_is_neither_is_refused() -> None:
    """Whoever calls says what kind it is; here it is looked at once more."""
    assert read(b"Ada Marlowe") == "unsupported_file"
    file = io.BytesIO()
    zipfile.ZipFile(file, "w").close()
    assert read(b"PK\x03\x04" + file.getvalue()) in {"corrupt_file", "unsupported_file"}
