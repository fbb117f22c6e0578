"""Takes Markdown's marks out of a text and leaves what they mark."""

import re
from typing import Final

_HEADING: Final = re.compile(r"^[ \t]*#{1,6}[ \t]+(?P<text>.*)$", re.MULTILINE)
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)(?P<text>[^\n]{0,300}?\S)\1")
_EMPHASIS: Final = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])(?P<text>[^\n*_]{0,300}?[^\s*_])\1(?![\w*])")
_LINK: Final = re.compile(r"!?\[(?P<text>[^\]\n]{1,300})\]\((?P<address>[^)\s]{1,500})[^)\n]{0,100}\)")
_CODE: Final = re.compile(r"`(?P<text>[^`\n]{1,300})`")
_FENCE: Final = re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE)
_QUOTE: Final = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_NESTED: Final = 3
_MIN_HEADINGS: Final = 2
_MIN_STRONG_LINES: Final = 2


def is_markdown(text: str) -> bool:
    """Tell whether a text is Markdown though nobody said so: by its headings, or whole lines of strong text."""
    strong = re.findall(r"^[ \t]*\*\*[^*\n]{1,100}\*\*:?[ \t]*$", text, re.MULTILINE)
    return len(_HEADING.findall(text)) >= _MIN_HEADINGS or len(strong) >= _MIN_STRONG_LINES


def without_marks(text: str) -> str:
    """Take the marks out: headings, emphasis, code, quotes; a link's address stands in brackets behind its text."""
    plain = _HEADING.sub(lambda match: match["text"].rstrip(" \t#"), _FENCE.sub("", _QUOTE.sub("", text)))
    plain = _LINK.sub(_link, _CODE.sub(lambda match: match["text"], plain))
    for _ in range(_NESTED):
        plain = _STRONG.sub(lambda match: match["text"], plain)
    return _EMPHASIS.sub(lambda match: match["text"], plain)


def _link(match: re.Match[str]) -> str:
    text, address = match["text"], match["address"].removeprefix("mailto:")
    return text if text == address or address.endswith(text) else f"{text} ({address})"
