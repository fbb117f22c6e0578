"""Q16: what is read out of PDF and Word files, and Q2, Q3 on what was read of résumés that came as files."""

from collections import Counter
from pathlib import Path
from typing import Final

from agents.tailoring.extracting import Extracted, FileRefusedError, extract
from agents.tailoring.lexicon import words
from agents.tailoring.reading import read_resume
from agents.tailoring.text import source_text
from bench.quality.data import Data
from bench.quality.measures import Measure, share
from contracts.documents import ResumeDoc

_SAME: Final = 0.99
"""Token F1 from which on two extractions are called the same."""


def files(data: Data) -> list[Measure]:
    """Measure pairs of PDF and DOCX against each other, files against their texts, and what is read of them."""
    read = {path.name: _read(path) for path in sorted(data.files.glob("*")) if path.suffix in {".pdf", ".docx"}}
    return [_pairs(read), _texts(data, read), _roles(data, read), _contacts(data, read)]


def _read(path: Path) -> Extracted | str:
    try:
        return extract(path.read_bytes())
    except FileRefusedError as refusal:
        return refusal.code


def _pairs(read: dict[str, Extracted | str]) -> Measure:
    """Q16: the least token F1 of a PDF and a DOCX of the same résumé."""
    found = {
        name.removesuffix(".docx"): _f1(_text(other), _text(read[f"{name.removesuffix('.docx')}.pdf"]))
        for name, other in read.items()
        if name.endswith(".docx") and f"{name.removesuffix('.docx')}.pdf" in read
    }
    missed = {name: [f"token F1 {value:.4f}"] for name, value in found.items() if value < 1.0}
    counts = f"{len(found)} pairs, the least"
    return Measure("Q16", "PDF and DOCX of one résumé, token F1", min(found.values(), default=None), counts, missed)


def _texts(data: Data, read: dict[str, Extracted | str]) -> Measure:
    """Q16t: the mean token F1 of files and the texts that people had of them."""
    found: dict[str, float] = {}
    for name, one in read.items():
        stem = name.rpartition(".")[0]
        folder = "resumes" if data.has("resumes", stem) else "jobs"
        if data.has(folder, stem):
            found[name] = _f1(_text(one), source_text("resume", data.raw(folder, stem)).text)
    missed = {name: [f"token F1 {value:.4f}"] for name, value in found.items() if value < _SAME}
    mean = sum(found.values()) / len(found) if found else None
    return Measure("Q16t", "files against their texts, token F1", mean, f"{len(found)} files, the mean", missed)


def _roles(data: Data, read: dict[str, Extracted | str]) -> Measure:
    """Q2f: résumés from files with the labelled number of roles."""
    right = total = 0
    missed: dict[str, list[str]] = {}
    for name, resume in _resumes(data, read).items():
        stem = name.rpartition(".")[0]
        wanted = data.gold("resume", stem).get("n_experience") if data.has_gold("resume", stem) else None
        if wanted is None:
            continue
        roles = sum(len(section.entries) for section in resume.sections if section.type == "experience")
        total += 1
        right += roles == wanted
        if roles != wanted:
            missed[name] = [f"{roles} roles of {wanted}"]
    return share("Q2f", "roles of résumés from files", right, total, missed)


def _contacts(data: Data, read: dict[str, Extracted | str]) -> Measure:
    """Q3f: résumés from files with name, e-mail and telephone number exact."""
    right = total = 0
    missed: dict[str, list[str]] = {}
    labels = data.labels.get("contact", {})
    for name, resume in _resumes(data, read).items():
        stem = name.rpartition(".")[0]
        if stem not in labels:
            continue
        raw = data.raw("resumes", stem)
        found = {"name": resume.contact.name, "email": resume.contact.email, "phone": resume.contact.phone}
        wrong = [key for key, (start, end) in labels[stem].items() if found[key] != raw[start:end]]
        total += 1
        right += not wrong
        if wrong:
            missed[name] = [f"{key} is not exact" for key in wrong]
    return share("Q3f", "contact exact, from files", right, total, missed)


def _resumes(data: Data, read: dict[str, Extracted | str]) -> dict[str, ResumeDoc]:
    found = {}
    for name, one in read.items():
        if isinstance(one, Extracted):
            source = source_text("resume", one.text, "pdf" if name.endswith(".pdf") else "docx", one.layout)
            found[name] = read_resume(source, None, data.lexicon)
    return found


def _text(one: Extracted | str) -> str:
    return source_text("resume", one.text, "pdf", one.layout).text if isinstance(one, Extracted) else ""


def _f1(one: str, other: str) -> float:
    first, second = (Counter(word.text.lower() for word in words(text)) for text in (one, other))
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0
