"""Making tokens as the deployment makes them, where its keys are known: `key id.expiry.job id.signature`."""

import base64
import hashlib
import hmac
import time
from pathlib import Path

from tests.conformance.world import World


def keys_of(world: World) -> Path:
    """Give the file of keys, in a case that needs it."""
    if world.knobs.token_keys is None:
        raise RuntimeError("a case that makes tokens needs `token_keys`")
    return world.knobs.token_keys


def token_for(keys: Path, job_id: str, *, lives_sec: float, line: int = 0) -> str:
    """Sign a token.

    Args:
        keys: The file of `TOKEN_KEYS`.
        job_id: The job that it opens.
        lives_sec: From now on; below 0, it has expired. Expiries are whole seconds, rounded up.
        line: Which key of the file signs.

    Raises:
        IndexError: There are fewer keys.
    """
    lines = [text.strip() for text in keys.read_text().splitlines() if text.strip() and not text.startswith("#")]
    key_id, _, encoded = lines[line].partition(":")
    key = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    signed = f"{key_id}.{int(time.time() + lives_sec) + 1}.{job_id}"
    digest = hmac.digest(key, signed.encode(), hashlib.sha256)
    return f"{signed}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"
