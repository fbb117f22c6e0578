"""Takes down what the résumé states: the facts that every line of a result has to cite."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

from agents.tailoring.lexicon import Lexicon
from agents.tailoring.reading.dates import periods
from agents.tailoring.reading.degrees import DEGREE
from agents.tailoring.reading.skills import listed_items
from agents.tailoring.reading.statements import Statement
from contracts.documents import Bullet, Entry, Fact, FactKind, Section, SectionType, SkillHit, Span

Confidence = Literal["high", "medium", "low"]

METRIC: Final = re.compile(
    r"(?<![\w.,/-])(?:[$€£]\s?)?\d+(?:[.,]\d+)*\s?(?:%|percent\b|k\b|K\b|M\b|million\b|billion\b|bn\b|x\b)?\+?(?![\w/])"
)
_TITLED: Final = frozenset({"experience", "volunteering", "projects"})
_LINE_KINDS: Final[dict[SectionType, FactKind]] = {
    "certifications": "cert",
    "awards": "award",
    "languages": "language",
}


class _Stated(NamedTuple):
    kind: FactKind
    value: str
    span: Span
    entry_id: str | None = None
    confidence: Confidence = "high"
    recency: int | None = None


def facts(
    contact: dict[str, Statement],
    sections: Iterable[Section],
    skills: Iterable[SkillHit],
    source: str,
    lexicon: Lexicon,
) -> list[Fact]:
    """List the facts of a résumé in the order of the text, with ids `f1`, `f2` and so on, each once."""
    every = list(sections)
    latest = _latest_year(every)
    stated = [_Stated("contact", part.text, part.span()) for part in contact.values()]
    recencies: dict[str | None, int | None] = {None: None}
    for section in every:
        for entry in section.entries:
            recencies[entry.id] = _recency(entry, latest)
            stated.extend(_of_entry(entry, section.type, source, recencies[entry.id]))
        for line in section.lines:
            stated.extend(_of_line(line, section.type, source, lexicon))
    stated.extend(_of_skills(skills, lexicon, recencies))
    return _numbered(stated, "f")


def profile_facts(lines: Iterable[Bullet], source: str, lexicon: Lexicon) -> list[Fact]:
    """List the facts of the additional text that the user supplied, with ids `p1`, `p2` and so on."""
    return stated_facts(lines, source, lexicon, "p")


def stated_facts(lines: Iterable[Bullet], source: str, lexicon: Lexicon, prefix: str) -> list[Fact]:
    """List the facts of statements that stand in no résumé: each statement, its numbers, the names in it."""
    stated: list[_Stated] = []
    for line in lines:
        stated.append(_Stated("bullet", line.text, line.span))
        stated.extend(_metrics(line, None, None))
        for hit in lexicon.find(source[line.span.start : line.span.end]):
            span = Span(source=line.span.source, start=line.span.start + hit.start, end=line.span.start + hit.end)
            stated.append(_Stated(_skill_kind(hit.term, lexicon), hit.surface, span))
    return _numbered(stated, prefix)


def _of_entry(entry: Entry, section: SectionType, source: str, recency: int | None) -> Iterator[_Stated]:
    education = section == "education"
    named: tuple[tuple[FactKind, str | None], ...] = (
        ("degree" if education else "title", entry.title),
        ("school" if education else "employer", entry.org),
    )
    for kind, value in named:
        span = _find(value, entry.span, source)
        if value is not None and span is not None:
            sure: Confidence = "medium" if kind == "degree" and DEGREE.search(value) is None else "high"
            yield _Stated(kind, value, span, entry.id, sure, recency)
    if entry.dates is not None and entry.dates.span is not None:
        yield _Stated("date", entry.dates.raw, entry.dates.span, entry.id, "high", recency)
    for bullet in entry.bullets:
        yield _Stated("bullet", bullet.text, bullet.span, entry.id, "high", recency)
        yield from _metrics(bullet, entry.id, recency)


def _of_line(line: Bullet, section: SectionType, source: str, lexicon: Lexicon) -> Iterator[_Stated]:
    kind = _LINE_KINDS.get(section, "bullet")
    if section == "skills":
        for item in listed_items(line.span, source):
            if not lexicon.find(item.text):
                yield _Stated("skill", item.text, item.span(), None, "medium")
    elif section == "certifications" and any(lexicon.kind(hit.term) == "licence" for hit in lexicon.find(line.text)):
        kind = "licence"
    yield _Stated(kind, line.text, line.span)
    yield from _metrics(line, None, None)


def _of_skills(
    skills: Iterable[SkillHit], lexicon: Lexicon, recencies: dict[str | None, int | None]
) -> Iterator[_Stated]:
    for hit in skills:
        kind = _skill_kind(hit.term, lexicon)
        yield _Stated(kind, hit.surface, hit.span, hit.entry_id, "high", recencies.get(hit.entry_id))


def _skill_kind(term: str, lexicon: Lexicon) -> FactKind:
    match lexicon.kind(term):
        case "cert":
            return "cert"
        case "licence":
            return "licence"
        case "language":
            return "language"
        case "tool" | "skill" | "soft":
            return "skill"


def _metrics(bullet: Bullet, entry_id: str | None, recency: int | None) -> Iterator[_Stated]:
    """Yield the numbers of a statement that are no dates. Offsets count in the source where no line was joined."""
    if len(bullet.text) != bullet.span.end - bullet.span.start:
        return
    dated = {place for period in periods(bullet.text) for place in range(period.start, period.end)}
    for match in METRIC.finditer(bullet.text):
        if match.start() in dated:
            continue
        start = bullet.span.start + match.start()
        value = match.group().strip()
        span = Span(source=bullet.span.source, start=start, end=start + len(value))
        yield _Stated("metric", value, span, entry_id, "high", recency)


def _find(value: str | None, within: Span, source: str) -> Span | None:
    """Find where a field of an entry stands in it."""
    if not value:
        return None
    pattern = r"\s+".join(re.escape(word) for word in value.split())
    match = re.compile(pattern).search(source, within.start, within.end)
    return Span(source=within.source, start=match.start(), end=match.end()) if match is not None else None


def _recency(entry: Entry, latest: int | None) -> int | None:
    if entry.dates is None:
        return None
    return latest if entry.dates.ongoing else entry.dates.end_year or entry.dates.start_year


def _latest_year(sections: list[Section]) -> int | None:
    """Give the latest year that any entry names: the nearest to "now" that a text without a clock can know."""
    dates = [entry.dates for section in sections for entry in section.entries if entry.dates is not None]
    years = [year for one in dates for year in (one.start_year, one.end_year) if year is not None]
    return max(years, default=None)


def _numbered(stated: Iterable[_Stated], prefix: str) -> list[Fact]:
    ordered = sorted(set(stated), key=lambda one: (one.span, one.kind, one.value))
    return [
        Fact(
            id=f"{prefix}{number}",
            kind=one.kind,
            value=one.value,
            span=one.span,
            entry_id=one.entry_id,
            confidence=one.confidence,
            recency=one.recency,
        )
        for number, one in enumerate(ordered, 1)
    ]
