"""Which tense a role is told in."""

from agents.tailoring.language.verbs import form_of, verb_of
from agents.tailoring.lexicon import words
from contracts.documents import ResultEntry


def told_in_past(entry: ResultEntry) -> bool:
    """Tell whether most lines of an entry that start with a verb start with it in the past.

    A role that goes on may be told so, and then one line in the present would stand out.
    """
    forms = [form for line in entry.lines if (form := opening_form(line.text)) is not None]
    return sum(form == "past" for form in forms) * 2 > len(forms)


def opening_form(text: str) -> str | None:
    """Name the form of the verb that opens a line: past, gerund, third or lemma; None where none does."""
    first = words(text)[:1]
    verb = verb_of(first[0].text) if first and first[0].start == 0 else None
    return form_of(verb, first[0].text) if verb is not None else None
