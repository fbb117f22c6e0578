"""Orders of lines, skills and sections, told for these as they stand: an order moves them, whatever they say by now.

An order lists what it arranges by what it said when the plan was made. Until it is applied, a line may have been left
as it was, since the user rejected its rewording, or may say the same in the words of another engine; it is known again
by its id, and by all that the plan calls it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from msgspec.structs import replace

from agents.tailoring.applying.places import entry_of, line_of, section_of
from agents.tailoring.applying.skill_lists import parse_list
from contracts.documents import Line, OptimisedDoc, Patch, PatchOp, Plan

ORDERS: Final[frozenset[PatchOp]] = frozenset({"reorder_bullets", "reorder_skills", "reorder_sections"})
"""Not of entries, which their order lists by id."""

Names: TypeAlias = Mapping[str, Collection[str]]
"""What each line, section or item is called at one time or another, by its id."""
_FEWEST: Final = 2


class _Thing(NamedTuple):
    id: str
    text: str


def names_in(plan: Plan) -> Names:
    """List what lines and headings say before and after each change of a plan, by the ids of lines and sections."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for patch in plan.patches:
        place, _, name = patch.path.partition(":")
        if place == "bullet" or patch.op == "rename_heading":
            first, *parts = patch.after.split("\n")
            names[name] |= {patch.before, first}
            for number, part in enumerate(parts, start=2):
                names[f"{name}~{number}"].add(part)
    return names


def as_lines_stand(patch: Patch, doc: OptimisedDoc, names: Names) -> Patch:
    """Tell an order for a document: what of it is there, in its order; what it does not know stays where it is.

    Any other change is given back as it is, and so is an order that moves nothing of what stands there now.
    """
    if patch.op not in ORDERS:
        return patch
    place, _, name = patch.path.partition(":")
    if place == "bullet":
        line = line_of(doc, name)
        return patch if line is None else _items_as_they_stand(patch, line.text)
    things = _things(doc, place, name)
    order = _arranged(things, patch.after.split("\n"), names)
    if order == things:
        return patch
    return replace(patch, before=_listed(things), after=_listed(order))


def _things(doc: OptimisedDoc, place: str, name: str) -> list[_Thing]:
    if place == "document":
        return [_Thing(section.id, section.heading) for section in doc.sections]
    home = entry_of(doc, name) if place == "entry" else section_of(doc, name)
    lines: list[Line] = [] if home is None else home.lines
    return [_Thing(line.id, line.text) for line in lines]


def _arranged(things: Sequence[_Thing], order: Sequence[str], names: Names) -> list[_Thing]:
    left, arranged = list(things), list[_Thing]()
    for wanted in order:
        found = next((one for one in left if wanted == one.text or wanted in names.get(one.id, ())), None)
        if found is not None:
            left.remove(found)
            arranged.append(found)
    for one in left:  # behind what it stands behind now
        before = things[: things.index(one)]
        arranged.insert(arranged.index(before[-1]) + 1 if before else 0, one)
    return arranged


def _items_as_they_stand(patch: Patch, text: str) -> Patch:
    """Tell an order of the items of one line.

    Items have no ids: what the line does not say as planned is, one after the other, what it says otherwise; an item
    that was to be added comes last, and has no other.
    """
    planned, order = parse_list(patch.before), parse_list(patch.after)
    if text == patch.before or planned is None or order is None:
        return patch
    now = parse_list(text, (planned.separator,), _FEWEST)
    if now is None:
        return patch
    things = [_Thing(str(number), item) for number, item in enumerate(now.items)]
    others = [one for one in things if one.text not in planned.items]
    missed = [item for item in planned.items if item not in now.items]
    names = {one.id: (item,) for one, item in zip(others, missed, strict=False)}
    arranged = _arranged(things, order.items, names)
    if arranged == things:
        return patch
    return replace(patch, before=text, after=now.arranged([int(one.id) for one in arranged]))


def _listed(things: Sequence[_Thing]) -> str:
    return "\n".join(one.text for one in things)
