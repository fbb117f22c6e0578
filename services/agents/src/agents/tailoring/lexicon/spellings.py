"""What a certificate or a licence is written as beside its names: forms of one word, and capitals with full stops."""

import re
from collections.abc import Iterator
from typing import Final

from agents.tailoring.lexicon.tables import Name, TermKind

PAPERS: Final[frozenset[TermKind]] = frozenset({"cert", "licence"})
"""The kinds that one has or has not."""
_FORMS: Final = (("certification", "certificate", "certified"), ("license", "licence"))
_CAPITALS: Final = re.compile(r"[A-Z]{2,5}")


def spellings(name: Name, kind: TermKind) -> Iterator[Name]:
    """Yield the other spellings of a name: "ASE certified" of "ASE certification", "C.P.A." of "CPA"."""
    if kind not in PAPERS:
        return
    if _CAPITALS.fullmatch(name.text):
        yield Name(f"{'.'.join(name.text)}.", exact=True)
    before, _, last = name.text.rpartition(" ")
    for forms in _FORMS:
        if before and last.lower() in forms:
            yield from (Name(f"{before} {form}", name.exact) for form in forms if form != last.lower())
