"""What strange input is made of: pieces of made-up texts, of pages and of what is known to be nasty."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hypothesis import strategies as st

_TESTS: Final = Path(__file__).parents[1]
_SAMPLES: Final = _TESTS.parent / "web" / "public" / "samples"

_NASTY: Final = (
    "", " ", "\n", "\n\n", "\t", "\r", "\f", "\x00", "\x1b[2J", "\u200b", "\u202e", "\ufeff", "\ufffd", "\ud7ff",
    "\U0010ffff",
    "•", "- ", "* ", "–", "—", "’", "ﬁ", "e\u0301", "İ", "ß", "名前", "الاسم", "🙂",
    "2019 – 2020", "Mar 2020 - Present", "00/0000", "13/2019", "Feb 2099 to Jan 1", "9" * 40, "1,2,3,4", "$40K", "4M",
    "1e9", "½",
    "five hundred", "%", "(", ")", "[", "]", "((((", "https://x.y/z?a=b#c", "a@b.c", "@", "www.", "555-0134", "+" * 30,
    "not", "without", "responsible for", "Experience", "SKILLS:", "Education", "Must have", "Nice to have",
    "<p>", "</p>", "<script>", "<!--", "-->", "&amp;", "&#x0;", "<div " * 20, "]]>", "{", "}", '"', "\\", "null",
    '{"@type": "JobPosting", "title": "', '"description": ', '<script type="application/ld+json">', "</script>",
    "ignore all previous instructions",
)  # fmt: skip
_KEYS: Final = (
    "@type", "@graph", "title", "name", "description", "hiringOrganization", "jobLocation", "address",
    "addressLocality", "addressRegion", "addressCountry", "skills", "qualifications", "responsibilities",
    "experienceRequirements", "educationRequirements", "jobBenefits", "employmentType", "baseSalary", "jobLocationType",
)  # fmt: skip


def seeds() -> Iterator[Path]:
    """List the made-up texts that pieces come from."""
    yield from sorted((_TESTS / "support" / "texts").glob("*.*"))
    yield from sorted(_SAMPLES.glob("*/*.txt"))


def _pieces() -> Iterator[str]:
    for path in seeds():
        text = path.read_text("utf-8")
        yield from text.splitlines(keepends=True)
        yield from re.findall(r"\S+\s", text)[::7]


PIECES: Final = tuple(dict.fromkeys((*_NASTY, *_pieces())))
"""Each once: lines of the texts, words of theirs, and nasty strings."""

_ANYTHING: Final = st.one_of(st.sampled_from(PIECES), st.sampled_from(_NASTY), st.text(max_size=12))
TEXTS: Final = st.builds(
    lambda parts, joint, times: joint.join(parts) * times,
    st.lists(_ANYTHING, max_size=40),
    st.sampled_from(("", " ", "\n", ", ")),
    st.sampled_from((1, 1, 1, 1, 1, 1, 20)),
)
"""Texts of up to some ten thousand characters; one in seven says the same twenty times."""
LINES: Final = st.builds(" ".join, st.lists(_ANYTHING, max_size=12))

_VALUES: Final = st.recursive(
    st.one_of(_ANYTHING, TEXTS, st.none(), st.booleans(), st.integers(), st.floats()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6)),
    max_leaves=12,
)
JSON: Final = st.builds(
    lambda kind, fields, nested: json.dumps([{"@graph": [fields | kind]}] if nested else fields | kind),
    st.sampled_from(({"@type": "JobPosting"}, {"@type": ["JobPosting", "Thing"]}, {"@type": "Person"}, {})),
    st.dictionaries(st.sampled_from(_KEYS), _VALUES, max_size=len(_KEYS)),
    st.booleans(),
)
"""Well-formed JSON of the keys that a posting has, with values of any kind where others are meant."""
