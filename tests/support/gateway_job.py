"""A job whose log the test writes itself: what agents and the pipeline would append, without them."""

from collections.abc import Iterable, Sequence

from contracts import subjects
from contracts.control import Control, Deleted, Start, encode_control
from contracts.events import encode_event
from contracts.ids import JobId
from eventlog import Appended, EventLog
from tests.golden.scenario import Scenario
from tests.golden.script import JOB, Line, Script

JOB_ID = JobId(JOB)
"""The job that golden scripts speak of."""


class WrittenJob:
    """Appends to one job's log."""

    def __init__(self, log: EventLog, job_id: JobId = JOB_ID) -> None:
        self.log = log
        self.job_id = job_id
        self.positions: list[int] = []
        """Of the lines that were written, in their order."""

    async def start(self, **documents: str) -> Appended:
        """Let the job exist."""
        return await self.fact(Start(job_id=self.job_id, body_hash="0" * 64, documents=documents, graph="tailoring-1"))

    async def fact(self, fact: Control) -> Appended:
        """Append a fact to control."""
        return await self.log.append(subjects.control(self.job_id), encode_control(fact))

    async def erase(self) -> None:
        """Append the tombstone."""
        await self.fact(Deleted(job_id=self.job_id))

    async def write(self, lines: Iterable[Line]) -> None:
        """Append lines as their writers would: by their channel, with their message id."""
        for line in lines:
            subject = (subjects.status if line.channel == "status" else subjects.events)(self.job_id)
            appended = await self.log.append(subject, encode_event(line.event), message_id=line.message_id)
            self.positions.append(appended.seq)

    async def raw(self, data: bytes, *, channel: str = "events", message_id: str | None = None) -> int:
        """Append any bytes to one of the public subjects."""
        subject = subjects.events(self.job_id) if channel == "events" else subjects.status(self.job_id)
        return (await self.log.append(subject, data, message_id=message_id)).seq


def shown_lines(scenario: Scenario) -> list[Line]:
    """Give the lines that people expect to be shown, as they wrote it down by hand."""
    return [line for line in scenario.script.lines if line.seq not in scenario.hidden]


def data_of(lines: Sequence[Line]) -> list[str]:
    """Give what data frames say of lines."""
    return [encode_event(line.event).decode() for line in lines]


def long_script(events: int = 60) -> Script:
    """Write a whole job with about so many events."""
    script = Script()
    script.started()
    steps = ("ingesting", "analyzing", "profiling", "planning", "writing", "validating", "polishing")
    each = max(1, events // len(steps) - 2)
    for step in steps:
        run = script.run(step)
        for n in range(each):
            run.running(min(99, 10 * n), f"milestone {n}")
            if n % 2:
                run.insight(f"{step}-{n}")
            else:
                run.metric(f"{step}_metric", float(n))
        script.completed(step)
    script.job("completed")
    script.done("completed")
    return script
