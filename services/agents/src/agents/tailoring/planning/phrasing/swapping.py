"""Says a deed with the posting's verb, where both verbs mean the same."""

from collections.abc import Collection

from agents.tailoring.language import better_of, verb_of
from agents.tailoring.lexicon import words


def swapped_verb(text: str, wanted: Collection[str]) -> tuple[str, str] | None:
    """Give the line with the posting's verb in front, and that verb's lemma.

    Args:
        text: The line.
        wanted: Lemmas that the posting uses.

    Returns:
        None unless another verb says the same as well or better, and the posting uses that one and not the first.
    """
    first = words(text)[:1]
    verb = verb_of(first[0].text) if first else None
    if verb is None or first[0].start != 0 or verb.lemma in wanted:
        return None
    form = first[0].text.lower()
    field = next((name for name in ("past", "gerund", "third", "lemma") if getattr(verb, name) == form), None)
    if field is None:
        return None
    for other in better_of(verb):
        if other.lemma in wanted and other.tier <= verb.tier:
            return getattr(other, field).capitalize() + text[first[0].end :], other.lemma
    return None
