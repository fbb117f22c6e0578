"""A start as a form: files are known by their content, and whatever is sent is taken or refused with a sentence."""

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.refusals import RefusedError
from gateway.start.files import FILE_LIMIT_BYTES
from gateway.start.form import FormReader
from gateway.start.request import StartRequest, checked, read_start

POSTING = {"@context": "https://schema.org", "@type": "JobPosting", "title": "Nurse", "description": "Nurse wanted"}
RESUME = "Zoë Roe – nurse\r\n• “Night shifts”"


def form(*parts: tuple[str, bytes], headers: str = "") -> bytes:
    """Write a form's body."""
    said = b""
    for name, content in parts:
        disposition = f'Content-Disposition: form-data; name="{name}"; filename="cv.pdf"\r\n{headers}\r\n'
        said += b"--x\r\n" + disposition.encode() + content + b"\r\n"
    return said + b"--x--\r\n"


def read(body: bytes, *, pieces: int = 1 << 20, boundary: str = "x") -> StartRequest:
    """Read a form that arrives in pieces of a size."""
    reader = FormReader(boundary)
    for start in range(0, len(body), pieces):
        reader.feed(body[start : start + pieces])
    return checked(reader.given())


def attempt(body: bytes) -> StartRequest | RefusedError:
    """Read a form, or give its refusal."""
    try:
        return read(body)
    except RefusedError as said:
        return said


def refused(body: bytes) -> RefusedError:
    """Read a form, and give its refusal."""
    with pytest.raises(RefusedError) as caught:
        read(body)
    assert len(str(caught.value)) > 20
    return caught.value


def archive(*names: str) -> bytes:
    """Make a ZIP file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "x" * 99)
    return file.getvalue()


@pytest.mark.parametrize("pieces", [1, 7, 1 << 20])
def test_files_and_texts_are_the_same_start(pieces: int) -> None:
    """A file is its text, in whatever pieces it arrives: the same documents and hash as JSON with that text."""
    body = form(("resume_file", RESUME.encode()), ("job_text", b"Nurse wanted"), ("profile_text", b"Finnish"))
    asked = read(body, pieces=pieces)
    same = read_start(
        json.dumps({"resume_text": RESUME, "job_text": "Nurse wanted", "profile_text": "Finnish"}).encode()
    )
    assert asked == same
    assert asked.body_hash() == same.body_hash()


def test_what_a_form_left_empty_is_left_out() -> None:
    """Browsers send every field, also those that nobody filled in."""
    body = form(("resume_file", RESUME.encode()), ("resume_text", b""), ("job_text", b""), ("job_url", b"http://a.b/"))
    assert read(body).documents() == {"resume_upload": RESUME.encode(), "job_url": b"http://a.b/"}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"], ids=["plain", "marked", "16", "32", "Windows"]
)
def test_a_text_file_is_read_in_its_encoding(encoding: str) -> None:
    """As Notepad and Word save plain text: with a mark, or without one as UTF-8 or Windows-1252."""
    asked = read(form(("resume_file", RESUME.encode(encoding)), ("job_text", b"Nurse")))
    assert asked.resume_text == RESUME


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (archive("nurse.txt"), "ZIP"),
        (b"PK\x03\x04 and no directory", "ZIP"),
        (b"\xef\xbb\xbfPK\x03\x04", "ZIP"),
        (archive("word/document.xml"), "ZIP"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "PowerPoint"),
        (archive("mimetype", "content.xml"), "OpenDocument"),
        (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "Word"),
        (b"{\\rtf1 nurse}", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"<!DOCTYPE html><p>nurse", "HTML"),
        (b"nurse\0nurse", "binary"),
        (b"nurse\x81\x8d\x8f", "binary"),
        ("nurse".encode("utf-16-le"), "binary"),
        (bytes(range(256)), "binary"),
    ],
)
@pytest.mark.parametrize("field", ["resume_file", "job_file"])
def test_another_kind_of_file_is_named(field: str, content: bytes, kind: str) -> None:
    """415 says what the file is and what to do; its name and the type that the sender gave it count for nothing."""
    other = ("job_text", b"Nurse") if field == "resume_file" else ("resume_text", b"Jane Roe")
    said = refused(form((field, content), other, headers="Content-Type: text/plain\r\n"))
    assert (said.status, said.code, said.more["field"]) == (415, "unsupported_file", field)
    assert kind in str(said)
    assert f"paste its text as `{field.replace('file', 'text')}`" in str(said)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\nnurse",
        b"\xef\xbb\xbf%PDF-1.7\nnurse",
        b"\n\n%PDF-1.7\nnurse",
        archive("[Content_Types].xml", "word/document.xml"),
        archive("[Content_Types].xml", "word/document2.xml") + b"behind it",
    ],
)
def test_a_pdf_and_a_word_file_are_taken_as_they_are(content: bytes) -> None:
    """Whatever they are called and said to be: the bytes are the document, for the first step to read."""
    asked = read(form(("resume_file", content), ("job_file", content), headers="Content-Type: text/plain\r\n"))
    assert asked.documents() == {"resume_upload": content, "job_upload": content}
    other = read(form(("resume_file", content + b" "), ("job_file", content)))
    assert other.body_hash() != asked.body_hash()


def test_a_word_file_with_a_password_is_refused() -> None:
    """422 and what to do about it: nobody here can read it."""
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    said = refused(form(("resume_file", locked), ("job_text", b"Nurse")))
    assert (said.status, said.code, said.more["field"]) == (422, "encrypted_file", "resume_file")


def test_an_archive_with_countless_members_is_looked_at_quickly() -> None:
    """Its directory is read no further than a document's would be: a hundred thousand entries cost nothing."""
    entry = b"PK\x01\x02" + bytes(24) + (1).to_bytes(2, "little") + bytes(16) + b"a"
    directory = entry * 100_000
    end = b"PK\x05\x06" + bytes(8) + len(directory).to_bytes(4, "little") + bytes(6)
    said = refused(form(("resume_file", b"PK\x03\x04" + directory + end), ("job_text", b"Nurse")))
    assert (said.status, said.code) == (415, "unsupported_file")


