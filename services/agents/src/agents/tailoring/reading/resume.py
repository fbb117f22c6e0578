"""Reads a résumé: contact, sections, entries, skills, and the facts that they state."""

from collections.abc import Iterable, Sequence

from agents.tailoring.lexicon import Lexicon
from agents.tailoring.reading.contact import EMAIL, Found, read_contact
from agents.tailoring.reading.entries import Ids, read_entries
from agents.tailoring.reading.facts import facts, profile_facts
from agents.tailoring.reading.lines import TextLine, is_page_mark, text_lines
from agents.tailoring.reading.sections import Part, parts
from agents.tailoring.reading.skills import skill_hits
from agents.tailoring.reading.statements import Statement, join_lines, line_width
from agents.tailoring.text.language import name_of
from contracts.documents import Bullet, Contact, Fact, ResumeDoc, Section, SectionType, SourceText, Span

_MIN_PROSE_WORDS = 8
_FEW_LINES = 5


def read_resume(source: SourceText, profile: SourceText | None, lexicon: Lexicon) -> ResumeDoc:
    """Read a résumé, and what else its owner told of himself.

    Every line that is not blank lies in the contact, a section, an entry, or in `dropped`. A heading's text is as it
    stands; a section that the text has no heading for has a standard one and no `heading_span`.

    Args:
        source: The résumé.
        profile: Additional facts of the owner, in his words; they become facts and nothing else.
        lexicon: The skills that we know.
    """
    lines = text_lines(source.text)
    dropped = [line for line in lines if is_page_mark(line) or not _says_something(line)]
    cut = parts([line for line in lines if not is_page_mark(line) and _says_something(line)])
    width = line_width(lines)
    found = _contact(cut, source.text)
    dropped.extend(_unused(cut[0].lines, found))
    ids = Ids()
    sections = [
        section
        for part in _with_opening(cut, found.others)
        if (section := _section(part, source.text, width, ids)) is not None
    ]
    skills = skill_hits(sections, source.text, lexicon)
    stated = facts(found.parts, sections, skills, source.text, lexicon)
    if profile is not None:
        stated.extend(_of_profile(profile, lexicon))
    return ResumeDoc(
        contact=found.contact,
        sections=sections,
        skills=skills,
        facts=stated,
        warnings=_warnings(found.contact, sections, source),
        dropped=[Span(source="resume", start=line.start, end=line.end) for line in sorted(dropped)],
    )


def _says_something(line: TextLine) -> bool:
    return any(character.isalnum() for character in line.text)


def _unused(lines: Sequence[TextLine], found: Found) -> list[TextLine]:
    """List the lines above the first heading that are neither contact nor anything else, such as a lone "Phone:"."""
    used, others = [*found.parts.values()], set(found.others)
    return [
        line
        for line in lines
        if line not in others and not any(part.start < line.end and line.start < part.end for part in used)
    ]


def _contact(cut: Sequence[Part], source: str) -> Found:
    """Read the contact above the first heading, and what it lacks in a section of that name."""
    found = read_contact(cut[0].lines, source)
    for part in cut[1:]:
        if part.heading is None or part.heading.type != "contact":
            continue
        more = read_contact(part.lines, source)
        # the section stays a section: what was found there is only told of the contact too
        merged = {**more.parts, **found.parts}
        contact = Contact(
            name=found.contact.name or more.contact.name,
            headline=found.contact.headline or more.contact.headline,
            email=found.contact.email or more.contact.email,
            phone=found.contact.phone or more.contact.phone,
            location=found.contact.location or more.contact.location,
            links=[*found.contact.links, *(link for link in more.contact.links if link not in found.contact.links)],
        )
        found = Found(contact, merged, found.others)
    if found.contact.email is None:
        found = _email_elsewhere(found, cut[1:], source)
    return found


def _email_elsewhere(found: Found, cut: Iterable[Part], source: str) -> Found:
    """Take an e-mail address from wherever it stands, but not that of a reference."""
    for part in cut:
        if part.heading is not None and part.heading.type == "references":
            continue
        for line in part.lines:
            match = EMAIL.search(source, line.start, line.end)
            if match is not None:
                stated = Statement(match.group(), match.start(), match.end())
                contact = Contact(
                    name=found.contact.name,
                    headline=found.contact.headline,
                    email=match.group(),
                    phone=found.contact.phone,
                    location=found.contact.location,
                    links=found.contact.links,
                )
                return Found(contact, {**found.parts, "email": stated}, found.others)
    return found


def _with_opening(cut: Sequence[Part], others: list[TextLine]) -> list[Part]:
    """Put the lines above the first heading that are no contact into a part of their own."""
    return [Part(None, tuple(others)), *cut[1:]] if others else list(cut[1:])


def _section(part: Part, source: str, width: int, ids: Ids) -> Section | None:
    if part.heading is None and not part.lines:
        return None
    section: SectionType = part.heading.type if part.heading is not None else _opening_type(part.lines)
    section_id = ids.next("s")
    entries, loose = read_entries(part.lines, section, source, width, ids)
    if part.heading is None:
        heading, heading_span, start = _STANDARD[section], None, part.lines[0].start
    else:
        line = part.heading.line
        heading, start = part.heading.text, line.start
        at = line.text.find(heading)
        heading_span = Span(source="resume", start=line.start + at, end=line.start + at + len(heading))
    end = part.lines[-1].end if part.lines else start + (part.heading.length if part.heading else 0)
    return Section(
        id=section_id,
        type=section,
        heading=heading,
        span=Span(source="resume", start=start, end=end),
        heading_span=heading_span,
        entries=entries,
        lines=loose,
    )


_STANDARD: dict[SectionType, str] = {"summary": "Summary", "other": "Additional Information"}


def _opening_type(lines: Sequence[TextLine]) -> SectionType:
    """Tell what stands above the first heading: a summary where it is prose."""
    prose = any(len(line.text.split()) >= _MIN_PROSE_WORDS for line in lines)
    return "summary" if prose else "other"


def _of_profile(profile: SourceText, lexicon: Lexicon) -> list[Fact]:
    lines = text_lines(profile.text)
    told = [
        Bullet(id=f"p{number}", text=part.text, span=part.span("profile"))
        for number, part in enumerate(join_lines(lines, profile.text, line_width(lines)), 1)
    ]
    return profile_facts(told, profile.text, lexicon)


def _warnings(contact: Contact, sections: Sequence[Section], source: SourceText) -> list[str]:
    """Say what could not be read, without a word of the text."""
    types = {section.type for section in sections}
    warnings: list[str] = []
    if source.language != "en":
        language = name_of(source.language)
        warnings.append(f"The résumé is in {language}, not in English: put in order at most, and not reworded.")
    if contact.name is None:
        warnings.append("No name was found at the top.")
    if contact.email is None:
        warnings.append("No e-mail address was found.")
    warnings.extend(
        f"No section on {kind} was found." for kind in ("experience", "education", "skills") if kind not in types
    )
    undated = sum(
        entry.dates is None for section in sections if section.type == "experience" for entry in section.entries
    )
    if undated:
        warnings.append(f"{undated} of the roles have no dates that could be read.")
    if any(
        section.type == "experience" and not section.entries and len(section.lines) >= _FEW_LINES
        for section in sections
    ):
        warnings.append("No roles could be told apart in a section on experience.")
    return warnings
