"""What the runs of a step have told, kept per run until one of them wins."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from contracts.events import DiffChunkEvent, InsightEvent, MetricUpdateEvent, ValidationUpdateEvent
from contracts.ids import is_own_event_id, parse_run

Telling: TypeAlias = InsightEvent | MetricUpdateEvent | ValidationUpdateEvent | DiffChunkEvent


@dataclass(slots=True)
class Tellings:
    """Insights, metrics, validations and diffs: the foreign ones, and those of each step by run.

    A step that ran twice shows once: of the newest run until one is accepted, of the accepted one from then on.
    """

    foreign: list[tuple[int, Telling]] = field(default_factory=list)
    by_step: dict[str, dict[str, list[tuple[int, Telling]]]] = field(default_factory=dict)

    def tell(self, seq: int, event: Telling) -> None:
        """Note what was told at a position."""
        if event.step is None or event.run is None or not _is_own(event):
            self.foreign.append((seq, event))
        else:
            self.by_step.setdefault(event.step, {}).setdefault(event.run, []).append((seq, event))

    def begin(self, step: str, run: str) -> None:
        """A run of a step has begun: from now on it is the newest, though it may have told nothing yet."""
        self.by_step.setdefault(step, {}).setdefault(run, [])

    def accept(self, step: str, run: str | None) -> None:
        """A run of a step was accepted: what others said is not what was accepted."""
        self.by_step[step] = {run: self.by_step.get(step, {}).get(run, [])} if run is not None else {}

    def shown(self) -> Iterator[tuple[int, Telling]]:
        """Everything that is shown, in the order of the log."""
        told = list(self.foreign)
        for runs in self.by_step.values():
            if runs:
                told.extend(runs[max(runs, key=parse_run)])
        return iter(sorted(told, key=lambda item: item[0]))


def _is_own(event: Telling) -> bool:
    return is_own_event_id(event.id, event.job_id, event.step, event.run)
