"""Opens a Word file: which of its parts are read, safely, and a report of its form.

Not by python-docx: that one reads every part into memory before it can be asked how large they are, and knows neither
text boxes nor content controls. What is needed of the format is little: five parts of XML.
"""

import io
import posixpath
import re
import zipfile
from typing import Final

from lxml import etree

from agents.tailoring.extracting.answer import Extracted, FileRefusedError, checked_length, corrupt, too_heavy
from agents.tailoring.extracting.paragraphs import Body, Styles, styles_of, walked
from contracts.documents import Layout

MAX_PART_BYTES: Final = 10 * 1024 * 1024
"""Of a part that is read, unpacked. A résumé of two pages has 0.1 MB."""
MAX_UNPACKED_BYTES: Final = 100 * 1024 * 1024
"""Of all parts, as the archive announces them; pictures are never unpacked."""
MAX_MEMBERS: Final = 2_000

_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PAGES: Final = re.compile(rb"<Pages>(\d{1,4})</Pages>")
_MACROS: Final = re.compile(r"(?:^|/)vbaProject\.bin$", re.IGNORECASE)
_CONTACT: Final = re.compile(r"\S@\S+\.\w|(?:\d[ ().-]{0,2}){7}")
_PAGE_MARK: Final = re.compile(r"(?:page)?\s*\d*\s*(?:of|/)?\s*\d*", re.IGNORECASE)
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read_docx(content: bytes) -> Extracted:
    """Read a Word file.

    Raises:
        FileRefusedError: It has a password or macros, is of an older format, empty, damaged, or unpacks to too much.
        Exception: It is damaged in a way that the libraries tell.
    """
    package = _Package(content)
    main = package.main()
    styles = styles_of(package.xml(package.beside(main, "styles")))
    body = walked(package.required(main), styles)
    above = _margin(package, main, "header", styles)
    below = _margin(package, main, "footer", styles)
    text = checked_length("\n".join([*above, *([""] if above else []), *body.lines, *below]))
    if not any(letter.isalpha() for letter in text):
        if body.images:
            raise FileRefusedError("needs_ocr", "the Word file holds pictures and no text: paste the text instead")
        raise FileRefusedError("empty_file", "the Word file holds no text")
    layout = Layout(
        pages=package.pages() or body.pages,
        columns=body.columns,
        tables=body.tables,
        images=body.images,
        text_boxes=body.text_boxes,
        margin_contact=any(_CONTACT.search(line) for line in (*above, *below)),
        extractor="docx",
    )
    return Extracted(text=text, layout=layout)


def _margin(package: "_Package", main: str, kind: str, styles: Styles) -> list[str]:
    """Give the lines of headers or footers, each once: first pages and even pages often repeat them."""
    found: dict[str, None] = {}
    for name in package.all_beside(main, kind):
        root = package.xml(name)
        body = Body() if root is None else walked(root, styles)
        found.update(dict.fromkeys(line for line in body.lines if _PAGE_MARK.fullmatch(line.strip()) is None))
    return list(found)


class _Package:
    """The archive, unpacked only as far as it is read."""

    def __init__(self, content: bytes) -> None:
        if not content.startswith(b"PK"):
            raise _locked() if _ENCRYPTED in content else _unsupported("a Word file of an older format (DOC)")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise corrupt("Word") from None
        members = self._archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise too_heavy(f"holds {len(members)} parts")
        if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
            raise too_heavy(f"unpacks to more than {MAX_UNPACKED_BYTES // 1024 // 1024} MB")
        self._members = {member.filename: member for member in members}
        if any(member.flag_bits & 1 for member in members):
            raise _locked()
        if any(_MACROS.search(name) for name in self._members):
            raise _unsupported("a Word file with macros")
        if not any(name.startswith("word/") for name in self._members):
            raise _unsupported("a ZIP file that is no Word file")

    def main(self) -> str:
        """Name the part that the text is in."""
        named = self._related("_rels/.rels", "", "officeDocument")
        return next((name for name in named if name in self._members), "word/document.xml")

    def beside(self, part: str, kind: str) -> str | None:
        """Name the first part of a kind that another part relates to."""
        return next(iter(self.all_beside(part, kind)), None)

    def all_beside(self, part: str, kind: str) -> list[str]:
        """Name the parts of a kind that another part relates to; what lies outside of the archive is none."""
        folder, name = posixpath.split(part)
        return self._related(posixpath.join(folder, "_rels", f"{name}.rels"), folder, kind)

    def required(self, name: str) -> etree._Element:
        """Parse a part without which there is no document."""
        root = self.xml(name)
        if root is None:
            raise corrupt("Word")
        return root

    def xml(self, name: str | None) -> etree._Element | None:
        """Parse a part; None where there is none of this name."""
        if name is None or name not in self._members:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self._unpacked(name), parser)
        except etree.XMLSyntaxError:
            raise corrupt("Word") from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise corrupt("Word")  # Word writes no document type; entity bombs need one
        return root

    def pages(self) -> int | None:
        """Give the number of pages as Word counted them when the file was saved."""
        found = _PAGES.search(self._unpacked("docProps/app.xml")) if "docProps/app.xml" in self._members else None
        return max(1, int(found[1])) if found is not None else None

    def _related(self, relations: str, folder: str, kind: str) -> list[str]:
        root = self.xml(relations)
        if root is None:
            return []
        return [
            posixpath.normpath(posixpath.join(folder, relation.get("Target", ""))).lstrip("/")
            for relation in root.iter(_RELATIONS)
            if relation.get("Type", "").rpartition("/")[2] == kind and relation.get("TargetMode") != "External"
        ]

    def _unpacked(self, name: str) -> bytes:
        """Unpack a part, no further than it may be large: what it announces is not believed."""
        try:
            with self._archive.open(self._members[name]) as part:
                content = part.read(MAX_PART_BYTES + 1)
        except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError):
            raise corrupt("Word") from None
        if len(content) > MAX_PART_BYTES:
            raise too_heavy(f"unpacks to more than {MAX_PART_BYTES // 1024 // 1024} MB of text")
        return content


def _locked() -> FileRefusedError:
    return FileRefusedError("encrypted_file", "the Word file has a password: save it without one, or paste its text")


def _unsupported(what: str) -> FileRefusedError:
    return FileRefusedError("unsupported_file", f"the file is {what}: save it as DOCX or PDF, or paste its text")
