"""Tokens that say, without a look-up, who may see a job and until when.

A token is `key id.expiry.job id.signature`: the expiry in seconds since the epoch, the signature the base64url of the
HMAC-SHA-256 over the three before it. It names its job, so that another job's token is told from a forged one.
"""

import base64
import hashlib
import hmac
import math
import re
import time
from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from contracts.ids import JobId
from gateway.refusals import RefusedError

_TOKEN: Final = re.compile(
    r"(?P<kid>[A-Za-z0-9_-]{1,32})\.(?P<expiry>[0-9]{1,12})\.(?P<job>[0-9a-f-]{36})\.(?P<signature>[A-Za-z0-9_-]{43})"
)
_DAY_SEC: Final = 24 * 3600


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """What a token allows: seeing one job until a time, in seconds since the epoch."""

    expires_at: float
    token_id: str
    """Tells it from other tokens, and opens nothing."""


class Tokens:
    """Signs and verifies."""

    def __init__(self, keys: Mapping[str, bytes], *, life_sec: float, clock: Callable[[], float] = time.time) -> None:
        """Use keys.

        Args:
            keys: The first signs, all verify.
            life_sec: How long after a job's start its tokens are valid.
            clock: Seconds since the epoch.
        """
        self._keys = keys
        self._signing = next(iter(keys))
        self._life_sec = life_sec
        self._clock = clock

    def issue(self, job_id: JobId, *, started_at: float) -> tuple[str, int]:
        """Sign a token that lives as long as the job.

        The expiry is the end of a day (UTC) at least `life_sec` after the start: a start that is repeated gets the same
        token again.

        Args:
            job_id: The job.
            started_at: When it was started, in seconds since the epoch.

        Returns:
            The token, and its expiry in seconds since the epoch.
        """
        expiry = math.ceil((started_at + self._life_sec) / _DAY_SEC) * _DAY_SEC
        signed = f"{self._signing}.{expiry}.{job_id}"
        return f"{signed}.{self._signature(self._signing, signed)}", expiry

    def verify(self, token: str | None, job_id: JobId) -> Grant:
        """Check a token for a job.

        Raises:
            RefusedError: 401 where there is none, or it was not signed by us, or has expired; 403 where it is
                another job's.
        """
        if not token:
            raise RefusedError(
                "this needs the job's token: as `Authorization: Bearer`, or with the cookie that `start` set",
                status=401,
                code="token_missing",
            )
        parts = _TOKEN.fullmatch(token)
        if parts is None or parts["kid"] not in self._keys:
            raise RefusedError("this is no token of ours", status=401, code="token_invalid")
        signed = token.rpartition(".")[0]
        if not hmac.compare_digest(parts["signature"], self._signature(parts["kid"], signed)):
            raise RefusedError("this is no token of ours", status=401, code="token_invalid")
        if self._clock() >= int(parts["expiry"]):
            raise RefusedError("this token has expired, and the job with it", status=401, code="token_expired")
        if parts["job"] != job_id:
            raise RefusedError("this token is another job's", status=403, code="token_of_another_job")
        return Grant(expires_at=float(parts["expiry"]), token_id=signed)

    def _signature(self, key_id: str, signed: str) -> str:
        digest = hmac.digest(self._keys[key_id], signed.encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
