"""What a NATS server is to several connections: the streams, the consumers, and who listens. All in this process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from contracts import subjects
from contracts.ids import JobId, StepName
from eventlog import topology
from eventlog.memory.consumer import MemoryConsumer
from eventlog.memory.store import Limits, MemoryStream
from eventlog.ports import CommandHandler
from eventlog.settings import LogSettings


@dataclass(slots=True)
class MemoryServer:
    """The in-memory twin of a server. Connections of one server see the same; a test may move its clock."""

    settings: LogSettings = field(default_factory=LogSettings)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    jobs: MemoryStream = field(init=False)
    work: MemoryStream = field(init=False)
    dead: MemoryStream = field(init=False)
    documents: dict[str, bytes] = field(default_factory=dict)
    hints: list[Callable[[JobId, str], None]] = field(default_factory=list)
    commands: dict[str, CommandHandler] = field(default_factory=dict)
    _consumers: dict[str, MemoryConsumer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.jobs = self._stream(subjects.JOBS, self.settings.jobs_max_bytes, topology.MAX_MESSAGES_PER_SUBJECT)
        self.work = self._stream(subjects.WORK, self.settings.jobs_max_bytes, 1)
        self.dead = self._stream(subjects.DEAD, self.settings.jobs_max_bytes, topology.MAX_MESSAGES_PER_SUBJECT)

    def _stream(self, name: str, total_bytes: int, per_subject: int) -> MemoryStream:
        return MemoryStream(
            name=name,
            limits=Limits(
                message_bytes=topology.MAX_EVENT_BYTES,
                total_bytes=total_bytes,
                per_subject=per_subject,
                dedupe_window=timedelta(seconds=self.settings.dedupe_window_sec),
            ),
            clock=lambda: self.clock(),  # noqa: PLW0108 - looked up anew each time: a test replaces it
        )

    def facts_consumer(self) -> MemoryConsumer:
        """Give the pipeline's consumer, made at the first call."""
        return self._consumer(
            subjects.PIPELINE_CONSUMER, self.jobs, subjects.ALL_RUNS, topology.FACTS_ACK_WAIT_SEC, removes=False
        )

    def work_consumer(self, step: StepName) -> MemoryConsumer:
        """Give the consumer of a step's agents, made at the first call."""
        return self._consumer(
            subjects.agent_consumer(step), self.work, subjects.work_of_step(step), self.settings.lease_sec, removes=True
        )

    def _consumer(
        self, name: str, stream: MemoryStream, filter_subject: str, ack_wait_sec: float, *, removes: bool
    ) -> MemoryConsumer:
        if name not in self._consumers:
            self._consumers[name] = MemoryConsumer(stream, filter_subject, ack_wait_sec, removes)
        return self._consumers[name]