def test_no_file_hides_in_json() -> None:
    """Bytes come in forms only: as fields of JSON they are unknown."""
    with pytest.raises(RefusedError) as caught:
        read_start(b'{"resume_file": "aGVsbG8=", "job_text": "Nurse"}')
    assert caught.value.code == "unfit_body"


def test_a_posting_as_json_is_taken_whole() -> None:
    """Its length is not that of its text: HTML and pictures may be in it."""
    content = json.dumps(POSTING | {"image": "x" * 200_000}).encode()
    assert read(form(("resume_text", b"Jane Roe"), ("job_file", content))).job_text == content.decode()


def test_json_of_something_else_is_refused() -> None:
    """JSON without a JobPosting is no posting, and a résumé is no JSON."""
    said = refused(form(("resume_text", b"Jane Roe"), ("job_file", b'[{"@type": "Article"}]')))
    assert (said.status, said.code) == (422, "no_job_posting")
    said = refused(form(("resume_file", json.dumps(POSTING).encode()), ("job_text", b"Nurse")))
    assert (said.status, said.code) == (415, "unsupported_file")
    assert read(form(("resume_text", b"Jane"), ("job_file", b"[Berlin] Nurse wanted"))).job_text is not None
    nested = b"[" * 50_000 + b"a"
    assert read(form(("resume_text", b"Jane"), ("job_file", nested))).job_text == nested.decode()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (form(), 422, "no_resume"),
        (form(("resume_text", b"Jane")), 422, "no_posting"),
        (form(("resume_text", b"Jane"), ("resume_file", b"Jane"), ("job_text", b"a")), 422, "two_resumes"),
        (form(("resume_text", b"Jane"), ("job_file", b"a"), ("job_text", b"a")), 422, "two_postings"),
        (form(("resume_text", b"Jane"), ("job_file", b"a"), ("job_url", b"http://a.b")), 422, "two_postings"),
        (form(("resume_text", b"Jane"), ("resume_text", b"Roe"), ("job_text", b"a")), 400, "unfit_body"),
        (form(("resume", b"Jane"), ("job_text", b"a")), 400, "unfit_body"),
        (form(("", b"Jane")), 400, "unfit_body"),
        (form(("resume_text", b"Jane \xff"), ("job_text", b"a")), 400, "malformed_body"),
        (form(("resume_text", b"Jane"), ("job_text", b"a"))[:-4], 400, "malformed_body"),
        (b"{}", 400, "malformed_body"),
        (b"", 400, "malformed_body"),
        (b"--x\r\nContent-Type: text/plain\r\n\r\na\r\n--x--\r\n", 400, "malformed_body"),
        (b"--x\r\n" + b"X: y\r\n" * 99, 400, "malformed_body"),
        (form(("resume_file", b" \n "), ("job_text", b"Nurse")), 422, "empty_text"),
        (form(("resume_file", b"a" * 100_001), ("job_text", b"Nurse")), 413, "too_large"),
        (form(("resume_file", b"Jane"), ("job_file", b"a" * 60_001)), 413, "too_large"),
    ],
)
def test_a_form_that_cannot_be_done_is_refused(body: bytes, status: int, code: str) -> None:
    """Each with a status, a stable code and a sentence."""
    said = refused(body)
    assert (said.status, said.code) == (status, code), str(said)


def test_a_large_file_is_refused_before_it_is_here() -> None:
    """One byte above 5 MB is too many, and the limit stands in the answer; the rest is not waited for."""
    head = form(("resume_file", b"")).partition(b"\r\n--x--")[0]
    reader = FormReader("x")
    reader.feed(head + b"a" * FILE_LIMIT_BYTES)
    with pytest.raises(RefusedError) as caught:
        reader.feed(b"a" * 9)
    assert caught.value.status == 413
    assert caught.value.more == {"field": "resume_file", "limit": 5 * 1024 * 1024, "unit": "bytes"}


@pytest.mark.parametrize("boundary", ["", "\n"])
def test_a_form_without_a_usable_boundary_is_refused(boundary: str) -> None:
    """The header is the mistake, and is named."""
    with pytest.raises(RefusedError):
        FormReader(boundary)


@given(
    content=st.binary(max_size=200) | st.text(max_size=100).map(str.encode),
    field=st.sampled_from(["resume_file", "job_file", "resume_text", "job_url"]),
)
def test_any_part_is_taken_or_refused(content: bytes, field: str) -> None:
    """No content makes another error than a refusal, and what is taken can be stored."""
    others = {"resume_text": b"Jane Roe", "job_text": b"Nurse wanted"}
    others.pop("resume_text" if field.startswith("resume") else "job_text")
    asked = attempt(form((field, content), *others.items()))
    if isinstance(asked, RefusedError):
        assert asked.status in {400, 415, 422}
    else:
        assert len(asked.documents()) == 2
