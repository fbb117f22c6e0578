"""Makes a source text of what was handed over."""

import hashlib
from typing import Literal

from msgspec import structs

from agents.tailoring.lexicon import Lexicon, words
from agents.tailoring.text.hyphens import join_hyphenated
from agents.tailoring.text.language import language_of
from agents.tailoring.text.markdown import is_markdown, without_marks
from agents.tailoring.text.normalise import line_breaks, normalise
from contracts.documents import Layout, SourceKind, SourceText


def source_text(
    kind: SourceKind,
    raw: str,
    origin: Literal["txt", "md", "pdf", "docx", "json", "url"] = "txt",
    layout: Layout | None = None,
) -> SourceText:
    """Normalise a text and say what was repaired; nothing is left out but what cannot be seen.

    Normalising twice changes nothing: `source_text(kind, done.text).text == done.text`. `layout` is what was seen of
    the form of the file that the text was in; how well it reads is judged here.
    """
    text, repairs = _without_markdown(raw, marked=origin == "md") if layout is None else normalise(raw)
    language = language_of(text)
    if language == "en":  # the joiner knows English words only
        lexicon = Lexicon.load()
        joined = join_hyphenated(text, lexicon.zipf)
        if joined != text:
            text, repairs = joined, sorted({*repairs, "hyphenation"})
    return SourceText(
        kind=kind,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        origin=origin,
        layout=structs.replace(
            layout or Layout(pages=max(1, raw.strip("\f").count("\f") + 1)), quality=_quality(text, language)
        ),
        language=language,
        repairs=repairs,
    )


def _without_markdown(raw: str, *, marked: bool) -> tuple[str, list[str]]:
    """Normalise a text that may be Markdown, until it is none: invisible characters may hide a mark."""
    text, found = line_breaks(raw), set[str]()  # marks are known by where they stand in a line
    while True:
        before = text
        marked = marked or is_markdown(text)
        text, repairs = normalise(without_marks(text) if marked else text)
        found |= {*repairs, *(["markdown"] if marked else [])}
        if text == before or not is_markdown(text):
            return text, sorted(found)


def _quality(text: str, language: str) -> float:
    """Give the share of words of letters that are known, 0 to 1; 1 where we do not know the language."""
    if language != "en":
        return 1.0
    lexicon = Lexicon.load()
    found = [token.text for token in words(text) if token.text.isalpha() and token.text.islower()]
    return round(sum(lexicon.is_word(word) for word in found) / len(found), 3) if found else 1.0
