"""A text cut into lines that know where they stand."""

import re
from typing import NamedTuple

_PAGE_MARK = re.compile(
    r"(?:page\s*)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?|(?:page|p\.)\s*\d{1,3}|continued(?: on next page)?", re.IGNORECASE
)
BULLET = "• "


class TextLine(NamedTuple):
    """A line that is not blank: `source[start:end]` is `text`. `gap`: a blank line stands before it."""

    number: int
    """In the text, from 0, blank lines counted."""
    text: str
    start: int
    end: int
    gap: bool

    @property
    def bulleted(self) -> bool:
        """Tell whether it begins with a bullet."""
        return self.text.startswith(BULLET)

    @property
    def body(self) -> str:
        """Give the text without its bullet."""
        return self.text[len(BULLET) :] if self.bulleted else self.text

    @property
    def body_start(self) -> int:
        """Give where `body` begins in the source."""
        return self.start + (len(BULLET) if self.bulleted else 0)


def text_lines(text: str) -> list[TextLine]:
    """Cut a text into its lines that are not blank."""
    found: list[TextLine] = []
    position, gap = 0, True
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            lead = len(line) - len(line.lstrip())
            stripped = line.strip()
            found.append(TextLine(number, stripped, position + lead, position + lead + len(stripped), gap))
            gap = False
        else:
            gap = True
        position += len(line) + 1
    return found


def is_page_mark(line: TextLine) -> bool:
    """Tell whether a line is what a page says about itself: "2", "1/2", "Page 1 of 2"."""
    return _PAGE_MARK.fullmatch(line.text) is not None
