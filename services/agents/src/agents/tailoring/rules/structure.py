"""STR: the sections that everybody looks for, roles with bullets, a length that is read."""

from datetime import date
from typing import Final

from agents.tailoring.evidence.years import experience_years
from agents.tailoring.language.headings import is_standard
from agents.tailoring.lexicon import words
from agents.tailoring.rules.periods import recency
from agents.tailoring.rules.verdict import PASS, Verdict, counted, not_applicable
from agents.tailoring.views import View
from contracts.documents import RuleStatus, SectionType

_NEEDED: Final[tuple[SectionType, ...]] = ("experience", "education", "skills")
_FEWEST_BULLETS: Final = 3
_MOST_BULLETS: Final = 8
WORDS_A_PAGE: Final = 450
_ONE_PAGE_YEARS: Final = 7
_MOST_PAGES: Final = 3


def sections(view: View) -> Verdict:
    """STR-01: experience, education and skills, under headings that everybody knows."""
    present = {section.type for section in view.sections}
    missing = [name for name in _NEEDED if name not in present]
    if missing:
        return Verdict("fail", f"No section for {', '.join(missing)} found.")
    odd = [
        name
        for name in _NEEDED
        if not any(section.type == name and is_standard(section.heading, name) for section in view.sections)
    ]
    if odd:
        return Verdict("warn", f"Give {', '.join(odd)} a standard heading.")
    return PASS


def bullets(view: View) -> Verdict:
    """STR-02: every role says what was done, the latest in three to eight bullets."""
    entries = list(view.entries("experience"))
    if not entries:
        return not_applicable("No experience entries.")
    bare = [entry for entry in entries if not entry.lines]
    if bare:
        spans = tuple(span for entry in bare for span in entry.spans)
        return Verdict(
            "fail", f"{counted(len(bare), 'role')} without a bullet; say what you did there.", spans, "experience"
        )
    dated = [(recency(entry.dates), entry) for entry in entries if entry.dates is not None]
    latest = max(dated, key=lambda pair: pair[0])[1] if dated else entries[0]
    if not _FEWEST_BULLETS <= len(latest.lines) <= _MOST_BULLETS:
        return Verdict(
            "warn",
            f"The latest role has {counted(len(latest.lines), 'bullet')}; 3 to 8 are read.",
            latest.spans,
            "experience",
        )
    return PASS


def length(view: View, today: date) -> Verdict:
    """STR-03: one page below seven years of experience, else two; from the third page on it is too long."""
    pages = estimated_pages(view)
    years = experience_years((entry.dates for entry in view.entries("experience") if entry.dates is not None), today)
    allowed = 1 if years < _ONE_PAGE_YEARS else 2
    if pages <= allowed:
        return PASS
    status: RuleStatus = "warn" if pages <= min(allowed + 1, _MOST_PAGES) else "fail"
    return Verdict(status, f"About {counted(pages, 'page')}; {counted(allowed, 'page')} fit your experience.")


def word_count(view: View) -> int:
    """Count the words of lines, headings and headers."""
    texts = [line.text for line in view.lines()]
    texts += [section.heading for section in view.sections]
    for entry in view.entries():
        texts += [part for part in (entry.title, entry.org, entry.location) if part]
        texts += [entry.dates.raw] if entry.dates is not None else []
    return sum(len(words(text)) for text in texts)


def estimated_pages(view: View) -> int:
    """Estimate the pages of a plain single-column export, at least 1."""
    return max(1, -(-word_count(view) // WORDS_A_PAGE))
