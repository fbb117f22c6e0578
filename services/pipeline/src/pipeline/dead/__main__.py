"""`./justw dead`: pieces of work that nobody could do. List them, look at one, have them tried again, or drop them."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Sequence

import msgspec

from contracts.ids import InvalidIdError, JobId, StepName, parse_job_id, parse_step
from eventlog import AppError, Connection, LogSettings, connect
from eventlog.logs import configure_logging
from pipeline.dead.letters import Found, find, redrive

EXIT_FAILED = 1
EXIT_USAGE = 2
_PATIENCE_SEC = 5.0


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line; what is wrong with it is told, and the exit status is 2."""
    parser = argparse.ArgumentParser(prog="./justw dead", description=__doc__)
    calls = parser.add_subparsers(dest="call", required=True, metavar="list|show|redrive|drop")
    listing = calls.add_parser("list", help="the letters, oldest first")
    listing.add_argument("--step", type=_of(parse_step), help="of one step only")
    showing = calls.add_parser("show", help="all that is known of a job's letters: reason, attempts, the item itself")
    driving = calls.add_parser("redrive", help="open the next revision of jobs at the steps that failed")
    driving.add_argument("--step", type=_of(parse_step), help="all jobs with a letter of this step")
    driving.add_argument("--all", action="store_true", help="all jobs with a letter")
    dropping = calls.add_parser("drop", help="forget a job's letters; the job stays as it is")
    dropping.add_argument("--step", type=_of(parse_step), help="that of one step only")
    showing.add_argument("job", type=_of(parse_job_id), help="a job id")
    dropping.add_argument("job", type=_of(parse_job_id), help="a job id")
    driving.add_argument("job", type=_of(parse_job_id), nargs="*", help="job ids")
    for call in (listing, showing, driving, dropping):
        call.add_argument("--json", action="store_true", help="JSON instead of a table")
    asked = parser.parse_args(words)
    if asked.call == "redrive" and sum(map(bool, (asked.job, asked.step, asked.all))) != 1:
        driving.error("say which: job ids, or --step STEP, or --all")
    return asked


def _of(parse: Callable[[str], str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        try:
            return parse(text)
        except InvalidIdError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return read


async def run(asked: argparse.Namespace, connection: Connection) -> tuple[int, str]:
    """Do what was asked for; gives the exit status and what came of it."""
    step: StepName | None = getattr(asked, "step", None)
    job: JobId | None = None if asked.call in {"list", "redrive"} else asked.job
    if asked.call == "drop":
        dropped = await connection.letters.drop(asked.job, step)
        return 0 if dropped else EXIT_FAILED, _said(asked, {"dropped": dropped}, [f"dropped: {dropped}"])
    found = await find(connection, job_id=job, step=step)
    if asked.call == "redrive":
        results = await redrive(connection, asked.job or [one.job_id for one in found])
        lines = [f"{one.job_id}  {one.refused or f'revision {one.revision}'}" for one in results]
        status = EXIT_FAILED if any(one.refused for one in results) else 0
        return status, _said(asked, results, lines or ["no letters"])
    if asked.call == "show":
        lines = [line for one in found for line in described(one)]
        return 0 if found else EXIT_FAILED, _said(asked, found, lines or ["this job has no dead letter"])
    return 0, _said(asked, found, table(found))


def table(found: Sequence[Found]) -> list[str]:
    """Lay letters out, a line each."""
    if not found:
        return ["no letters"]
    head = f"{'buried at':<25}{'step':<14}{'job':<38}{'job is':<11}{'tries':>5}  why"
    return [
        head,
        *(
            f"{one.buried_at[:23]:<25}{one.step:<14}{one.job_id:<38}{one.job:<11}{len(one.letter.attempts):>5}"
            f"  {one.letter.code}: {one.letter.reason}"
            for one in found
        ),
    ]


def described(one: Found) -> list[str]:
    """Lay one letter out whole."""
    lines = [f"{one.step} of {one.job_id}, buried at {one.buried_at}; the job is {one.job}"]
    lines += [f"  why      {one.letter.code}: {one.letter.reason}"]
    lines += [
        f"  attempt  {tried.attempt} at {tried.at}, run {tried.run or '-'}, {tried.duration_ms} ms: {tried.code}:"
        f" {tried.message}"
        for tried in one.letter.attempts
    ]
    if one.letter.item is not None:
        lines += [f"  item     {msgspec.json.encode(one.letter.item).decode()}"]
    if one.letter.undecodable is not None:
        lines += [f"  bytes    {one.letter.undecodable!r}"]
    return lines


def _said(asked: argparse.Namespace, answer: object, lines: Sequence[str]) -> str:
    return msgspec.json.encode(answer).decode() if asked.json else "\n".join(lines)


async def main(words: Sequence[str]) -> int:
    """Connect, run, and say in one line what went wrong."""
    asked = arguments(words)
    settings = LogSettings.from_environment({"NATS_PATIENCE": str(_PATIENCE_SEC), **os.environ}, name="dead")
    try:
        async with asyncio.timeout(_PATIENCE_SEC):
            connecting = await connect(settings)
        async with connecting as connection:
            status, said = await run(asked, connection)
    except (AppError, TimeoutError) as error:
        reason = str(error) or f"no NATS answers at {settings.url}: is it running, and is NATS_URL right?"
        print(f"dead: {reason}", file=sys.stderr)
        return EXIT_FAILED
    print(said)
    return status


if __name__ == "__main__":
    configure_logging("dead", form=os.environ.get("LOG_FORMAT"), level=os.environ.get("LOG_LEVEL", "critical"))
    sys.exit(asyncio.run(main(sys.argv[1:])))
