"""A file of the result as somebody else's machine reads it: what FMT rules look at after an export."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from agents.tailoring.rules.verdict import PASS, RANK, Verdict, counted, not_applicable
from contracts.documents import SourceText

FileKind: TypeAlias = Literal["DOCX", "PDF"]
_NO_FILES_YET: Final = "Judged when the files are written."
"""The draft has none: `validating` says so of these rules, and `polishing` tells their verdicts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file of the result, read back."""

    kind: FileKind
    source: SourceText
    """The text that was read, and the form of the file."""
    differing: tuple[str, ...] = ()
    """What reads back otherwise than it was meant: headings, entries, periods, bullets, name."""
    boxed: int = 0
    """How many characters stand in the file as boxes, since no font has them."""


def every_file(exports: Sequence[Exported], check: Callable[[SourceText], Verdict]) -> Verdict:
    """Judge every file, and give the worst verdict with the name of its file."""
    if not exports:
        return not_applicable(_NO_FILES_YET)
    verdicts = [(exported.kind, check(exported.source)) for exported in exports]
    kind, worst = min(verdicts, key=lambda pair: RANK[pair[1].status])
    return Verdict(worst.status, f"{kind}: {worst.message}" if worst.message else "", worst.spans)


def round_trip(exports: Sequence[Exported]) -> Verdict:
    """FMT-09: DOCX and PDF read back to the same name, headings, entries, periods and bullets."""
    if not exports:
        return not_applicable(_NO_FILES_YET)
    told = [
        f"{' and '.join(one.differing)} read back otherwise from the {one.kind}" for one in exports if one.differing
    ]
    if told:
        return Verdict("fail", f"Not as meant: {'; '.join(told)}. Look at that file before you send it.")
    return PASS


def boxes(exports: Sequence[Exported]) -> Verdict | None:
    """FMT-03 on an export: say which file has boxes in the place of letters; None where there are none."""
    for exported in exports:
        if exported.boxed:
            return Verdict(
                "warn",
                f"No font of the {exported.kind} has {counted(exported.boxed, 'character')} of this text: boxes stand "
                "there. The text behind them is right; the DOCX shows it too.",
            )
    return None
