"""Q1 sections, Q2 roles, Q3 contact: what was read of a résumé against what people labelled."""

from bench.quality.data import Data
from bench.quality.measures import Measure, f1, noted, share
from contracts.documents import ResumeDoc

_SAME_TYPE = {"volunteer": "volunteering"}
_LINES_APART = 2
"""Normalising may drop or join a line before a heading."""


def sections(data: Data) -> list[Measure]:
    """Measure headings: F1 of where they are, and the share of the found ones whose type is right (Q1)."""
    right = found = wanted = typed = 0
    misplaced: list[tuple[str, list[str]]] = []
    mistyped: list[tuple[str, list[str]]] = []
    for name, (source, resume) in data.resumes.items():
        gold = data.gold("resume", name).get("sections")
        if gold is None:
            continue
        read = _headings(resume, source.text)
        pending = dict.fromkeys(read)
        lost: list[str] = []
        wrong: list[str] = []
        for label in gold:
            match = next((one for one in pending if _is_same(one, label)), None)
            if match is None:
                lost.append(f"line {label['line']}: {label['type']} not found")
                continue
            del pending[match]
            right += 1
            if match[2] == _SAME_TYPE.get(label["type"], label["type"]):
                typed += 1
            else:
                wrong.append(f"line {label['line']}: {label['type']} read as {match[2]}")
        lost.extend(f"line {line}: {kind} is no heading" for _, line, kind in pending)
        found += len(read)
        wanted += len(gold)
        misplaced.append((name, lost))
        mistyped.append((name, wrong))
    counts = f"{right} right of {found} found and {wanted} wanted"
    return [
        Measure("Q1", "section headings, F1", f1(right, found, wanted), counts, noted(misplaced)),
        share("Q1t", "section types", typed, right, noted(mistyped)),
    ]


def _headings(resume: ResumeDoc, text: str) -> list[tuple[str, int, str]]:
    return [
        (section.heading.lower(), text.count("\n", 0, section.heading_span.start) + 1, section.type)
        for section in resume.sections
        if section.heading_span is not None
    ]


def _is_same(read: tuple[str, int, str], label: dict[str, object]) -> bool:
    heading, line, _ = read
    wanted = str(label["heading"]).strip().strip(":").lower()
    return heading == wanted and abs(line - int(str(label["line"]))) <= _LINES_APART


def roles(data: Data) -> Measure:
    """Count the résumés whose number of roles is exact (Q2)."""
    right = total = 0
    missed: dict[str, list[str]] = {}
    for name, (_, resume) in data.resumes.items():
        wanted = data.gold("resume", name).get("n_experience")
        if wanted is None:
            continue
        total += 1
        read = sum(len(section.entries) for section in resume.sections if section.type == "experience")
        if read == wanted:
            right += 1
        else:
            missed[name] = [f"{read} roles read, {wanted} labelled"]
    return share("Q2", "roles counted exactly", right, total, missed)


def contacts(data: Data) -> Measure:
    """Count the résumés whose name, e-mail and telephone number are all exact (Q3)."""
    right = total = 0
    missed: dict[str, list[str]] = {}
    for name, labels in data.labels.get("contact", {}).items():
        raw = data.raw("resumes", name)
        contact = data.resumes[name][1].contact
        read = {"name": contact.name, "email": contact.email, "phone": contact.phone}
        wrong = [key for key, (start, end) in labels.items() if read[key] != raw[start:end]]
        total += 1
        if wrong:
            missed[name] = [f"{key} is not exact" for key in wrong]
        else:
            right += 1
    return share("Q3", "contact exact", right, total, missed)
