"""How the names of O*NET's tables become names as people write them; used by `derive` alone."""

import re
from collections.abc import Iterable, Iterator, Mapping

from agents.tailoring.lexicon.words import fold, words

COMMON_ZIPF = 3.2
"""From here on a word is too common for a product's name to count on its own (TAILORING, section 4)."""
RARE_ZIPF = 2.6
"""Below it a word is so rare that it names the product in any spelling."""
_MIN_LETTERS = 3
_MAX_WORDS = 4
_VENDORS = (
    "The MathWorks", "Microsoft", "Adobe", "Oracle", "IBM", "SAP", "Autodesk", "Apple", "Google", "ESRI",
    "Intuit", "Dassault Systemes", "PTC", "Corel", "Atlassian", "Amazon", "Apache", "Sage", "Cisco",
    "Symantec", "Siemens", "National Instruments", "Bentley", "Trimble", "Hewlett Packard HP", "HP",
    "Intel", "Wolfram Research", "Thomson Reuters", "StataCorp", "Qlik Tech", "SmugMug", "iParadigms",
    "Blackbaud", "Infor", "Epicor", "McKesson", "Allscripts", "Cerner", "GE Healthcare", "Philips",
    "Rockwell Automation", "Rockwell", "Schneider Electric", "Honeywell", "ABB", "Avid", "Nuance",
    "Quest", "Red Hat", "VMware", "Citrix", "NortonLifeLock", "Salesforce", "Teradata", "Tableau",
    "Splunk", "Wolters Kluwer", "Bloomberg", "Facebook", "Meta", "Yahoo!", "Mozilla", "GNU", "Novell",
    "Sybase", "Informatica", "Software AG", "Tibco", "TIBCO", "BMC", "CA", "EMC", "NetSuite",
)  # fmt: skip
_VENDOR = re.compile(rf"^(?:{'|'.join(map(re.escape, _VENDORS))})\s+")
_TAIL = re.compile(r"\s+(?:software|(?:system|tool|application|program|platform|product)s?|suite)$", re.IGNORECASE)
_ABBREVIATED = re.compile(r"^(?P<full>.+?) (?P<short>[A-Z][A-Za-z]*[A-Z+#][A-Za-z+#]*)$")
_UNWANTED = re.compile(r"[()\"]|\b(?:site|sites|software|related|various|other)\b", re.IGNORECASE)


def derived_names(technologies: Iterable[str], frequencies: Mapping[str, float]) -> list[str]:
    """Turn O*NET's names into the lines of a table of groups, sorted; "!" marks what is exact."""
    groups: dict[str, dict[str, None]] = {}
    for technology in technologies:
        names = [name for name in _spellings(technology) if _is_name(name, frequencies)]
        if names:
            groups.setdefault(names[0], {}).update(dict.fromkeys(names))
    taken: set[str] = set()
    lines: list[str] = []
    for names_of_one in sorted(groups.values(), key=lambda names: next(iter(names)).lower()):
        fresh = list({_key(name): name for name in names_of_one if _key(name) not in taken}.values())
        if fresh:
            taken.update(_key(name) for name in fresh)
            lines.append(" | ".join(_marked(name, frequencies) for name in fresh))
    return lines


def singular_titles(occupations: Iterable[str]) -> list[str]:
    """Turn titles of occupations in the plural into titles that one person holds, lower case, sorted."""
    titles: set[str] = set()
    for occupation in occupations:
        head = re.sub(r",? (?:Except|Including) .*$", "", occupation).removesuffix(", All Other")
        titles.update(_singular(part) for part in _parts(head))
    return sorted(title for title in titles if title)


def _singular(title: str) -> str:
    head, of, rest = title.partition(" of ")
    *before, last = head.split()
    return f"{' '.join([*before, fold(last)])}{of}{rest}"


def _spellings(technology: str) -> Iterator[str]:
    """Yield the names that people use for a technology, the best first."""
    bare = _without_tail(technology)
    short = _without_tail(_VENDOR.sub("", bare))
    abbreviated = _ABBREVIATED.match(short)
    if abbreviated is not None and _abbreviates(abbreviated["short"], abbreviated["full"]):
        yield abbreviated["full"]
        yield abbreviated["short"]
    else:
        yield short
    yield bare


def _without_tail(name: str) -> str:
    while (shorter := _TAIL.sub("", name)) != name:
        name = shorter
    return name


def _abbreviates(short: str, full: str) -> bool:
    initials = "".join(word[0] for word in re.split(r"[\s\-/]+", full) if word).upper()
    return initials.startswith(short.upper()[:2])


def _is_name(name: str, frequencies: Mapping[str, float]) -> bool:
    parts = [token.text.lower() for token in words(name)]
    if not parts or len(parts) > _MAX_WORDS or _UNWANTED.search(name) or not re.search(r"[A-Z]", name):
        return False
    if len(parts) > 1:
        return re.search(r"[A-Z].*\s.*[A-Z0-9]", name) is not None
    letters = re.sub(r"[^a-z]", "", parts[0])
    return len(letters) >= _MIN_LETTERS and frequencies.get(parts[0], 0.0) < COMMON_ZIPF


def _marked(name: str, frequencies: Mapping[str, float]) -> str:
    """Mark a name as exact unless one of its words is so rare that it cannot be meant otherwise."""
    parts = [token.text.lower() for token in words(name) if token.text.isalpha()]
    rare = any(frequencies.get(part, 0.0) < RARE_ZIPF and len(part) > _MIN_LETTERS for part in parts)
    return name if rare else f"{name}!"


def _key(name: str) -> str:
    return " ".join(fold(token.text) for token in words(name))


def _parts(title: str) -> Iterator[str]:
    """Yield each title of "Accountants and Auditors" or "Cooks, Short Order"."""
    for part in re.split(r", and | and |; ", title):
        head, _, kind = part.partition(", ")
        yield f"{kind} {head}".strip().lower()
