"""Whether one job's history in the log is whole, by what a chaos job is known to tell. Pure."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

import msgspec

from contracts.events import Done, DoneEvent, Event, JobStatusEvent, StepProgressEvent, UnknownEvent
from contracts.ids import JobId
from contracts.refs import ref_for
from contracts.state import JobState
from contracts.visibility import STEP_ENDS
from tests.chaos.agents import TOLD_PER_RUN, made_by, said_by
from tests.chaos.plan import STEPS
from tests.chaos.records import Logged

Events = Sequence[Event | UnknownEvent]


class Wrongs(msgspec.Struct, kw_only=True):
    """What is wrong with a history. `missing` and `doubled` count what accepted runs told."""

    ended: bool
    missing: int = 0
    doubled: int = 0
    sentences: list[str] = []


def wrongs_of(job_id: str, shown: Sequence[Logged]) -> Wrongs:
    """Look for second ends of a revision or a step, what an accepted run told twice or never, and false results."""
    events = [logged.event for logged in shown]
    wrongs = Wrongs(ended=bool(events) and isinstance(events[-1], DoneEvent))
    wrongs.sentences += [*_of_revisions(events), *_of_steps(JobId(job_id), events), *_of_state(shown)]
    for (step, run), count in _told_by_accepted(events).items():
        wrongs.missing += max(0, TOLD_PER_RUN - count)
        wrongs.doubled += max(0, count - TOLD_PER_RUN)
        if count != TOLD_PER_RUN:
            wrongs.sentences.append(f"{step} told {count} of {TOLD_PER_RUN} events in {run}")
    return wrongs


def _of_revisions(events: Events) -> list[str]:
    """Each opened and ended once, one after the other; the last may be open."""
    turns = [
        (type(event), event.data.revision)
        for event in events
        if isinstance(event, DoneEvent) or (isinstance(event, JobStatusEvent) and event.data.status == "running")
    ]
    expected = ((kind, revision) for revision in range(1, len(turns) + 1) for kind in (JobStatusEvent, DoneEvent))
    found = []
    if turns != list(islice(expected, len(turns))):
        found.append(f"revisions: {', '.join(f'{kind.__name__} {revision}' for kind, revision in turns)}")
    if len({event.id for event in events}) != len(events):
        found.append("an id is shown twice")
    return found


def _of_steps(job_id: JobId, events: Events) -> list[str]:
    """Within a revision each step ends once, and what the end names is what the accepted runs made."""
    found: list[str] = []
    ends: dict[str, str | None] = {}
    for event in events:
        match event:
            case JobStatusEvent(data=data) if data.status == "running":
                ends = {}
            case StepProgressEvent(data=data) if data.state in STEP_ENDS:
                if data.step in ends:
                    found.append(f"{data.step} ended twice")
                ends[data.step] = event.run if data.state == "completed" else None
            case DoneEvent(data=data):
                found += _of_results(job_id, data, {step: run for step, run in ends.items() if run is not None})
            case _:
                pass
    return found


def _of_results(job_id: JobId, done: Done, accepted: dict[str, str]) -> list[str]:
    made = {step: ref_for(job_id, f"by-{step}", made_by(step, run).encode()) for step, run in accepted.items()}
    found = [
        f"the result of {step} is not what {accepted.get(step, 'no run')} made"
        for step in sorted({*made, *done.artifacts})
        if made.get(step) != done.artifacts.get(step)
    ]
    if done.status == "completed" and len(accepted) != len(STEPS):
        found.append(f"completed with {len(accepted)} of {len(STEPS)} steps")
    return found


def _of_state(shown: Sequence[Logged]) -> list[str]:
    """In the final state a completed step says what its accepted run said, and nothing of another."""
    state = JobState()
    for logged in shown:
        state.apply(logged.seq, logged.event)
    view = state.view()
    accepted = {step.step: step.run for step in view.steps if step.state == "completed"}
    return [
        f"the state has what {said.step} said in another run than {accepted[said.step]}: {said.message}"
        for said in view.insights
        if said.step in accepted and said.message != said_by(said.step, str(accepted[said.step]))
    ]


def _told_by_accepted(events: Events) -> dict[tuple[str, str], int]:
    """Count what each accepted run told itself."""
    told = Counter(
        (event.step, event.run)
        for event in events
        if event.step is not None and event.run is not None and event.id.startswith(f"{event.job_id}:")
    )
    return {
        (event.data.step, event.run): told[event.data.step, event.run]
        for event in events
        if isinstance(event, StepProgressEvent) and event.data.state == "completed" and event.run is not None
    }
