"""A wording of another engine beside the rules' own: taken only where it passes every gate, and loses nothing."""

from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from agents.tailoring.applying.edit import CannotApply
from agents.tailoring.applying.gates import TOLERANCE, Gates, Measured
from agents.tailoring.guard.numbers import number_counts
from agents.tailoring.language import verb_of, word_list
from agents.tailoring.lexicon import Lexicon, stem, words
from contracts.documents import Declined, FactId, Patch

_FUNCTION_WORDS: Final = word_list("function")
_MOST_LOST: Final = 0.25
"""A rewording may leave out this share of the other content words: a verb for a verb, not what was done."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What an engine wrote for a patch, or why it wrote nothing."""

    patch_id: str
    engine: str
    text: str = ""
    sources: tuple[FactId, ...] = ()
    """The facts that it cites: what the guard holds it to."""
    why_not: str | None = None


def decided(gates: Gates, state: Measured, patch: Patch, wording: Wording | None) -> tuple[Patch, Measured]:
    """Take a patch through the gates, in an engine's words where these are as good as the rules'.

    Returns:
        The patch, applied or rejected, with what became of the wording; and the document with it.
    """
    try:
        after = gates.try_patch(state, patch)
        ruled = replace(patch, status="applied", reject_reason=None)
    except CannotApply as refused:
        after = state
        ruled = replace(patch, status="rejected", reject_reason=str(refused))
    if wording is None or wording.text == patch.after:
        return ruled, after
    if wording.why_not is not None:
        return replace(ruled, declined=Declined(engine=wording.engine, reason=wording.why_not)), after
    worded = replace(
        patch, after=wording.text, sources=list(wording.sources), engine=wording.engine, otherwise=patch.after
    )
    try:
        if patch.op != "compose_summary":
            _hold_to_keep_all(patch.after, wording.text, gates.reader.lexicon)
        said = gates.try_patch(state, worded)
        _hold_to_score(said, after if ruled.status == "applied" else state)
    except CannotApply as refused:
        declined = Declined(engine=wording.engine, reason=str(refused), text=wording.text)
        return replace(ruled, declined=declined), after
    return replace(worded, status="applied", reject_reason=None), said


def _hold_to_keep_all(kept: str, text: str, lexicon: Lexicon) -> None:
    lost = losses(kept, text, lexicon)
    if lost is not None:
        raise CannotApply(f"gate 3: it leaves out {lost}")


def _hold_to_score(said: Measured, ruled: Measured) -> None:
    if said.score < ruled.score - TOLERANCE:
        raise CannotApply("gate 4: the rules' own words score higher")


def losses(kept: str, text: str, lexicon: Lexicon) -> str | None:
    """Name what a rewording leaves out of a line: numbers, names, terms, or too much of the rest; None if nothing.

    The guard allows an applied patch to take words away, since the rules take away only filler. A model has to be
    held to it.
    """
    if number_counts([kept]) - number_counts([text]):
        return "a number"
    if {hit.term for hit in lexicon.find(kept)} - {hit.term for hit in lexicon.find(text)}:
        return "a term"
    written = {token.text.lower() for token in words(text)}
    if any(_is_name(token.text) and token.text.lower() not in written for token in words(kept)[1:]):
        return "a name"
    content = [token.text for token in words(kept) if token.text.lower() not in _FUNCTION_WORDS]
    said = {form for token in words(text) for form in _forms(token.text)}
    lost = [word for word in content if not _forms(word) & said]
    return "much of the line" if len(lost) > max(1.0, _MOST_LOST * len(content)) else None


def _is_name(word: str) -> bool:
    return any(letter.isupper() for letter in word)


def _forms(word: str) -> set[str]:
    verb = verb_of(word)
    return {stem(word)} if verb is None else {stem(word), verb.lemma}
