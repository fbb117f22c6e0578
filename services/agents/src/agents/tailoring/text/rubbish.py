"""Tells text from what only pretends to be text. The gateway's door holds the same rule, so that it refuses first."""

from typing import Final

_SIGNATURES: Final = {
    "%PDF-": "a PDF file",
    "PK\x03\x04": "a DOCX or ZIP file",
    "\x89PNG": "an image",
    "\xff\xd8\xff": "an image",
    "GIF8": "an image",
    "{\\rtf": "an RTF file",
    "\xd0\xcf\x11\xe0": "an old Word file",
}
_MAX_CONTROL_SHARE: Final = 0.01
_MAX_LOST_SHARE: Final = 0.05
_MIN_LETTER_SHARE: Final = 0.4
_ALLOWED_CONTROLS: Final = frozenset("\t\n\r\f\v\x1f\x85")


def why_unreadable(raw: str) -> str | None:  # noqa: PLR0911, one for each reason
    """Say why a text cannot be read as one.

    Returns:
        A clause that completes "This is not text: ", None if it reads as text.
    """
    head = raw.lstrip("\ufeff")[:8]
    for signature, what in _SIGNATURES.items():
        if head.startswith(signature):
            return f"it is {what}, opened as text"
    visible = [character for character in raw if not character.isspace()]
    if not visible:
        return "there is nothing in it"
    if "\x00" in raw:
        return "it holds NUL bytes, as binary files do"
    controls = sum(character < " " and character not in _ALLOWED_CONTROLS for character in raw)
    if controls > _MAX_CONTROL_SHARE * len(raw):
        return "it holds control characters, as binary files do"
    if visible.count("\ufffd") > _MAX_LOST_SHARE * len(visible):
        return "its characters were lost in a wrong decoding"
    if sum(character.isalpha() for character in visible) < _MIN_LETTER_SHARE * len(visible):
        return "it has hardly any letters"
    return None
