"""The lexicon: names of skills, their other names, what is broader, and which words are ordinary."""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property

from typing_extensions import override

from agents.tailoring.lexicon import tables
from agents.tailoring.lexicon.finder import Finder, Hit, Pattern
from agents.tailoring.lexicon.spellings import PAPERS, spellings
from agents.tailoring.lexicon.tables import Group, TermKind
from agents.tailoring.lexicon.words import fold, words

CURATED = ("aliases.txt", "skills.txt")
DERIVED = "onet.txt"
FREQUENCIES = "frequencies.txt"


class Lexicon:
    """Names of skills of many trades, immutable. `Lexicon.load()` reads the committed tables, once.

    Terms are canonical names. What is asked about a name that is no term is answered for its term.
    """

    def __init__(
        self, curated: tuple[Group, ...], derived: tuple[Group, ...], broader: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._kinds: dict[str, TermKind] = {}
        self._variants: dict[str, tuple[str, ...]] = {}
        self._term_of: dict[str, str] = {}
        self._broader = broader
        patterns: list[Pattern] = []
        for group in curated:
            patterns.extend(self._add(group))
            if len(group.names) > 1:
                self._variants[group.names[0].text] = tuple(name.text for name in group.names)
        known = {(pattern.keys, pattern.written is None) for pattern in patterns}
        for group in derived:
            patterns.extend(pattern for pattern in self._add(group) if (pattern.keys, True) not in known)
        self._finder = Finder(patterns)

    @staticmethod
    @cache
    def load() -> "Lexicon":
        """Read the committed tables; the same object every time."""
        curated = tuple(group for table in CURATED for group in tables.groups(table))
        return Lexicon(curated, tuple(tables.groups(DERIVED)), dict(_read_broader()))

    @override
    def __reduce__(self) -> str | tuple[object, ...]:
        if self is Lexicon.load():
            return Lexicon.load, ()  # another process has the tables too: a megabyte need not travel
        return super().__reduce__()

    def find(self, text: str) -> list[Hit]:
        """Find the terms that a text names, by any of their names, sorted by start, never overlapping.

        Names that are also ordinary words (Go, Excel, Spring) count only where they are written as names.
        """
        return self._finder.find(text)

    def term(self, name: str) -> str | None:
        """Give the canonical name of a name, None if it is not in the lexicon."""
        return self._term_of.get(_key(name))

    def variants(self, term: str) -> tuple[str, ...]:
        """List the names that may stand for a term, the canonical one first; itself if it has no other."""
        canonical = self._term_of.get(_key(term), term)
        return self._variants.get(canonical, (canonical,))

    def broader(self, term: str) -> tuple[str, ...]:
        """List the terms that a term is a kind of, nearest first; empty if none is known."""
        found: list[str] = []
        pending = [self._term_of.get(_key(term), term)]
        while pending:
            for name in self._broader.get(pending.pop(0), ()):
                if name not in found:
                    found.append(name)
                    pending.append(name)
        return tuple(found)

    def kind(self, term: str) -> TermKind:
        """Tell what kind of thing a term is; `skill` if it is not in the lexicon."""
        return self._kinds.get(self._term_of.get(_key(term), term), "skill")

    def is_word(self, word: str) -> bool:
        """Tell whether a word is an ordinary English one."""
        return word.lower().replace("’", "'") in self._frequencies

    def zipf(self, word: str) -> float:
        """Give a word's Zipf value (log10 of its occurrences in 10⁹ words), 0.0 if it is rare."""
        return self._frequencies.get(word.lower().replace("’", "'"), 0.0)

    @cached_property
    def _frequencies(self) -> dict[str, float]:
        frequencies: dict[str, float] = {}
        for line in tables.lines(FREQUENCIES):
            value, _, listed = line.partition(" ")
            frequencies.update(dict.fromkeys(listed.split(), float(value)))
        return frequencies

    def _add(self, group: Group) -> Iterator[Pattern]:
        """Take a group in; each name is cut into words once, since thousands are at every start of an agent."""
        names = [*group.names, *(other for name in group.names for other in spellings(name, group.kind))]
        cut = [(name, parts, tuple(map(fold, parts))) for name in names if (parts := _parts(name.text))]
        term = self._term_of.get(" ".join(cut[0][2]), group.names[0].text)
        self._kinds.setdefault(term, group.kind)
        for name, parts, keys in cut:
            self._term_of.setdefault(" ".join(keys), term)
            yield Pattern(keys, parts if name.exact else None, term, group.kind in PAPERS)


def _parts(name: str) -> tuple[str, ...]:
    return tuple(token.text for token in words(name))


def _key(name: str) -> str:
    return " ".join(map(fold, _parts(name)))


def _read_broader() -> Iterator[tuple[str, tuple[str, ...]]]:
    merged: dict[str, list[str]] = {}
    for line in tables.lines("broader.txt"):
        narrow, _, wide = line.partition(" < ")
        merged.setdefault(narrow, []).extend(wide.split(", "))
    for narrow, names in merged.items():
        yield narrow, tuple(dict.fromkeys(names))
