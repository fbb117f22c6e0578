"""What two runs of the same job have in common whatever dies meanwhile: all but moments, positions and runs. Pure."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from contracts.events import Event, StepProgressEvent, UnknownEvent
from contracts.state import StateView

_OF_ITS_OWN: Final = re.compile(r"seq|run|eta_sec|.*(_ms|Ms)")
"""Keys of what no two runs share: positions, names of runs, and how long something took."""

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
_LIFECYCLE_ID: Final = re.compile(r"\d+\.\d+")
_UNORDERED: Final = ("insights", "validations", "diffs")
"""Lists of a state in the order of arrival, which steps that run side by side share out anew each time."""


class Alike(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a job: its final state, its lifecycle by step, and what the accepted run of each step told."""

    state: dict[str, Any]
    lifecycle: dict[str, list[Any]]
    told: dict[str, list[Any]]


def alike(job_id: str, shown: Sequence[Event | UnknownEvent], view: StateView) -> Alike:
    """Take from a job what has to be the same each time that it runs."""
    state = _bare(msgspec.to_builtins(view), job_id)
    for name in _UNORDERED:
        state[name] = sorted(state[name], key=msgspec.json.encode)
    accepted = {
        (event.step or event.data.step, event.run)
        for event in shown
        if isinstance(event, StepProgressEvent) and event.data.state == "completed"
    }
    lifecycle: defaultdict[str, list[Any]] = defaultdict(list)
    told: defaultdict[str, list[Any]] = defaultdict(list)
    for event in shown:
        if _LIFECYCLE_ID.fullmatch(event.id):
            step = event.data.step if isinstance(event, StepProgressEvent) else ""
            lifecycle[step].append({**_bare(msgspec.to_builtins(event), job_id), "id": ""})
        elif (event.step, event.run) in accepted:
            told[event.step or ""].append(_bare(msgspec.to_builtins(event), job_id))
    return Alike(state=state, lifecycle=dict(lifecycle), told=dict(told))


def difference(one: Alike, other: Alike) -> str | None:
    """Say where two jobs differ first, None where they do not."""
    for part in ("state", "lifecycle", "told"):
        ours, theirs = getattr(one, part), getattr(other, part)
        for key in sorted({*ours, *theirs}):
            if ours.get(key) != theirs.get(key):
                return f"{part}.{key}: {_cut(ours.get(key))} is not {_cut(theirs.get(key))}"
    return None


def _bare(value: Any, job_id: str) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case dict():
            shared = {key: _bare(inner, job_id) for key, inner in value.items() if not _OF_ITS_OWN.fullmatch(key)}
            return {**shared, "value": 0} if _OF_ITS_OWN.fullmatch(str(shared.get("key", ""))) else shared
        case list():
            return [_bare(inner, job_id) for inner in value]
        case str():
            return "THEN" if _MOMENT.fullmatch(value) else re.sub(r":\d+\.\d+:", ":RUN:", value.replace(job_id, "JOB"))
        case _:
            return value


def _cut(value: object) -> str:
    return msgspec.json.encode(value).decode()[:300]
