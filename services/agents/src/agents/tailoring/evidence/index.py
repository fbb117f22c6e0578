"""An index of a view: which lines can hold a phrase, and what stands in the headers of entries."""

from dataclasses import dataclass

from agents.tailoring.evidence.reader import Reader, TextRead
from agents.tailoring.views import Place, View, ViewEntry, ViewLine


@dataclass(frozen=True, slots=True)
class Located:
    """A text of the view that can be evidence, read, with its place."""

    id: str
    """The line's id; the entry's for a title."""
    text: str
    read: TextRead
    place: Place
    entry_id: str | None


class Index:
    """The searchable side of a view. Immutable once built."""

    def __init__(self, view: View, reader: Reader) -> None:
        self.view = view
        self.reader = reader
        self.texts: tuple[Located, ...] = tuple(self._locate(view))
        self._by_stem: dict[str, set[int]] = {}
        for number, located in enumerate(self.texts):
            for word_stem in located.read.stems:
                self._by_stem.setdefault(word_stem, set()).add(number)

    def holding(self, stems: tuple[str, ...]) -> list[int]:
        """List the numbers of the texts that hold all of these stems, in any order; ascending."""
        found: set[int] | None = None
        for word_stem in stems:
            numbers = self._by_stem.get(word_stem, set())
            found = numbers if found is None else found & numbers
            if not found:
                return []
        return sorted(found or ())

    def _locate(self, view: View) -> list[Located]:
        located: list[Located] = []
        if view.contact.headline:
            located.append(self._text("contact", view.contact.headline, "other", None))
        for section in view.sections:
            located.extend(self._line(line) for line in section.lines)
            for entry in section.entries:
                header = _header(entry)
                if header:
                    located.append(self._text(entry.id, header, section.place, entry.id))
                located.extend(self._line(line) for line in entry.lines)
        return located

    def _line(self, line: ViewLine) -> Located:
        return self._text(line.id, line.text, line.place, line.entry_id)

    def _text(self, text_id: str, text: str, place: Place, entry_id: str | None) -> Located:
        return Located(text_id, text, self.reader.read(text), place, entry_id)


def _header(entry: ViewEntry) -> str:
    """Give what of an entry's header can be evidence: a title everywhere, the school too where it names the degree."""
    if entry.section_type in {"education", "certifications"}:
        return " | ".join(part for part in (entry.title, entry.org) if part)
    return entry.title or ""
