"""Moments of facts, and pauses that anyone computes alike: no clock, no random."""

import hashlib
from datetime import UTC, datetime

from pipeline.graph import RetryPolicy

_DIGEST_RANGE = 1 << 64


def moment_of(timestamp: str) -> datetime:
    """Read the server's timestamp of a stored message."""
    return datetime.fromisoformat(timestamp).astimezone(UTC)


def backoff_sec(policy: RetryPolicy, failures: int, *seed: str | int) -> float:
    """Draw the pause after so many failures (from 1) with full jitter, in whole milliseconds.

    Args:
        policy: Gives base and cap.
        failures: How many attempts have failed in a row.
        *seed: Names the pause (job, step, attempt): every replica draws the same.
    """
    digest = hashlib.sha256("/".join(map(str, seed)).encode()).digest()
    share = int.from_bytes(digest[:8], "big") / _DIGEST_RANGE
    ceiling = min(policy.backoff_cap_sec, policy.backoff_base_sec * 2.0 ** min(failures - 1, 30))
    return round(share * ceiling, 3)
