"""A stream is an open file: many systems allow 1,024 unless a process asks for more."""

import resource
from typing import Final

import structlog

_BESIDE: Final = 256
"""Connections that are no streams, the log's, and what else is open."""

logger = structlog.get_logger(__name__)


def allow_files(streams: int) -> None:
    """Ask for as many open files as so many streams need; say so where that is more than we may have.

    Args:
        streams: 0 for as many as there may be.
    """
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    unbounded = most == resource.RLIM_INFINITY
    needed = streams + _BESIDE if streams > 0 or unbounded else most
    wanted = needed if unbounded else min(needed, most)
    if allowed not in {resource.RLIM_INFINITY, wanted} and allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    if wanted < needed:
        logger.warning("too_few_open_files", needed=needed, allowed=wanted, streams=streams)
