"""Identifiers: validated once where they enter, so that everything behind may trust them.

A subject is built from ids, and an unvalidated `*` or `>` in one would read everybody's jobs: hence the strict forms.
"""

import hashlib
import re
import uuid
from typing import Final, NewType

JobId = NewType("JobId", str)
"""A random UUID in its canonical lower-case form of 36 characters. Not a secret: the token is."""

StepName = NewType("StepName", str)
"""A step of the graph: lower-case letters, digits and dashes, at most 32 characters."""

_JOB_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_STEP = re.compile(r"[a-z][a-z0-9-]{0,31}")
_DERIVED: Final = 8
"""The UUID version of ids that are made of a client and its key."""

_RUN = re.compile(r"[1-9][0-9]{0,5}\.[1-9][0-9]{0,5}")


class InvalidIdError(ValueError):
    """An id that is not of its form; nothing was read or written."""


def new_job_id() -> JobId:
    """Make a random job id (UUID version 4)."""
    return JobId(str(uuid.uuid4()))


def job_id_for(client: str, idempotency_key: str) -> JobId:
    """Derive the job id of a start that may be repeated: the same client and key give the same id (UUID version 8)."""
    digest = bytearray(hashlib.sha256(f"{client}\0{idempotency_key}".encode()).digest()[:16])
    digest[6] = (digest[6] & 0x0F) | 0x80
    digest[8] = (digest[8] & 0x3F) | 0x80
    return JobId(str(uuid.UUID(bytes=bytes(digest))))


def is_derived(job_id: JobId) -> bool:
    """Tell whether `job_id_for` made it, so that whoever has its key may ask for it again."""
    return uuid.UUID(job_id).version == _DERIVED


def parse_job_id(text: str) -> JobId:
    """Check a job id that came from outside.

    Raises:
        InvalidIdError: It is not a lower-case UUID of 36 characters.
    """
    if _JOB_ID.fullmatch(text) is None:
        msg = "a job id is a UUID in lower case, as `start` returned it"
        raise InvalidIdError(msg)
    return JobId(text)


def parse_step(text: str) -> StepName:
    """Check a step's name that came from outside.

    Raises:
        InvalidIdError: It is not a lower-case word of at most 32 characters.
    """
    if _STEP.fullmatch(text) is None:
        msg = "a step's name is a lower-case word of at most 32 letters, digits and dashes"
        raise InvalidIdError(msg)
    return StepName(text)


def format_run(attempt: int, delivery: int) -> str:
    """Name one run of a work item: attempt and delivery, both counted from 1."""
    return f"{attempt}.{delivery}"


def parse_run(run: str) -> tuple[int, int]:
    """Split a run into attempt and delivery; the pairs order runs from old to new.

    Raises:
        InvalidIdError: It is not two positive numbers joined by a dot.
    """
    if _RUN.fullmatch(run) is None:
        msg = "a run is `{attempt}.{delivery}`, both counted from 1"
        raise InvalidIdError(msg)
    attempt, delivery = run.split(".")
    return int(attempt), int(delivery)


def agent_event_id(job_id: str, step: str, run: str, n: int) -> str:
    """Name the n-th event (from 1) of a run: also its message id, so that a retried publish is stored once."""
    return f"{job_id}:{step}:{run}:{n}"


def is_own_event_id(event_id: str, job_id: str, step: str | None, run: str | None) -> bool:
    """Tell whether an event's id is the one of the run that its envelope names, and so an agent's own."""
    return step is not None and run is not None and event_id.startswith(f"{job_id}:{step}:{run}:")


def lifecycle_event_id(fact_seq: int, k: int) -> str:
    """Name the k-th lifecycle event (from 0) that follows from the fact at a stream sequence."""
    return f"{fact_seq}.{k}"
