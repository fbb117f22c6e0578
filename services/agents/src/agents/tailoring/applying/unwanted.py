"""Changes that the user does not want: which they are, and what becomes of those that were planned on top of them."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from contracts.documents import OptimisedDoc, Patch, same_change

BY_THE_USER: Final = "rejected by you"
POLISH: Final = "polish"
"""The engine of edits that no plan has: they are found while polishing."""


def refused(patch: Patch) -> Patch:
    """Mark a change as unwanted."""
    return replace(patch, status="rejected", reject_reason=BY_THE_USER)


def is_among(patch: Patch, changes: Iterable[Patch]) -> bool:
    """Tell whether a change is one of these: by what it does, since ids count within one plan."""
    return any(same_change(patch, change) for change in changes)


def left_of(edit: Patch, doc: OptimisedDoc, unwanted: Sequence[Patch]) -> Patch | None:
    """Give what is left of an edit of the polish beside changes that the user does not want, None where nothing is.

    What stays as it is, is a place: the polish does there neither the same kind of change to other words, nor the same
    words by another kind of change. Of dates, which it changes section by section, each period is a place.
    """
    if edit.op == "normalise_date":
        return _other_periods(edit, doc, unwanted)
    twins = (one for one in unwanted if one.path == edit.path)
    return None if any(one.op == edit.op or one.after == edit.after for one in twins) else edit


def _other_periods(edit: Patch, doc: OptimisedDoc, unwanted: Sequence[Patch]) -> Patch | None:
    """Leave out the periods of a section that shall stay as they are written."""
    kept = {row for one in unwanted if one.op == edit.op and _section(one, doc) == edit.path for row in _rows(one)}
    rows = [(before, before) if (before, after) in kept else (before, after) for before, after in _rows(edit)]
    left = replace(edit, after="\n".join(after for _, after in rows))
    return left if left.after != left.before else None


def _rows(patch: Patch) -> list[tuple[str, str]]:
    return list(zip(patch.before.split("\n"), patch.after.split("\n"), strict=False))


def _section(patch: Patch, doc: OptimisedDoc) -> str:
    """Give the path of the section that a change of dates is in."""
    homes = {f"entry:{entry.id}": f"section:{section.id}" for section in doc.sections for entry in section.entries}
    return homes.get(patch.path, patch.path)


def base_of(patch: Patch, left_out: Iterable[Patch]) -> str | None:
    """Name the change that another one was planned on, None where it is none of these."""
    for change in left_out:
        made = [line for line in change.after.split("\n") if line]
        same_place = patch.path == change.path or patch.path.startswith(f"{change.path}~")
        if same_place or any(line in patch.before for line in made):
            return change.id
    return None
