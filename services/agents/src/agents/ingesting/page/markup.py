"""What is needed of HTML: the text of a fragment, and of a whole page its structured data and its title.

lxml and not the standard library's parser: that one takes time with the square of the length for `<!<!<!…`.
"""

import re
from html import unescape
from typing import Final

import msgspec
from lxml import etree, html

from agents.ingesting.page.errors import PageTooHeavyError

MAX_TAGS: Final = 20_000
"""Of a page. Those of job boards have hundreds to some thousands; the time that extraction takes grows with them."""

_BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "fieldset", "figure", "footer"),
        *("form", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead"),
        *("tr", "ul", "h1", "h2", "h3", "h4", "h5", "h6"),
    }
)
_APART: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table"})
"""An empty line stands before and behind them."""
_SILENT: Final = frozenset({"iframe", "noscript", "object", "script", "style", "svg", "template"})
_SPACES: Final = re.compile(r"[ \t\r\n\f\v]+")
_EMPTY_LINES: Final = re.compile(r"\n{3,}")
_EMPTY_ITEM: Final = re.compile(r"(?m)^•$\n*")
_BEFORE_ITEM: Final = re.compile(r"\n{2,}(?=• )")
_TAG: Final = re.compile(r"</?[a-zA-Z]")
_ESCAPED_TAG: Final = re.compile(r"&lt;/?[a-zA-Z]")


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of itself."""

    structured: list[str]
    """Its scripts of JSON-LD, in their order."""
    title: str
    """Its first heading, else what stands in the browser's tab; empty where it has neither."""


def plain_text(fragment: str) -> str:
    """Give the text of a fragment: lines and empty lines as its blocks ask for, `• ` before the items of lists.

    Fragments that were escaped once more, as structured data often is, are read as what was meant.
    """
    if _TAG.search(fragment) is None and _ESCAPED_TAG.search(fragment) is not None:
        fragment = unescape(fragment)
    if _TAG.search(fragment) is None:
        return _tidy(unescape(fragment).encode(errors="replace").decode())
    root = _parsed(f"<div>{fragment}</div>")
    return _tidy("".join(_pieces(root))) if root is not None else ""


def page_of(content: str) -> Page:
    """Look at a whole page.

    Raises:
        PageTooHeavyError: It has more tags than a posting's page has.
    """
    root = _parsed(content)
    if root is None:
        return Page(structured=[], title="")
    if sum(1 for _ in root.iter()) > MAX_TAGS:
        raise PageTooHeavyError("the page is too large to be one posting: paste the posting's text instead")
    structured = [
        script.text or ""
        for script in root.iter("script")
        if (script.get("type") or "").strip().lower().startswith("application/ld+json")
    ]
    titles = (" ".join("".join(found.itertext()).split()) for tag in ("h1", "title") for found in root.iter(tag))
    return Page(structured=structured, title=next((title for title in titles if title), ""))


def _parsed(markup: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        return html.document_fromstring(markup.encode(errors="replace"), parser=parser)
    except etree.ParserError:
        return None  # nothing in it


def _pieces(root: html.HtmlElement) -> list[str]:
    """Write down what is between the tags, with the breaks that they mean."""
    pieces: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            silent += tag in _SILENT
            pieces.append("\n• " if tag == "li" else "\n" if tag == "br" else _break(tag))
            said = element.text
        else:
            silent -= tag in _SILENT
            pieces.append(_break(tag))
            said = element.tail
        if said and not silent:
            pieces.append(_SPACES.sub(" ", said))
    return pieces


def _break(tag: str) -> str:
    return "\n\n" if tag in _APART else "\n" if tag in _BLOCKS else ""


def _tidy(text: str) -> str:
    lines = "\n".join(line.strip() for line in text.split("\n"))
    lines = _BEFORE_ITEM.sub("\n", _EMPTY_ITEM.sub("• ", lines))  # a paragraph inside an item
    return _EMPTY_LINES.sub("\n\n", lines).strip()
