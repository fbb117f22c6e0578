"""The fold of a job's events and the view that it gives."""

from contracts.state.fold import JobState
from contracts.state.view import DiffView, ErrorView, InsightView, StateView, StepView, ValidationView

__all__ = ["DiffView", "ErrorView", "InsightView", "JobState", "StateView", "StepView", "ValidationView"]
