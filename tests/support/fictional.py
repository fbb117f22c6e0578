"""Texts that were made up for the tests: nobody in them exists."""

from functools import cache
from pathlib import Path
from typing import Final

from agents.tailoring.lexicon import Lexicon
from agents.tailoring.posting import read_posting
from agents.tailoring.reading import read_resume
from agents.tailoring.text import source_text
from contracts.documents import JobDoc, ResumeDoc, SourceText

_FOLDER: Final = Path(__file__).parent / "texts"
RESUMES: Final = ("nurse", "developer", "warehouse", "analyst", "cook", "bookkeeper", "electrician")
"""Seven trades, each laid out in another way."""


@cache
def text(name: str) -> str:
    """Give a text by the name of its file."""
    return next(_FOLDER.glob(f"{name}.*")).read_text(encoding="utf-8")


@cache
def resume(name: str) -> tuple[SourceText, ResumeDoc]:
    """Read a made-up résumé."""
    source = source_text("resume", text(name))
    return source, read_resume(source, None, Lexicon.load())


@cache
def posting(name: str) -> tuple[SourceText, JobDoc]:
    """Read a made-up posting: `nurse`, `developer`."""
    source = source_text("posting", text(f"posting_{name}"))
    return source, read_posting(source, Lexicon.load())
