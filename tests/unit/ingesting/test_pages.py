"""Reading a posting from a page: structured data first, else its main text, and nothing that a page holds does harm."""

import contextlib
import json
import subprocess
import sys
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.ingesting.page import NoPostingError, PageTooHeavyError, read_json, read_page
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.posting import read_posting
from agents.tailoring.text import source_text
from contracts.documents import JobDoc
from tests.support import fictional

POSTING: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Staff Nurse &amp; Ward Lead",
    "hiringOrganization": {"@type": "Organization", "name": "Fernhill General Hospital"},
    "jobLocation": {
        "@type": "Place",
        "address": {"addressLocality": "Duluth", "addressRegion": "MN", "addressCountry": {"name": "US"}},
    },
    "employmentType": "FULL_TIME",
    "description": "<p>Care for patients on our surgical ward, by day and by night.</p><h3>Requirements</h3>"
    "<ul><li>A valid Registered Nurse license</li><li><p>Experience with Epic</p></li></ul>"
    "<script>alert('x')</script>",
    "qualifications": "A valid Registered Nurse license",
    "skills": ["Wound care", {"@type": "DefinedTerm", "name": "Triage"}],
    "experienceRequirements": {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": 24},
}
TEXT = """\
Staff Nurse & Ward Lead
Company: Fernhill General Hospital
Location: Duluth, MN, US
Employment type: Full-time

Care for patients on our surgical ward, by day and by night.

Requirements
• A valid Registered Nurse license
• Experience with Epic

Skills
• Wound care
• Triage

Experience
2 years of experience"""


def page(body: str = "", *structured: str, head: str = "") -> bytes:
    """Write a page with what surrounds postings everywhere."""
    escaped = [one.replace("</", "<\\/") for one in structured]  # as it must be inside of a script
    scripts = "".join(f'<script type="application/ld+json">{one}</script>' for one in escaped)
    navigation = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/jobs'>All jobs</a></li></ul></nav>"
    return (
        f"<!DOCTYPE html><html><head>{head}{scripts}</head><body>{navigation}{body}"
        "<footer><p>We use cookies. Imprint.</p></footer></body></html>"
    ).encode()


def posting_of(text: str) -> JobDoc:
    """Read a text as the next step does."""
    return read_posting(source_text("posting", text, "url"), Lexicon.load())


def test_structured_data_is_written_out_as_people_write_postings() -> None:
    """Title, company, place and kind on top; the description's form kept; what it already says is not said twice."""
    read = read_page(page("<main><p>Something else</p></main>", json.dumps(POSTING)), "text/html", None)
    assert (read.text, read.found) == (TEXT, "structured data")
    found = posting_of(read.text)
    assert (found.title, found.company) == ("Staff Nurse & Ward Lead", "Fernhill General Hospital")
    terms = {term for wanted in found.requirements for term in wanted.terms}
    assert terms >= {"Registered Nurse", "Epic", "Wound care", "Triage"}


@pytest.mark.parametrize(
    "structured",
    [
        json.dumps([{"@type": "WebSite"}, POSTING]),
        json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "Organization"}, POSTING]}),
        json.dumps({"@type": "WebPage", "mainEntity": POSTING}),
        json.dumps(POSTING | {"@type": ["Thing", "http://schema.org/JobPosting"]}),
        json.dumps(POSTING | {"@type": "schema:JobPosting"}),
        f"<!-- {json.dumps(POSTING)} -->",
        f"//<![CDATA[\n{json.dumps(POSTING)}\n//]]>",
        json.dumps(POSTING).replace("by day", "by\\n day").replace("\\n", "\n"),
        json.dumps(POSTING | {"description": POSTING["description"].replace("<", "&lt;").replace(">", "&gt;")}),
        json.dumps(POSTING | {"hiringOrganization": "Fernhill General Hospital", "jobLocation": "Duluth, MN, US"}),
        json.dumps(POSTING | {"experienceRequirements": "2 years of experience", "employmentType": ["FULL_TIME"]}),
        json.dumps(POSTING | {"title": ["Staff Nurse & Ward Lead"], "validThrough": None, "identifier": 10**4000}),
    ],
    ids=[
        "list",
        "graph",
        "inside",
        "two types",
        "prefix",
        "comment",
        "cdata",
        "breaks",
        "escaped",
        "plain",
        "text",
        "odd",
    ],
)
def test_a_posting_is_found_in_every_form_of_structured_data(structured: str) -> None:
    """What job boards make of JSON-LD says the same."""
    assert read_page(page("", structured), "text/html", None).text == TEXT


def test_structured_data_that_is_broken_hides_no_good_one() -> None:
    """A script that is no JSON, one of something else, a posting that says nothing: the next one counts."""
    empty = json.dumps({"@type": "JobPosting", "title": "Nurse", "description": " "})
    read = read_page(
        page("", "{broken", "", empty, json.dumps({"@type": "Person"}), json.dumps(POSTING)), "text/html", None
    )
    assert read.text == TEXT


def test_without_structured_data_the_main_text_is_read() -> None:
    """Navigation and footer stay out, the title comes in, and the same requirements are found as in the text itself."""
    text = fictional.text("posting_nurse")
    lines = [line for line in text.splitlines() if line.strip()]
    body = "".join(f"<ul><li>{line[2:]}</li></ul>" if line.startswith("•") else f"<p>{line}</p>" for line in lines)
    read = read_page(
        page(f"<main>{body}</main>", head="<title>Registered Nurse – Night shift | Jobs</title>"), "text/html", None
    )
    assert read.found == "main text"
    assert read.text.startswith("Registered Nurse\n")
    assert "cookies" not in read.text
    assert "All jobs" not in read.text
    assert {wanted.text for wanted in posting_of(read.text).requirements} == {
        wanted.text for wanted in posting_of(text).requirements
    }


