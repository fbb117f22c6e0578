"""A job's facts as stored: what the log holds of `run.{job_id}.*`, in its order."""

from datetime import datetime

import msgspec

from contracts.control import Control, MalformedFactError, decode_fact
from contracts.work import Outcome
from eventlog import StoredMessage
from pipeline.timing import moment_of


class StoredFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact, its position, and the moment in which the server stored it."""

    seq: int
    at: datetime
    timestamp: str
    fact: Control | Outcome


def stored_fact(message: StoredMessage, job_id: str) -> StoredFact:
    """Read a stored message of a job's facts.

    Raises:
        MalformedFactError: It is none, or it names another job than its subject.
    """
    fact = decode_fact(message.subject, message.data)
    if fact.job_id != job_id:
        raise MalformedFactError("the fact names another job than its subject")
    return StoredFact(seq=message.seq, at=moment_of(message.timestamp), timestamp=message.timestamp, fact=fact)
