"""What agents are written with: an agent tells, the runtime does the rest."""

from agents.sdk.agent import Agent
from agents.sdk.service import Service
from agents.sdk.told import (
    Document,
    Progress,
    StepOutcome,
    Told,
    diff,
    insight,
    metric,
    outcome,
    progress,
    validation,
)
from agents.sdk.work import Work
from eventlog.errors import PermanentError, TransientError

__all__ = [
    "Agent", "Document", "PermanentError", "Progress", "Service", "StepOutcome", "Told", "TransientError", "Work",
    "diff", "insight", "metric", "outcome", "progress", "validation",
]  # fmt: skip