@pytest.mark.parametrize(
    ("encoding", "charset", "head"),
    [
        ("utf-8", None, ""),
        ("utf-8", "utf-8", "<meta charset=iso-8859-1>"),
        ("utf-8-sig", "iso-8859-1", ""),
        ("cp1252", None, ""),
        ("cp1252", "ISO-8859-1", ""),
        ("cp1252", "no-such-thing", ""),
        ("cp1252", "punycode", ""),
        ("utf-16", None, ""),
        ("iso8859-15", None, '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">'),
    ],
)
def test_a_page_is_read_in_its_encoding(encoding: str, charset: str | None, head: str) -> None:
    """By its mark, the server's word, its own, or as what most pages are."""
    body = "<main><p>" + "Für die Küche im Café suchen wir Köche. " * 10 + "</p></main>"
    assert (
        "Für die Küche im Café" in read_page(page(body, head=head).decode().encode(encoding), "text/html", charset).text
    )


def test_plain_text_and_json_are_postings_too() -> None:
    """An address may hold a text, a text that is a page after all, or the structured data alone."""
    text = fictional.text("posting_nurse")
    assert read_page(text.encode(), "text/plain", None).text == text
    assert read_page(page("", json.dumps(POSTING)), "text/plain", None).text == TEXT
    for media_type in ("application/json", "application/ld+json"):
        assert read_page(json.dumps(POSTING).encode(), media_type, None).text == TEXT


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"", "text/html"),
        (page("<div id='root'></div><noscript>You need to enable JavaScript to run this app.</noscript>"), "text/html"),
        (page("<form><input type=password><button>Log in</button></form>"), "text/html"),
        (b'{"@type": "Article"}', "application/json"),
        (b"Gone.", "text/plain"),
        (b"\xff\xfe\x00\xd8" * 50, "text/html"),
    ],
)
def test_a_page_without_a_posting_says_so(body: bytes, media_type: str) -> None:
    """It fails for good, with the way that is left."""
    with pytest.raises(NoPostingError, match="paste the posting's text instead"):
        read_page(body, media_type, None)


def test_a_posting_that_was_handed_over_as_json_is_written_out() -> None:
    """A JobPosting becomes its text; text is no JSON, also where it begins with a bracket."""
    assert read_json(json.dumps(POSTING)) == TEXT
    assert read_json("[Duluth] Nurse wanted") is None
    assert read_json("{" * 100_000) is None
    with pytest.raises(NoPostingError, match="no JobPosting"):
        read_json('{"title": "Nurse"}')
    with pytest.raises(PageTooHeavyError, match="at most 60000"):
        read_json(json.dumps(POSTING | {"description": "nurse " * 20_000}))


_MB = 1024 * 1024
BOMBS = {
    "deep": b"<div>" * (2 * _MB // 5),
    "wide": b"<p>nurse wanted now</p>" * 19_900,
    "links": b"<a href=/x>nurse wanted here</a> " * 19_900,
    "tables": b"<table><tr><td colspan=9999999 rowspan=9999999>nurse" * 9_000,
    "declarations": b"<!" * _MB,
    "comments": b"<!--" * (_MB // 2),
    "quotes": b"<a " + b"x=' " * (_MB // 2),
    "entities": b"&" * 2 * _MB,
    "spaces": b"<p>" + b" " * 2 * _MB,
    "ends": b'<script type="application/ld+json">' + b"</scrip" * (_MB // 4),
    "brackets": page("", "[" * (2 * _MB - 1000)),
    "objects": page("", "[" + "{}," * (_MB // 2) + "1]"),
    "tags in a description": page("", json.dumps(POSTING | {"description": "<b>" * (_MB // 2)})),
    "items in a description": page("", json.dumps(POSTING | {"description": "<b>" + "\n•" * (_MB // 4)})),
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_page_takes_long(name: str) -> None:
    """As much of anything as fits into what is fetched is read or refused in seconds, far within a step's deadline."""
    body = BOMBS[name][: 2 * _MB]
    began = time.process_time()
    with contextlib.suppress(NoPostingError, PageTooHeavyError):
        read_page(body, "text/html", None)
    assert time.process_time() - began < 15


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: page("", text)) | st.just(page()))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    """No content makes another error, and what is read can be written."""
    try:
        read = read_page(body, "text/html", None)
    except (NoPostingError, PageTooHeavyError):
        return
    assert read.text.encode()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*POSTING, "name", "x"]), inner),
        max_leaves=12,
    )
)
def test_any_structured_data_is_read_or_refused(data: object) -> None:
    """Whatever stands where a text or a list is expected."""
    posting = (
        {**data, "@type": "JobPosting"} if isinstance(data, dict) else {"@type": "JobPosting", "description": data}
    )
    try:
        text = read_json(json.dumps(posting))
    except NoPostingError:
        return
    assert text is not None
    assert text.encode()


def test_an_agent_starts_without_what_only_pages_need() -> None:
    """Half a second of imports is spent where a page is read, and not by every start."""
    code = "import sys, agents.ingesting.agent; print('trafilatura' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
