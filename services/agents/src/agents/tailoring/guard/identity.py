"""What may never change: name, contact, employers, titles, places, dates, schools, certificates."""

from collections.abc import Iterable, Mapping

from agents.tailoring.guard.violation import Violation
from agents.tailoring.language.periods import period_text, same_period
from contracts.documents import Contact, Entry, ResultEntry

FIELDS = ("org", "title", "location")


def contact_faults(made: Contact, source: Contact) -> list[Violation]:
    """Compare contact blocks, byte by byte."""
    return [
        Violation("contact", "contact", field)
        for field in Contact.__struct_fields__
        if getattr(made, field) != getattr(source, field)
    ]


def entry_faults(made: Iterable[ResultEntry], source: Mapping[str, Entry]) -> list[Violation]:
    """Compare the headers of entries with those of the source: the same bytes, dates in their own or the one form."""
    found: list[Violation] = []
    seen: set[str] = set()
    for entry in made:
        original = source.get(entry.id)
        if original is None or entry.id in seen:
            found.append(Violation("identity", entry.id, "entry"))
            continue
        seen.add(entry.id)
        found += [
            Violation("identity", entry.id, field)
            for field in FIELDS
            if getattr(entry, field) != getattr(original, field)
        ]
        if not same_period(entry.dates, original.dates) or not _written_alike(entry, original):
            found.append(Violation("identity", entry.id, "dates"))
    return found


def _written_alike(made: ResultEntry, original: Entry) -> bool:
    if made.dates is None or original.dates is None:
        return True
    return made.dates.raw in {original.dates.raw, period_text(original.dates)}
