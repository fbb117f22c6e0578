"""Listing, redriving and dropping dead letters over a connection."""

from collections.abc import Sequence

import msgspec

from contracts.ids import JobId, StepName
from contracts.letters import DeadLetter, MalformedLetterError, decode_letter
from contracts.subjects import job_of, step_of
from eventlog import AppError, Connection, Jobs, StoredMessage


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A letter, when it was stored (RFC 3339), and where its job stands now."""

    job_id: JobId
    step: StepName
    buried_at: str
    job: str
    """`running`, or how its newest revision ended."""
    letter: DeadLetter


class Redriven(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a redrive: the revision that was opened, or why none was."""

    job_id: JobId
    revision: int | None = None
    refused: str | None = None


async def find(connection: Connection, *, job_id: JobId | None = None, step: StepName | None = None) -> list[Found]:
    """Find letters, oldest first: of a job or of all, of a step or of all.

    Raises:
        TransientError: The log does not answer.
    """
    messages = await connection.letters.read(job_id)
    jobs = Jobs(connection)
    found = []
    for message in messages:
        if step is not None and step_of(message.subject) != step:
            continue
        letter_job = job_of(message.subject)
        standing = await jobs.standing(letter_job)
        found.append(
            Found(
                job_id=letter_job,
                step=step_of(message.subject),
                buried_at=message.timestamp,
                job="running" if standing.open else standing.status,
                letter=_letter(message),
            )
        )
    return found


async def redrive(connection: Connection, jobs: Sequence[JobId]) -> list[Redriven]:
    """Open the next revision of each job at the steps that failed; the pipeline then drops its letters.

    Raises:
        TransientError: The log does not answer; jobs before it were redriven.
    """
    results = []
    for job_id in dict.fromkeys(jobs):
        try:
            standing = await Jobs(connection).retry(job_id, "redriven by an operator")
        except AppError as error:
            if error.code == "log_unavailable":
                raise
            results.append(Redriven(job_id=job_id, refused=f"{error.code}: {error}"))
        else:
            results.append(Redriven(job_id=job_id, revision=standing.revision))
    return results


def _letter(message: StoredMessage) -> DeadLetter:
    """Read a letter; one that is none is shown as what it is, since an operator has to get rid of it."""
    try:
        return decode_letter(message.data)
    except MalformedLetterError as error:
        return DeadLetter(
            job_id=job_of(message.subject),
            step=step_of(message.subject),
            code="malformed_letter",
            reason=str(error)[:500],
            undecodable=message.data[:2000].decode("utf-8", "replace"),
        )
