"""Schema.org's `JobPosting`: found in structured data, and written out as a posting that people could read.

Source: https://schema.org/JobPosting, and what job boards make of it: texts as HTML, lists as one string, a list where
one thing is expected and the other way round.
"""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, Final

from agents.ingesting.page.markup import plain_text

_MAX_NODES: Final = 20_000
_WRAPPED: Final = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$")
_SECTIONS: Final = (
    ("responsibilities", "Responsibilities"),
    ("qualifications", "Qualifications"),
    ("skills", "Skills"),
    ("experienceRequirements", "Experience"),
    ("educationRequirements", "Education"),
    ("jobBenefits", "Benefits"),
)
_MONTHS: Final = 12
_WORDS: Final = re.compile(r"\w+")


def job_posting_text(structured: str) -> str | None:
    """Write out the first posting that structured data holds.

    Args:
        structured: JSON or JSON-LD: a posting, a list, a `@graph`, or anything that has one inside.

    Returns:
        Title, company, place, description, and those lists that the description does not hold; None where there is no
        posting that says anything.
    """
    for posting in _postings(_parsed(structured)):
        text = _written_out(posting)
        if text is not None:
            return text
    return None


def is_json(text: str) -> bool:
    """Tell whether a text is a JSON object or list."""
    return text.lstrip()[:1] in {"{", "["} and _parsed(text) is not None


def _parsed(structured: str) -> object:
    bare = _WRAPPED.sub("", _WRAPPED.sub("", structured.strip("\ufeff \t\r\n")))
    try:
        return json.loads(bare, strict=False)  # line breaks inside of strings are common, and plain in their meaning
    except (ValueError, RecursionError):
        return None


def _postings(data: object) -> Iterator[Mapping[str, Any]]:
    """Give every posting, those further outside first."""
    waiting = deque([data])
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        match waiting.popleft():
            case dict() as node:
                if any(_last_part(kind) == "JobPosting" for kind in _listed(node.get("@type"))):
                    yield node
                waiting.extend(node.values())
            case list() as nodes:
                waiting.extend(nodes)
            case _:
                pass


def _last_part(kind: object) -> str:
    return re.split(r"[/:#]", kind)[-1] if isinstance(kind, str) else ""


def _written_out(posting: Mapping[str, Any]) -> str | None:
    description = _text(posting.get("description"))
    parts = [description] if description else []
    for name, heading in _SECTIONS:
        said = _years(posting.get(name)) or _text(posting.get(name))
        if said and _flat(said) not in _flat("\n".join(parts)):
            parts.append(f"{heading}\n{said}")
    if not parts:
        return None
    labelled = (
        ("", _line(posting.get("title"))),
        ("Company: ", _line(posting.get("hiringOrganization"))),
        ("Location: ", _place(posting)),
        ("Employment type: ", ", ".join(_employment(posting.get("employmentType")))),
    )
    head = "\n".join(f"{label}{said}" for label, said in labelled if said)
    return "\n\n".join([head, *parts] if head else parts)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: object) -> str:
    """Give a text of one or more lines: of HTML, of what has a name or a description, or of a list of such."""
    match value:
        case str():
            return plain_text(value)
        case dict():
            return next((said for name in ("name", "description") if (said := _named(value, name))), "")
        case list():
            items = [said for one in value if (said := _text(one))]
            return items[0] if len(items) == 1 else "\n".join(f"• {' '.join(said.split())}" for said in items)
        case _:
            return ""


def _named(value: Mapping[str, Any], name: str) -> str:
    said = value.get(name)
    return plain_text(said) if isinstance(said, str) else ""


def _line(value: object) -> str:
    """Give a text as one line: the first of several."""
    one = next(iter(_listed(value)), None)
    return " ".join(_text(one).split())[:200]


def _place(posting: Mapping[str, Any]) -> str:
    """Name the places of work: locality, region, country each."""
    found: list[str] = []
    for place in _listed(posting.get("jobLocation")):
        address = place.get("address", place) if isinstance(place, dict) else place
        if isinstance(address, dict):
            names = [_line(address.get(f"address{part}")) for part in ("Locality", "Region", "Country")]
            address = ", ".join(name for name in names if name)
        said = _line(address)
        if said and said not in found:
            found.append(said)
    if "TELECOMMUTE" in _listed(posting.get("jobLocationType")):
        found.append("Remote")
    return "; ".join(found[:5])


def _employment(value: object) -> list[str]:
    """Write `FULL_TIME` as people do."""
    return [_line(one).replace("_", "-").capitalize() for one in _listed(value) if _line(one)][:5]


def _years(value: object) -> str:
    """Write months of experience, and a kind of degree, as people do."""
    said: list[str] = []
    for one in _listed(value):
        if not isinstance(one, dict):
            continue
        months = one.get("monthsOfExperience")
        if isinstance(months, str) and months.isdecimal():
            months = int(months[:4])
        if isinstance(months, int | float) and 0 < months < 100 * _MONTHS:
            count, unit = (months // _MONTHS, "year") if months % _MONTHS == 0 else (months, "month")
            said.append(f"{count:g} {unit}{'s' if count != 1 else ''} of experience")
        degree = _line(one.get("credentialCategory"))
        if degree:
            said.append(degree[:1].upper() + degree[1:])
    return "\n".join(said)


def _flat(text: str) -> str:
    return " ".join(_WORDS.findall(text.lower()))
