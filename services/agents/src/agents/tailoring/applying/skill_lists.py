"""A line that lists skills: its label, its items and what parts them."""

import re
from dataclasses import dataclass
from typing import Final

_LABELLED: Final = re.compile(r"^(?P<label>[^,;:|•]{2,40}:\s+)?(?P<list>.+?)(?P<end>[.;,]?)$")
_SEPARATORS: Final = (", ", " | ", "; ", " • ", " · ")
_FEWEST_ITEMS: Final = 3
_MOST_WORDS: Final = 6


@dataclass(frozen=True, slots=True)
class ListLine:
    """The parts of a list in one line."""

    label: str
    items: tuple[str, ...]
    separator: str
    end: str

    def arranged(self, order: list[int]) -> str:
        """Write the list with its items in another order."""
        return self.label + self.separator.join(self.items[place] for place in order) + self.end


def parse_list(text: str, separators: tuple[str, ...] = _SEPARATORS, fewest: int = _FEWEST_ITEMS) -> ListLine | None:
    """Read a line as a list of short items.

    Args:
        text: The line.
        separators: What may part the items; the first that makes a list of it does.
        fewest: As many items make a list.

    Returns:
        None where the line is a sentence, has brackets that hold a separator, ends in "and …", or its items depend on
        their place ("Proficient in Windows").
    """
    labelled = _LABELLED.match(text.strip())
    if labelled is None:
        return None
    for separator in separators:
        items = tuple(labelled["list"].split(separator))
        if len(items) >= fewest and all(_is_item(item) for item in items):
            return ListLine(labelled["label"] or "", items, separator, labelled["end"])
    return None


def _is_item(item: str) -> bool:
    plain = item.strip()
    return (
        bool(plain)
        and plain == item
        and item.count("(") == item.count(")")
        and len(item.split()) <= _MOST_WORDS
        and re.match(
            r"(?:and|or|&|etc|including|such as|proficient|fluent|experienced?|knowledge|familiar)\b",
            item,
            re.IGNORECASE,
        )
        is None
        and not re.search(r"\b(?:etc\.?|in|with|of)$", item, re.IGNORECASE)
        and not item.endswith((".", ":"))
    )
