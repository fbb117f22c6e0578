"""What a request for the stream of many jobs asks for."""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from contracts.ids import InvalidIdError, JobId, parse_job_id
from gateway.refusals import RefusedError

MOST_JOBS: Final = 50
_JOB: Final = re.compile(r"(?P<id>[^~]*)~(?P<cursor>0|[1-9][0-9]{0,18})~(?P<token>[^~]*)")


class AskedJob(msgspec.Struct, frozen=True, kw_only=True):
    """One job of the list."""

    job_id: JobId
    cursor: int
    token: str


def asked_jobs(given: Sequence[str]) -> list[AskedJob]:
    """Read the list: 1 to 50 times `ID~CURSOR~TOKEN`, each job once.

    Raises:
        RefusedError: It is no such list; the message says why, and never repeats a token.
    """
    if not 1 <= len(given) <= MOST_JOBS:
        raise _malformed(
            f"a stream of many jobs takes `job=ID~CURSOR~TOKEN` 1 to {MOST_JOBS} times, not {len(given)} times"
        )
    asked = []
    for number, text in enumerate(given, start=1):
        parts = _JOB.fullmatch(text)
        if parts is None:
            raise _malformed(f"the {number}. `job` is not ID~CURSOR~TOKEN with a cursor that is a position or 0")
        try:
            job_id = parse_job_id(parts["id"])
        except InvalidIdError as error:
            raise _malformed(f"the {number}. `job`: {error}") from None
        asked.append(AskedJob(job_id=job_id, cursor=int(parts["cursor"]), token=parts["token"]))
    if len({job.job_id for job in asked}) < len(asked):
        raise _malformed("a job stands in the list twice")
    return asked


def _malformed(words: str) -> RefusedError:
    return RefusedError(words, status=400, code="malformed_jobs")
