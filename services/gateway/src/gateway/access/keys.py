"""The keys that tokens are signed with, in a file that all gateways share."""

import base64
import binascii
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from eventlog import ConfigurationError

LEAST_BYTES: Final = 32
"""A shorter key would be weaker than the hash (RFC 2104, 3)."""

_KEY_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")


def read_keys(file: Path) -> Mapping[str, bytes]:
    """Read a file of lines `key id:base64url`; the first signs, all verify. Empty lines and `#` lines say nothing.

    Returns:
        Key ids and keys, in the order of the file.

    Raises:
        ConfigurationError: There is no such file, no key in it, or one that is none.
    """
    try:
        lines = file.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"TOKEN_KEYS: {file} cannot be read ({type(error).__name__})") from None
    keys: dict[str, bytes] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key_id, _, encoded = line.strip().partition(":")
        if _KEY_ID.fullmatch(key_id) is None or key_id in keys:
            raise ConfigurationError(f"TOKEN_KEYS: line {number} of {file} does not begin with a key id of its own")
        try:
            key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) < LEAST_BYTES:
            raise ConfigurationError(
                f"TOKEN_KEYS: line {number} of {file} does not hold at least {LEAST_BYTES} bytes as base64url"
            )
        keys[key_id] = key
    if not keys:
        raise ConfigurationError(f"TOKEN_KEYS: {file} holds no key")
    return keys
