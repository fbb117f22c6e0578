"""One log of frames per watched job: history and live messages spliced, shared by all its viewers."""

from gateway.joblog.joblog import JobLog
from gateway.joblog.projection import Projection
from gateway.joblog.registry import JobLogs
from gateway.joblog.standing import require_existing
from gateway.joblog.viewer import End, Viewer
from gateway.joblog.waiting import ended

__all__ = ["End", "JobLog", "JobLogs", "Projection", "Viewer", "ended", "require_existing"]
