"""The headings that every reader and every tracking system knows, by type of section."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from contracts.documents import SectionType

STANDARD: Final[Mapping[SectionType, tuple[str, ...]]] = MappingProxyType(
    {
        "summary": (
            "Summary",
            "Professional Summary",
            "Profile",
            "Objective",
            "Professional Profile",
            "Career Objective",
        ),
        "experience": (
            "Experience",
            "Work Experience",
            "Professional Experience",
            "Employment",
            "Employment History",
            "Work History",
        ),
        "education": ("Education", "Education and Training"),
        "skills": ("Skills", "Technical Skills", "Key Skills", "Core Skills", "Core Competencies"),
        "certifications": (
            "Certifications",
            "Licenses and Certifications",
            "Licences and Certifications",
            "Licenses",
            "Licences",
        ),
        "projects": ("Projects", "Personal Projects", "Selected Projects"),
        "awards": ("Awards", "Honors and Awards", "Accomplishments", "Achievements"),
        "languages": ("Languages",),
        "publications": ("Publications",),
        "volunteering": ("Volunteering", "Volunteer Experience"),
        "interests": ("Interests",),
        "references": ("References",),
    }
)
"""The first of each is the one that we would write."""


def is_standard(heading: str, section_type: SectionType) -> bool:
    """Tell whether a heading is a standard one of its type, in any case; a type without standards has none to miss."""
    known = STANDARD.get(section_type)
    return known is None or plain(heading) in {plain(name) for name in known}


def plain(heading: str) -> str:
    """Give a heading as it is compared: lower case, "and" for "&", no colon."""
    return " ".join(heading.lower().replace("&", " and ").replace("/", " and ").strip(" :.-–—").split())
