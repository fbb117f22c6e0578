"""Names of stored documents: `{job_id}.{name}.{content hash}`, so that what was written is never overwritten."""

import hashlib
import re
from typing import NamedTuple

from contracts.ids import InvalidIdError, JobId, parse_job_id

HASH_DIGITS = 16

_NAME = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9]+)?")
_HASH = re.compile(rf"[0-9a-f]{{{HASH_DIGITS}}}")


class DocumentRef(NamedTuple):
    """A ref taken apart."""

    job_id: JobId
    name: str
    digest: str


def ref_for(job_id: JobId, name: str, content: bytes) -> str:
    """Build the ref of a document: the same content under the same name has the same ref.

    Raises:
        InvalidIdError: The name is not a lower-case word, with one extension at most.
    """
    if _NAME.fullmatch(name) is None:
        msg = f"a document's name is a lower-case word such as `profile` or `resume.md`, not {name[:40]!r}"
        raise InvalidIdError(msg)
    return f"{job_id}.{name}.{hashlib.sha256(content).hexdigest()[:HASH_DIGITS]}"


def parse_ref(ref: str) -> DocumentRef:
    """Take a ref that came from outside apart.

    Raises:
        InvalidIdError: It is not of the form `{job_id}.{name}.{16 hex digits}`.
    """
    head, _, rest = ref.partition(".")
    name, _, digest = rest.rpartition(".")
    if _NAME.fullmatch(name) is None or _HASH.fullmatch(digest) is None:
        msg = "a ref is `{job_id}.{name}.{16 hex digits}`, as an event or the artifacts list gives it"
        raise InvalidIdError(msg)
    return DocumentRef(parse_job_id(head), name, digest)
