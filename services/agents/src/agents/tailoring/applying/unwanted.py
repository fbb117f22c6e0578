"""Changes that the user does not want: which they are, and what becomes of those that were planned on top of them."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from contracts.documents import OptimisedDoc, Patch, PatchOp, same_change

BY_THE_USER: Final = "rejected by you"
POLISH: Final = "polish"
"""The engine of edits that no plan has: they are found while polishing."""
_ORDERS: Final[frozenset[PatchOp]] = frozenset({"reorder_bullets", "reorder_skills", "reorder_sections"})


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


def rebased(patch: Patch, left_out: Sequence[Patch]) -> Patch:
    """Let an order speak of the lines as they stand without the changes that were left out.

    An order names lines by their text. Where a line was to be reworded before and is not, the order holds for the line
    as it was; where a list was to have one more item, it holds for the others. Any other change is given back as it is.
    """
    if patch.op not in _ORDERS:
        return patch
    before, after = patch.before.split("\n"), patch.after.split("\n")
    for change in reversed(left_out):
        before, after = _undone(before, change), _undone(after, change)
    return replace(patch, before="\n".join(before), after="\n".join(after))


def base_of(patch: Patch, left_out: Iterable[Patch]) -> str | None:
    """Name the change that another one was planned on, None where it is none of these."""
    for change in left_out:
        made = [line for line in change.after.split("\n") if line]
        same_place = patch.path == change.path or patch.path.startswith(f"{change.path}~")
        if same_place or any(line in patch.before for line in made):
            return change.id
    return None


def _undone(lines: list[str], change: Patch) -> list[str]:
    """Put a line back in the place of what a change would have made of it."""
    made = change.after.split("\n")
    if change.op == "list_evidenced_skill":
        lists = (", ".join(item for item in line.split(", ") if item != change.after) for line in lines)
        return [line for line in lists if line]
    if change.path.partition(":")[0] == "entry" or not change.before or not all(line in lines for line in made):
        return lines
    first, *others = made
    left = list(lines)
    for other in others:
        left.remove(other)
    left[left.index(first)] = change.before
    return left
