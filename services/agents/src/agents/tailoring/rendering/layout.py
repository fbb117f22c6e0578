"""What both texts share: the order of parts, and how a header is put together."""

from agents.tailoring.lexicon import words
from contracts.documents import Contact, Line, OptimisedDoc, ResultEntry, ResultSection

Block = Line | ResultEntry


def name_line(contact: Contact) -> str:
    """Give what stands at the top: the name, else the headline, else nothing."""
    return one_line(contact.name or contact.headline or "")


def contact_lines(contact: Contact) -> list[str]:
    """Give the lines below the name: the headline, then how to reach the candidate, empty where there is nothing."""
    lines: list[str] = []
    if contact.name and contact.headline:
        lines.append(one_line(contact.headline))
    reach = [contact.location, contact.phone, contact.email, *contact.links]
    known = [one_line(part) for part in reach if part]
    if known:
        lines.append(" | ".join(known))
    return lines


def blocks(section: ResultSection) -> list[Block]:
    """Give the lines and entries of a section in reading order: lines that stood before the first entry come first."""
    first = min((span.start for entry in section.entries for span in entry.spans), default=None)
    before = [line for line in section.lines if first is None or not line.spans or line.spans[0].start < first]
    after = [line for line in section.lines if line not in before]
    return [*before, *section.entries, *after]


def shown_sections(doc: OptimisedDoc) -> list[ResultSection]:
    """Give the sections to show: a section of contact details only what the contact block does not say already."""
    known = {
        token.text.lower() for line in [name_line(doc.contact), *contact_lines(doc.contact)] for token in words(line)
    }
    return [
        section
        for section in doc.sections
        if section.type != "contact" or any(_says_more(line, known) for line in section.lines) or section.entries
    ]


def header(entry: ResultEntry) -> tuple[str, list[str]]:
    """Give an entry's first line (title, else employer) and what stands beside or below it."""
    title = one_line(entry.title or entry.org or "")
    rest = [entry.org if entry.title else None, entry.location, entry.dates.raw if entry.dates is not None else None]
    return title, [one_line(part) for part in rest if part]


def one_line(text: str) -> str:
    """Give a text on one line, its white space made single."""
    return " ".join(text.split())


def _says_more(line: Line, known: set[str]) -> bool:
    return any(token.text.lower() not in known for token in words(line.text))
