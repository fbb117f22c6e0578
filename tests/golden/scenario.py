"""What a golden scenario holds, and the outline of a state that people can check by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from contracts.state import StateView
from tests.golden.script import Script

Outline = dict[str, Any]


@dataclass(slots=True)
class Scenario:
    """A script with what people expect of it.

    `hidden` says which positions are not shown, and why; `outlines` what the state is at some positions, told
    only in the fields that matter there. Both are written by hand, never computed.
    """

    promise: str
    script: Script = field(default_factory=Script)
    hidden: dict[int, str] = field(default_factory=dict)
    outlines: list[tuple[int, Outline]] = field(default_factory=list)

    def expect(self, **outline: Any) -> None:  # noqa: ANN401
        """Say what holds of the state at this position."""
        self.outlines.append((self.script.seq, outline))

    def hides(self, seq: int, reason: str) -> None:
        """Say that the line at a position is not shown."""
        self.hidden[seq] = reason


Tell = Callable[[Scenario], None]


def outline_of(view: StateView) -> Outline:
    """Reduce a state to what an outline may name: ids, verdicts and numbers instead of whole items."""
    return {
        "status": view.status,
        "revision": view.revision,
        "reason": view.reason,
        "progress": view.progress,
        "currentStep": view.current_step,
        "steps": {step.step: f"{step.state} {step.pct} {step.attempt}" for step in view.steps},
        "milestones": {step.step: step.milestone for step in view.steps if step.milestone is not None},
        "insights": [insight.id for insight in view.insights],
        "messages": [insight.message for insight in view.insights],
        "metrics": view.metrics,
        "validations": [f"{item.rule_id} {item.phase} {item.status}" for item in view.validations],
        "diffs": [diff.patch_id for diff in view.diffs],
        "errors": [error.code for error in view.errors],
        "artifacts": view.artifacts,
        "finished": view.finished_at is not None,
        "durationMs": view.duration_ms,
    }
