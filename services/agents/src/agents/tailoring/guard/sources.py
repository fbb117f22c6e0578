"""The texts that facts may come from, and the excerpts that a line cites. A posting is never among them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.documents import SourceKind, SourceText, Span

_FACTUAL: frozenset[SourceKind] = frozenset({"resume", "profile", "user"})


@dataclass(frozen=True, slots=True)
class Sources:
    """Source texts by kind."""

    texts: Mapping[SourceKind, str]

    @classmethod
    def of(cls, *sources: SourceText | None) -> "Sources":
        """Collect sources of facts.

        Raises:
            ValueError: One of them is a posting, which states no fact about the candidate.
        """
        given = [source for source in sources if source is not None]
        if any(source.kind not in _FACTUAL for source in given):
            raise ValueError("a posting is never a source of facts")
        return cls({source.kind: source.text for source in given})

    def excerpt(self, span: Span) -> str | None:
        """Give the characters of a span, None where the span points outside of the texts that we have."""
        text = self.texts.get(span.source)
        if text is None or not 0 <= span.start < span.end <= len(text):
            return None
        return text[span.start : span.end]

    def excerpts(self, spans: Iterable[Span]) -> list[str] | None:
        """Give the excerpts of all spans, None where one of them points nowhere."""
        found = [self.excerpt(span) for span in spans]
        kept = [excerpt for excerpt in found if excerpt is not None]
        return kept if len(kept) == len(found) else None


def squash(text: str) -> str:
    """Give a text as identity compares it: white space made single, the dash and quote characters made one."""
    unified = text.translate(_UNIFY)
    return " ".join(unified.split())


_UNIFY = str.maketrans(
    {"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "}
)
