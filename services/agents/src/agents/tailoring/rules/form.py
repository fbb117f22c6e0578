"""FMT: can a machine read the file, and is the text whole?"""

import re
from typing import Final

from agents.tailoring.lexicon import words
from agents.tailoring.rules.verdict import PASS, Verdict, counted, listed, not_applicable
from agents.tailoring.views import View
from contracts.documents import SourceText

FILES: Final = frozenset({"pdf", "docx"})
"""Origins whose form can be judged: of a text nobody knows it."""
_EXPECTED_WORDS: Final = 100
_SCANNED_WORDS: Final = 10
_MOJIBAKE: Final = re.compile(r"â€|Ã[\x80-\xbf©¨¶¼±¡]|Â[\x80-\xbf]|\ufffd|[\ue000-\uf8ff]|ï»¿")
_ODD_MARK: Final = re.compile(r"^[♦♣♠♥✈☎✉♂¶➔☛⚫⬥]|\b\w+-alt\b(?= \()")


def extractable(source: SourceText) -> Verdict:
    """FMT-01: the file holds text, not a picture of text."""
    if source.origin not in FILES:
        return not_applicable("The input is text.")
    per_page = len(words(source.text)) / max(1, source.layout.pages)
    if per_page < _SCANNED_WORDS:
        return Verdict("fail", "The file holds a picture, not text; export it again from where it was written.")
    if per_page < _EXPECTED_WORDS:
        return Verdict("warn", f"Only {per_page:.0f} words a page could be read; check that nothing is a picture.")
    return PASS


def single_column(source: SourceText) -> Verdict:
    """FMT-02: one column, no tables or text boxes, the contact on the page itself; pictures are warned of."""
    if source.origin not in FILES:
        return not_applicable("The input is text.")
    layout = source.layout
    found = [
        what
        for what, there in (
            ("columns", layout.columns > 1),
            ("tables", layout.tables),
            ("text boxes", layout.text_boxes),
            ("a contact in the header or footer", layout.margin_contact),
        )
        if there
    ]
    if found:
        return Verdict("fail", f"The file has {listed(found)}: tracking systems mix up or lose such lines.")
    if layout.images:
        return Verdict("warn", f"{counted(layout.images, 'picture')}: what stands in them is not read.")
    return PASS


def clean(view: View) -> Verdict:
    """FMT-03: no broken characters, no icon fonts, no odd bullets."""
    broken = [line for line in view.lines() if _MOJIBAKE.search(line.text)]
    odd = [line for line in view.lines() if _ODD_MARK.search(line.text)]
    if broken:
        spans = tuple(span for line in broken for span in line.spans)
        return Verdict("fail", f"Broken characters in {counted(len(broken), 'line')}.", spans)
    if odd:
        return Verdict("warn", f"Icons in {counted(len(odd), 'line')}: a tracking system reads them as noise.")
    return PASS


def repaired(view: View, source: SourceText) -> Verdict:
    """FMT-03 on a source: what had to be repaired is said too."""
    verdict = clean(view)
    if verdict.status == "pass" and {"mojibake", "icons"} & set(source.repairs):
        return Verdict("warn", "Broken characters or icons were repaired here; others will not repair them.")
    return verdict
