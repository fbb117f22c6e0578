"""Real files: PDF and Word say the same, and what is read of them is what is read of their texts."""

from collections import Counter
from functools import cache

import pytest

from agents.tailoring.extracting import extract
from agents.tailoring.lexicon import Lexicon, words
from agents.tailoring.reading import read_resume
from agents.tailoring.text import source_text
from contracts.documents import ResumeDoc, SourceText
from tests.support.corpus import DATA, postings, resumes

pytestmark = pytest.mark.data


@cache
def read(name: str) -> SourceText:
    """Read a file."""
    extracted = extract((DATA / "files" / name).read_bytes())
    return source_text("resume", extracted.text, "pdf" if name.endswith("pdf") else "docx", extracted.layout)


def same(one: str, other: str) -> float:
    """Give the token F1 of two texts."""
    first, second = (Counter(word.text.lower() for word in words(text)) for text in (one, other))
    return 2 * (first & second).total() / (first.total() + second.total())


def outline(resume: ResumeDoc) -> list[tuple[str, list[tuple[str | None, str | None, int]]]]:
    """Give types of sections with titles, employers and statements."""
    return [
        (section.type, [(entry.title, entry.org, len(entry.bullets)) for entry in section.entries])
        for section in resume.sections
    ]


def files() -> list[str]:
    """Name the files."""
    return sorted(path.name for path in (DATA / "files").glob("*") if path.suffix in {".pdf", ".docx"})


def test_pdf_and_word_file_of_one_resume_say_the_same() -> None:
    """Every word, for each pair."""
    pairs = [name.removesuffix(".docx") for name in files() if name.startswith("sb_") and name.endswith(".docx")]
    assert len(pairs) >= 3
    for name in pairs:
        assert same(read(f"{name}.pdf").text, read(f"{name}.docx").text) >= 0.99, name


def test_files_say_what_their_texts_say() -> None:
    """But for icons, nearly every word; each reads well, and none has columns."""
    for name in files():
        stem = name.rpartition(".")[0]
        text = {**postings(), **resumes()}[stem]
        assert same(read(name).text, source_text("resume", text).text) >= 0.98, name
        assert read(name).layout.quality > 0.95, name
        assert read(name).layout.columns == 1, name


def test_resumes_are_read_alike_from_file_and_text() -> None:
    """The same roles with the same statements, and the same person."""
    for name in files():
        stem = name.rpartition(".")[0]
        if stem not in resumes():
            continue
        by_file = read_resume(read(name), None, Lexicon.load())
        by_text = read_resume(source_text("resume", resumes()[stem]), None, Lexicon.load())
        roles, wanted = ([part for part in outline(resume) if part[0] == "experience"] for resume in (by_file, by_text))
        assert roles == wanted, name
        for field in ("name", "email", "phone"):
            assert getattr(by_file.contact, field) == getattr(by_text.contact, field), name
