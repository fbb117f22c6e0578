"""A page becomes a posting's text: its structured data where it has any, else its main text."""

import logging
import re
from typing import Final, Literal, TypeAlias

import msgspec

from agents.ingesting.page.charset import decoded
from agents.ingesting.page.errors import NoPostingError, PageTooHeavyError
from agents.ingesting.page.jobposting import is_json, job_posting_text
from agents.ingesting.page.markup import page_of

MAX_CHARACTERS: Final = 60_000
"""Of a posting, however it comes in: the gateway's limit too."""

Found: TypeAlias = Literal["structured data", "main text", "plain text"]

_JSON: Final = frozenset({"application/json", "application/ld+json"})
_HTML: Final = re.compile(
    r"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_TITLE_END: Final = re.compile(r"\s+[|–—·]\s.*", re.DOTALL)
_MIN_WORDS: Final = 25
"""What has fewer is a page that wants JavaScript, a log-in or a click first."""
_TOP_LINES: Final = 5


class PageText(msgspec.Struct, frozen=True, kw_only=True):
    """A posting's text, and where on the page it was found."""

    text: str
    found: Found


def read_page(body: bytes, media_type: str, charset: str | None) -> PageText:
    """Find the posting on a page.

    Args:
        body: At most as large as is fetched.
        media_type: In lower case, without parameters.
        charset: What the server said, if it did.

    Raises:
        NoPostingError: There is none.
        PageTooHeavyError: There is too much.
    """
    content = decoded(body, charset)
    if media_type in _JSON:
        read = PageText(text=job_posting_text(content) or "", found="structured data")
    elif media_type == "text/plain" and _HTML.match(content) is None:
        read = PageText(text=content, found="plain text")
    else:
        read = _read_html(content)
    check_length(read.text)
    if len(re.findall(r"[^\W\d_]{2,}", read.text)) < _MIN_WORDS:
        raise NoPostingError(
            "no posting was found at the address: it may need a log-in or a browser; paste the posting's text instead"
        )
    return read


def read_json(handed: str) -> str | None:
    """Write out the `JobPosting` that somebody handed over as JSON; None where what they handed over is no JSON.

    Raises:
        NoPostingError: It is JSON of something else.
        PageTooHeavyError: There is too much.
    """
    if not is_json(handed):
        return None
    text = job_posting_text(handed)
    if text is None:
        raise NoPostingError("the posting is JSON that holds no JobPosting of schema.org: paste its text instead")
    check_length(text)
    return text


def check_length(text: str) -> None:
    """Refuse a posting that is longer than any that is taken.

    Raises:
        PageTooHeavyError: It is.
    """
    if len(text) > MAX_CHARACTERS:
        raise PageTooHeavyError(
            f"the posting has {len(text)} characters, and at most {MAX_CHARACTERS} are taken: paste what counts instead"
        )


def _read_html(content: str) -> PageText:
    page = page_of(content)
    for structured in page.structured:
        text = job_posting_text(structured)
        if text is not None:
            return PageText(text=text, found="structured data")
    text, title = main_text(content), _TITLE_END.sub("", page.title)[:200]
    top = text.lower().split("\n", _TOP_LINES)[:_TOP_LINES]
    if text and title and not any(title.lower() in line for line in top):
        text = f"{title}\n\n{text}"
    return PageText(text=text, found="main text")


def main_text(html: str) -> str:
    """Give the main text of a page without what surrounds it; empty where it has none."""
    # Half a second and 30 MB, and most jobs bring no page.
    from trafilatura import extract  # noqa: PLC0415
    from trafilatura.settings import use_config  # noqa: PLC0415

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it minds about a foreign page is no news of ours
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "100")  # short postings too: below it lists and headings would be lost
    return extract(html, output_format="txt", favor_recall=True, include_comments=False, config=config) or ""
