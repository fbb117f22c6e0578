"""A stream is an open file: many systems allow 1,024 unless a process asks for more."""

import resource
from typing import Final

import structlog

_BESIDE: Final = 1024
"""Connections that are no streams, idle ones too, the log's, and what else is open."""

logger = structlog.get_logger(__name__)


def allow_files(streams: int) -> None:
    """Take as many open files as we may have; say so where that is fewer than so many streams need.

    A process begins with fewer for the sake of `select`, which nothing here calls. Source: Go's runtime does the same.

    Args:
        streams: 0 for as many as there may be.
    """
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = streams + _BESIDE
    wanted = needed if most == resource.RLIM_INFINITY else most
    if allowed not in {resource.RLIM_INFINITY, wanted} and allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    if wanted < needed:
        logger.warning("too_few_open_files", needed=needed, allowed=wanted, streams=streams)
