"""What can be said of a résumé without a word of it: counts, years, shares."""

from typing import NamedTuple

from contracts.documents import ResumeDoc, SourceText


class Overview(NamedTuple):
    """The résumé in numbers."""

    sections: int
    roles: int
    dated: int
    bullets: int
    skills: int
    sentence: str


def overview(resume: ResumeDoc) -> Overview:
    """Count what was found: "Found 7 sections, 4 roles, 2011 to 2026"."""
    roles = [entry for section in resume.sections if section.type == "experience" for entry in section.entries]
    bullets = sum(
        len(section.lines) + sum(len(entry.bullets) for entry in section.entries) for section in resume.sections
    )
    years = sorted(
        year
        for role in roles
        if role.dates is not None
        for year in (role.dates.start_year, role.dates.end_year)
        if year is not None
    )
    ongoing = any(role.dates is not None and role.dates.ongoing for role in roles)
    period = f", {years[0]} to {'now' if ongoing else years[-1]}" if years else ""
    return Overview(
        sections=len(resume.sections),
        roles=len(roles),
        dated=sum(role.dates is not None for role in roles),
        bullets=bullets,
        skills=len({hit.term for hit in resume.skills}),
        sentence=f"Found {len(resume.sections)} sections, {len(roles)} roles{period}",
    )


def skills_found(resume: ResumeDoc) -> str:
    """Say how many skills are named, and how many of them where they weigh most."""
    named = {hit.term for hit in resume.skills}
    practised = {hit.term for hit in resume.skills if hit.place in {"experience", "project"}}
    return f"{len(named)} skills are named, {len(practised)} of them in a role or a project"


def parse_quality(resume: ResumeDoc, source: SourceText) -> float:
    """Give the share of what a reader needs that was found, 0 to 100.

    Half of it is structure (experience, education and skills are there, roles have a title and dates), a quarter the
    contact (name, e-mail), a quarter the words that read as words.
    """
    types = {section.type for section in resume.sections}
    roles = [entry for section in resume.sections if section.type == "experience" for entry in section.entries]
    structure = [kind in types for kind in ("experience", "education", "skills")]
    structure.extend(role.title is not None and role.dates is not None for role in roles)
    contact = [resume.contact.name is not None, resume.contact.email is not None]
    share = sum(structure) / len(structure) / 2 + sum(contact) / len(contact) / 4 + source.layout.quality / 4
    return round(100 * share, 1)
