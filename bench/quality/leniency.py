"""Q9: what the guard refuses although it is true: nothing, but for a few paraphrases."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from msgspec.structs import replace

from agents.tailoring.applying import CannotApply, edited, unchanged
from agents.tailoring.applying.gates import Gates
from agents.tailoring.evidence import Reader
from agents.tailoring.guard import check_document, check_line
from agents.tailoring.guard.document import IDENTITY_SECTIONS
from agents.tailoring.guard.line import Scope
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.materials import Materials
from agents.tailoring.planning import headers
from agents.tailoring.planning.proposal import Desk
from agents.tailoring.planning.surfacing import can_take, same_name
from bench.quality.data import Data
from bench.quality.measures import Measure, noted, share
from bench.quality.pool import spread
from bench.quality.tailored import materials
from contracts.documents import Line, OptimisedDoc, Patch
from tests.support.paraphrases import PARAPHRASES

_ORDERS: Final = 5
_KINDS: Final = ("identity", "other order", "other dates", "other names")


def leniency(data: Data) -> list[Measure]:
    """Measure the share of true documents, lines and patches that pass."""
    first = data.names("jobs")[0]
    tried = spread(partial(_about, data.folder, first), data.names("resumes"))
    rows: list[Measure] = []
    for number, kind in enumerate(_KINDS):
        total = sum(len(of_one[kind]) for of_one in tried)
        refused = {
            name: [note for note in of_one[kind] if note]
            for name, of_one in zip(data.names("resumes"), tried, strict=True)
        }
        wrong = sum(len(notes) for notes in refused.values())
        row = share(f"Q9{'iodn'[number]}", f"true and passes: {kind}", total - wrong, total, noted(refused.items()))
        rows.append(row)
    return [*rows, _own_patches(data), _paraphrases()]


def _own_patches(data: Data) -> Measure:
    """Count the patches of all pairs that the guard refuses: what the planner proposes has to be true."""
    refused: dict[str, list[str]] = {}
    total = wrong = 0
    for one in data.tailored:
        notes = [reason for reason in one.refused if "guard" in reason]
        total += len(one.applied) + len(notes)
        wrong += len(notes)
        if notes:
            refused.setdefault(one.resume, []).append(f"{one.posting}: {', '.join(notes)}")
    return share("Q9p", "true and passes: own patches", total - wrong, total, refused)


def _paraphrases() -> Measure:
    reader = Reader(Lexicon.load())
    refused: dict[str, list[str]] = {
        f"paraphrase {number}": [str(one.check) for one in objections]
        for number, (before, after) in enumerate(PARAPHRASES, 1)
        if (objections := check_line("l", after, [before], reader))
    }
    total = len(PARAPHRASES)
    return share("Q9h", "honest paraphrases that pass", total - len(refused), total, refused)


def _about(folder: Path, posting: str, resume: str) -> dict[str, list[str]]:
    """Give for each kind a note for each try, empty where it passed."""
    made = materials(folder, resume, posting)
    reader = Reader(Lexicon.load())
    truth = unchanged(made.resume, made.sources)
    return {
        "identity": [_objections(truth, made, reader)],
        "other order": [_objections(_shuffled(truth, Random(f"{resume}/{n}")), made, reader) for n in range(_ORDERS)],
        "other dates": [_objections(doc, made, reader) for doc in _redated(truth, made, reader)],
        "other names": list(_renamed(truth, made, reader)),
    }


def _objections(doc: OptimisedDoc, made: Materials, reader: Reader) -> str:
    return ", ".join(
        f"{one.check} at {one.line_id}" for one in check_document(doc, made.resume, made.sources, reader, made.today)
    )


def _shuffled(doc: OptimisedDoc, rng: Random) -> OptimisedDoc:
    """Bring sections, entries and lines into any order."""

    def mixed(items: list[Line]) -> list[Line]:
        return rng.sample(items, len(items))

    sections = [
        replace(
            section,
            lines=mixed(section.lines),
            entries=rng.sample(
                [replace(entry, lines=mixed(entry.lines)) for entry in section.entries], len(section.entries)
            ),
        )
        for section in rng.sample(doc.sections, len(doc.sections))
    ]
    return replace(doc, sections=sections)


def _redated(doc: OptimisedDoc, made: Materials, reader: Reader) -> Iterator[OptimisedDoc]:
    """Write periods in the one format that the planner writes them in."""
    gates = Gates(made, reader, {fact.id: fact for fact in made.resume.facts})
    for number, proposal in enumerate(headers.dates(Desk(gates.measured(doc)))):
        patch = Patch(
            id=f"p{number}", op=proposal.op, path=proposal.path, before=proposal.before, after=proposal.after,
            sources=list(proposal.sources), serves=list(proposal.serves), rationale=proposal.rationale,
        )  # fmt: skip
        try:
            yield edited(doc, patch, gates.facts, made.sources)
        except CannotApply:
            continue


def _renamed(doc: OptimisedDoc, made: Materials, reader: Reader) -> Iterator[str]:
    """Add another name of a term behind it, in brackets: what an alias group says is the same."""
    for section in doc.sections:
        if section.type in IDENTITY_SECTIONS:
            continue
        for line in [*section.lines, *(line for entry in section.entries for line in entry.lines)]:
            for hit in reader.lexicon.find(line.text):
                cited = made.sources.excerpts(line.spans)
                names = reader.lexicon.variants(hit.term)
                other = next((name for name in names if _is_other(name, hit.surface, reader.lexicon)), None)
                if other is None or cited is None:
                    continue
                if not can_take(line.text, hit):
                    continue
                text = f"{line.text[: hit.end]} ({other}){line.text[hit.end :]}"
                scope: Scope = "skills" if section.type == "skills" else "entry"
                found = check_line(line.id, text, cited, reader, scope=scope)
                yield ", ".join(f"{one.check} at {one.line_id}" for one in found)


def _is_other(name: str, surface: str, lexicon: Lexicon) -> bool:
    """Tell whether a name says the same in other words, and would be known as such where it stands.

    One with a version says more than the one without.
    """
    known = {hit.surface for hit in lexicon.find(name)}
    return name in known and not same_name(surface, name) and not any(char.isdigit() for char in name)
