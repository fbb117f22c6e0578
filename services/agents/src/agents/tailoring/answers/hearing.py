"""Makes a source text and facts of the answers of a job."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from agents.tailoring.answers.claims import affirms, is_claim, is_no
from agents.tailoring.lexicon import Lexicon, stem, words
from agents.tailoring.reading.facts import stated_facts
from agents.tailoring.reading.statements import Statement, sentences, statement
from agents.tailoring.text import language_of
from agents.tailoring.text.normalise import normalise
from contracts.documents import Answer, AnswerSheet, Bullet, Fact, Patch, SourceText, Span

_PREFIX: Final = "u"


@dataclass(frozen=True, slots=True)
class Heard:
    """What the answers come to."""

    source: SourceText
    """The answers one after the other, parted by blank lines; of kind `user`."""
    facts: tuple[Fact, ...]
    """What they claim, with ids `u1`, `u2` and so on. Each statement is one of kind `bullet`."""
    answered: frozenset[str]
    """Ids of the requirements that are not asked for again: answered or declined."""
    declined: frozenset[str]
    """Those of them that were declined, or answered with a no."""


def hear(sheet: AnswerSheet, lexicon: Lexicon) -> Heard:
    """Read answers.

    An answer that only says yes is a claim of what was asked: it is written down with the one name that the question
    asks for before it. Whatever else is in the text is in the user's own words. An answer that begins with a no, and a
    statement that denies, wishes, asks or speaks to a machine, stands in the text and makes no fact.
    """
    text = ""
    claims: list[Bullet] = []
    declined: set[str] = set()
    for answer in sheet.answers:
        said = _said(answer, lexicon)
        if not said or is_no(said):
            declined.add(answer.question.requirement_id)
        if not said:
            continue
        start = len(text) + 2 * bool(text)
        text = f"{text}\n\n{said}" if text else said
        if not is_no(said):
            claims.extend(_claims(text, start, len(claims)))
    source = SourceText(
        kind="user", sha256=hashlib.sha256(text.encode()).hexdigest(), text=text, language=language_of(text)
    )
    return Heard(
        source=source,
        facts=tuple(stated_facts(claims, text, lexicon, _PREFIX)),
        answered=frozenset(answer.question.requirement_id for answer in sheet.answers),
        declined=frozenset(declined),
    )


def is_from_answers(patch: Patch) -> bool:
    """Tell whether a change writes what the user answered: it cites nothing else."""
    return bool(patch.sources) and all(name.startswith(_PREFIX) for name in patch.sources)


def _said(answer: Answer, lexicon: Lexicon) -> str:
    """Give an answer as it is written down; empty where nothing was said."""
    text, _ = normalise(answer.text or "")
    said = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    term = answer.question.term
    if said and term is not None and affirms(said) and not _names(said, term, lexicon):
        return f"{term}: {said}"
    return said


def _names(said: str, term: str, lexicon: Lexicon) -> bool:
    canonical = lexicon.term(term) or term
    stems = [stem(token.text) for token in words(said)]
    return any(hit.term == canonical for hit in lexicon.find(said)) or all(
        stem(token.text) in stems for token in words(term)
    )


def _claims(text: str, start: int, known: int) -> Iterator[Bullet]:
    """Yield the statements of an answer that claim something, line by line and sentence by sentence."""
    position = start
    for line in text[start:].split("\n"):
        whole = statement(text, position, position + len(line))
        position += len(line) + 1
        for part in sentences(whole, text) if whole.text else ():
            if is_claim(part.text):
                known += 1
                yield _bullet(part, known)


def _bullet(part: Statement, number: int) -> Bullet:
    return Bullet(id=f"{_PREFIX}{number}", text=part.text, span=Span(source="user", start=part.start, end=part.end))
