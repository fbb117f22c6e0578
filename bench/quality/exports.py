"""Q14: forty tailored résumés, each written as DOCX and PDF, read back, and uploaded again."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from agents.tailoring.applying import apply
from agents.tailoring.extracting import extract
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.matching import match
from agents.tailoring.materials import Materials
from agents.tailoring.planning import plan
from agents.tailoring.polish import polish
from agents.tailoring.posting import read_posting
from agents.tailoring.reading import read_resume
from agents.tailoring.rendering import export
from agents.tailoring.roundtrip import read_back
from agents.tailoring.roundtrip.compare import said, shown_ids
from agents.tailoring.roundtrip.read import differences
from agents.tailoring.text import source_text
from agents.tailoring.views import view_of_result, view_of_resume
from bench.quality.data import Data
from bench.quality.measures import Measure, noted, share
from contracts.documents import OptimisedDoc, SourceText

_RESUMES: Final = 20
_POSTINGS: Final = (0, 7)
"""Which postings a résumé is tailored for, counted on from its own place in the list."""
_TODAY: Final = date(2026, 11, 22)


def round_trip(data: Data) -> list[Measure]:
    """Measure the files that read back as meant, and the statements among all of them."""
    lexicon = Lexicon.load()
    files = right = statements = kept = again = 0
    missed: dict[str, list[str]] = {}
    refused: dict[str, list[str]] = {}
    for name, doc in _tailored(data.folder, lexicon):
        exports = export(doc)
        for one in read_back(doc, exports, lexicon):
            files += 1
            right += not one.differing
            uploaded = _uploaded(exports.docx if one.kind == "DOCX" else exports.pdf)
            named = differences(doc, uploaded, lexicon).named
            again += not named
            refused.setdefault(name, []).extend(f"{one.kind}: {part}" for part in named)
            missed.setdefault(name, []).extend(f"{one.kind}: {part}" for part in one.differing)
            meant, found = _statements(doc, one.source, lexicon)
            statements += meant.total()
            kept += (meant & found).total()
    return [
        share("Q14", "files that read back as meant", right, files, noted(missed.items())),
        share("Q14u", "files that read back when uploaded", again, files, noted(refused.items())),
        share("Q14b", "statements that read back", kept, statements, {}),
    ]


def _uploaded(content: bytes) -> SourceText:
    """Read a file as one that a user hands over."""
    extracted = extract(content)
    return source_text("resume", extracted.text, "pdf" if content.startswith(b"%PDF") else "docx", extracted.layout)


def _tailored(folder: Path, lexicon: Lexicon) -> Iterator[tuple[str, OptimisedDoc]]:
    resumes = sorted((folder / "resumes").glob("*.txt"))[:_RESUMES]
    postings = sorted((folder / "jobs").glob("*.txt"))
    for number, path in enumerate(resumes):
        for step in _POSTINGS:
            posting = postings[(number + step) % len(postings)]
            sources = source_text("resume", path.read_text("utf-8")), source_text("posting", posting.read_text("utf-8"))
            made = Materials(
                resume=read_resume(sources[0], None, lexicon),
                job=read_posting(sources[1], lexicon),
                resume_source=sources[0],
                posting_source=sources[1],
                today=_TODAY,
            )
            planned = plan(made, match(made.resume, made.job, lexicon, _TODAY), lexicon)
            yield f"{path.stem} for {posting.stem}", polish(apply(made, planned, lexicon), made, lexicon).doc


def _statements(doc: OptimisedDoc, read: SourceText, lexicon: Lexicon) -> tuple[Counter[str], Counter[str]]:
    meant = said(view_of_result(doc), shown_ids(doc)).bullets
    return Counter(meant), Counter(said(view_of_resume(read_resume(read, None, lexicon))).bullets)
