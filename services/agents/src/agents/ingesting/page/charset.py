"""From the bytes of a page to its characters, as browsers decide it."""

import codecs
import re
from typing import Final

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED: Final = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:-]{2,40})", re.IGNORECASE)
_HEAD_BYTES: Final = 4096
_KNOWN: Final = re.compile(
    r"utf-?8|utf-?16(?:-?[lb]e)?|us-ascii|iso-?8859-?\d{1,2}|latin-?\d|windows-?125\d|cp125\d|koi8-[ru]"
    r"|shift[_-]?jis|euc-(?:jp|kr)|gb(?:2312|k|18030)|big5",
    re.IGNORECASE,
)
"""Encodings of pages. Python knows stranger ones, some of which take time with the square of the length."""
_AS_BROWSERS_DO: Final = {"iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252"}


def decoded(body: bytes, charset: str | None) -> str:
    """Decode a page: by its mark, by what the server said, by what it says itself, as UTF-8, as Windows-1252.

    No byte is lost without a sign: what fits nothing becomes U+FFFD.
    """
    return _decoded(body, charset).replace("\0", "\ufffd")


def _decoded(body: bytes, charset: str | None) -> str:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    declared = _DECLARED.search(body[:_HEAD_BYTES])
    for named in (charset, declared[1].decode("ascii") if declared is not None else None, "utf-8"):
        if named is None or _KNOWN.fullmatch(named) is None:
            continue
        try:
            return body.decode(_AS_BROWSERS_DO.get(named.lower(), named))
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("cp1252", "replace")
