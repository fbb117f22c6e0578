"""What of a schema's change would break a reader of a released version.

Readers and writers are deployed one by one, and a log is read for days, so both directions count: a reader of the old
schema meets messages of the new one, and a reader of the new schema meets messages of the old one. What nobody can
notice is free: a new field that may be missing, a new description. So is a new member of a union: readers skip events
of a type that they do not know, and a new fact is read by our own services, whose readers are deployed before writers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Schema: TypeAlias = Mapping[str, Any]

_LOWER: Final = ("minimum", "minLength")
_UPPER: Final = ("maximum", "maxLength")
_BOUNDS: Final = (*_LOWER, *_UPPER, "pattern", "format")


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that would break somebody. `field` is the path from the message, empty for the message itself."""

    message: str
    field: str
    readers: tuple[str, ...]
    what: str

    @property
    def sentence(self) -> str:
        """What breaks whom, and where."""
        *others, last = self.readers
        readers = f"{', '.join(others)} and {last}" if others else last
        where = f"`{self.field}` of `{self.message}`" if self.field else f"`{self.message}`"
        return f"{where} {self.what} (read by {readers})"


def breaks(released: Schema, current: Schema | None) -> list[Break]:
    """Compare a message's released schema with its current one, None where there is none any more.

    Returns:
        Everything that would break a reader, in the order of the released schema; empty where the change is safe.
    """
    message, readers = str(released["title"]), tuple(released["x-readers"])
    if current is None:
        return [Break(message, "", readers, "is gone: whoever reads it waits for it in vain")]
    comparison = _Comparison(released, current)
    return [Break(message, field, readers, what) for field, what in comparison.run()]


class _Comparison:
    """Walks two documents side by side. No definition holds itself, so the walk ends."""

    def __init__(self, released: Schema, current: Schema) -> None:
        self._released = released
        self._current = current

    def run(self) -> Iterator[tuple[str, str]]:
        yield from self._value("", self._released, self._current)

    def _value(self, field: str, old: Schema, new: Schema) -> Iterator[tuple[str, str]]:
        old, new = _resolved(old, self._released), _resolved(new, self._current)
        if "anyOf" in old or "anyOf" in new:
            yield from self._union(field, old, new)
        elif _kind(old) != _kind(new):
            yield field, f"was {_kind(old)} and is {_kind(new)} now: neither side can read the other's"
        else:
            yield from _values(field, old, new)
            yield from _limits(field, old, new)
            yield from self._object(field, old, new)
            if "items" in old and "items" in new:
                yield from self._value(f"{field}[]", old["items"], new["items"])

    def _object(self, field: str, old: Schema, new: Schema) -> Iterator[tuple[str, str]]:
        fields: Schema = old.get("properties", {})
        now: Schema = new.get("properties", {})
        before, after = set(old.get("required", ())), set(new.get("required", ()))
        for name, shape in fields.items():
            path = f"{field}.{name}" if field else name
            if name not in now:
                yield path, "was removed: whoever reads it finds nothing"
                continue
            if name in before - after:
                yield path, "may be missing now: readers of the released version count on it"
            if name in after - before:
                yield path, "is required now: messages of the released version lack it and are refused"
            yield from self._value(path, shape, now[name])
        for name in now:
            if name in after and name not in fields:
                path = f"{field}.{name}" if field else name
                yield path, "is new and required: messages of the released version lack it and are refused"
        of_old, of_new = old.get("additionalProperties"), new.get("additionalProperties")
        if isinstance(of_old, Mapping) and isinstance(of_new, Mapping):
            yield from self._value(f"{field}.*", of_old, of_new)

    def _union(self, field: str, old: Schema, new: Schema) -> Iterator[tuple[str, str]]:
        members = {self._name(member, self._released): member for member in old.get("anyOf", [old])}
        now = {self._name(member, self._current): member for member in new.get("anyOf", [new])}
        for name, member in members.items():
            if name in now:
                yield from self._value(_of_kind(field, name), member, now[name])
            else:
                yield field, f"is never {name} any more: messages of the released version that are so are refused"
        for name in now:
            if name not in members and not name.startswith("`"):  # a tagged union may grow
                yield field, f"may be {name} now: readers of the released version refuse it"

    def _name(self, member: Schema, document: Schema) -> str:
        """Tell the members of a union apart: by tag, else by type."""
        shape = _resolved(member, document)
        tags = [f"`{of['const']}`" for of in shape.get("properties", {}).values() if "const" in of]
        return tags[0] if tags else _kind(shape)


def _resolved(shape: Schema, document: Schema) -> Schema:
    while "$ref" in shape:
        shape = document["$defs"][str(shape["$ref"]).rsplit("/", 1)[-1]]
    return shape


def _of_kind(field: str, name: str) -> str:
    return f"{field}({name.strip('`')})" if name.startswith("`") else field


def _kind(shape: Schema) -> str:
    if "type" in shape:
        return str(shape["type"])
    return "one of a list" if "enum" in shape else "a constant" if "const" in shape else "anything"


def _values(field: str, old: Schema, new: Schema) -> Iterator[tuple[str, str]]:
    if old.get("const") != new.get("const"):
        yield field, f"was `{old.get('const')}` and is `{new.get('const')}` now"
    before, after = old.get("enum", ()), new.get("enum", ())
    for value in before:
        if value not in after:
            yield field, f"is never `{value}` any more: messages of the released version that say so are refused"
    for value in after:
        if value not in before:
            yield field, f"may be `{value}` now: readers of the released version refuse it"


def _limits(field: str, old: Schema, new: Schema) -> Iterator[tuple[str, str]]:
    for bound in _BOUNDS:
        before, after = old.get(bound), new.get(bound)
        if before != after:
            who = (
                "readers of the released version refuse more"
                if _is_loosened(bound, before, after)
                else "messages of the released version may be refused"
            )
            yield field, f"has another {bound} ({before} before, {after} now): {who}"


def _is_loosened(bound: str, before: Any, after: Any) -> bool:  # noqa: ANN401 - a number, a text or None
    if before is None or after is None:
        return after is None
    if bound in _LOWER:
        return bool(after < before)
    return bound in _UPPER and bool(after > before)
