"""Connecting: for ever, with full jitter, on two connections.

nats-py gives up after 60 reconnects and has no jitter: both are set here, and nowhere else.
"""

import asyncio
import random
from types import TracebackType
from typing import Any, Final, Self

import structlog
from nats.aio.client import Server
from nats.errors import Error as NatsError
from nats.errors import SlowConsumerError

from contracts import subjects
from contracts.ids import JobId
from eventlog.errors import PartsMissingError, TransientError
from eventlog.jetstream import api
from eventlog.jetstream.client import RawClient
from eventlog.jetstream.commands import NatsCommands
from eventlog.jetstream.documents import JetStreamDocuments
from eventlog.jetstream.erasing import Eraser
from eventlog.jetstream.following import NatsSignals
from eventlog.jetstream.letters import JetStreamLetters
from eventlog.jetstream.log import JetStreamLog
from eventlog.jetstream.provision import Provisioner
from eventlog.jetstream.queue import JetStreamWorkQueue
from eventlog.settings import LogSettings

_RECONNECT_BASE_SEC: Final = 0.1
_RECONNECT_CAP_SEC: Final = 2.0
_FLUSH_SEC: Final = 2
"""How long the server may take to get what we have said last: whoever closes is told to stop, and has little time."""
_SIGN_OF_LIFE_SEC: Final = 2.0

logger = structlog.get_logger(__name__)


class JetStreamConnection:
    """Everything behind `eventlog.ports.Connection`, over NATS JetStream."""

    def __init__(self, settings: LogSettings, live: RawClient, bulk: RawClient) -> None:
        self._settings = settings
        self._clients = (live, bulk)
        self._live = live
        self.provisioner = Provisioner(live, settings)
        self.log = JetStreamLog(live, bulk, settings)
        self.queue = JetStreamWorkQueue(live, settings, self.provisioner)
        self.letters = JetStreamLetters(bulk, settings)
        self.documents = JetStreamDocuments(bulk, settings)
        self.signals = NatsSignals(live)
        self.commands = NatsCommands(bulk)  # what is handed over may have megabytes
        self._eraser = Eraser(bulk, settings)

    async def check(self) -> None:
        """See `Connection.check`."""
        if not all(client.is_connected for client in self._clients):
            raise PartsMissingError(["nats"])
        answers = await asyncio.gather(*(self._answers(part) for part in subjects.STREAMS))
        if not all(answers):
            missing = [part for part, answer in zip(subjects.STREAMS, answers, strict=True) if not answer]
            raise PartsMissingError(missing)

    async def _answers(self, stream: str) -> bool:
        try:
            await api.call(
                self._live,
                f"$JS.API.STREAM.INFO.{stream}",
                None,
                api.Anything,
                timeout_sec=min(self._settings.timeout_sec, _SIGN_OF_LIFE_SEC),
            )
        except (TransientError, api.ApiError):
            return False
        return True

    async def erase(self, job_id: JobId) -> None:
        """See `Connection.erase`."""
        await self._eraser.erase(job_id)

    async def close(self) -> None:
        """See `Connection.close`."""
        for client in self._clients:
            if client.is_connected:
                try:
                    await client.flush(timeout=_FLUSH_SEC)
                except (NatsError, TimeoutError, OSError) as error:
                    logger.warning("flush_failed", reason=type(error).__name__)
            if not client.is_closed:
                try:
                    await client.close()
                except (RuntimeError, OSError) as error:
                    # The server went away first: nats-py writes what was pending to a transport that uvloop has closed.
                    logger.warning("close_failed", reason=type(error).__name__)

    async def __aenter__(self) -> Self:
        """See `Connection.__aenter__`."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """See `Connection.__aexit__`."""
        await self.close()


async def connect(settings: LogSettings, *, provision: bool = True) -> JetStreamConnection:
    """Connect, waiting for the server as long as it takes, and create the streams that are declared.

    Raises:
        ConfigurationError: A stream exists with settings that cannot be changed into ours.
        TransientError: Connected, but JetStream did not answer within the patience.
    """
    live, bulk = RawClient(), RawClient()
    connection = JetStreamConnection(settings, live, bulk)
    await asyncio.gather(
        _open(live, settings, settings.name, connection.log),
        _open(bulk, settings, f"{settings.name}-bulk", None),
    )
    if provision:
        try:
            await connection.provisioner.streams()
        except BaseException:
            await connection.close()
            raise
    return connection


async def _open(client: RawClient, settings: LogSettings, name: str, log: JetStreamLog | None) -> None:
    tries = 0

    def next_server(servers: list[Server], _info: dict[str, Any]) -> tuple[Server | None, float]:
        nonlocal tries
        delay_sec = random.uniform(0, min(_RECONNECT_CAP_SEC, _RECONNECT_BASE_SEC * 2**tries))  # noqa: S311 - jitter
        tries += 1
        return random.choice(servers) if servers else None, delay_sec  # noqa: S311 - no secret

    async def on_error(error: Exception) -> None:
        if isinstance(error, SlowConsumerError) and log is not None:
            log.disturb("slow_consumer")
        elif client.is_connected:
            logger.warning("nats_error", connection=name, reason=str(error) or type(error).__name__)

    async def on_disconnect() -> None:
        if not client.is_closed:
            logger.warning("nats_disconnected", connection=name)
            if log is not None:
                log.disturb("disconnect")  # now: live messages may arrive before the reconnect is reported

    async def on_reconnect() -> None:
        nonlocal tries
        tries = 0
        logger.info("nats_reconnected", connection=name)
        if log is not None:
            log.disturb("reconnect")

    await client.connect(
        settings.url.split(","),
        name=name,
        error_cb=on_error,
        disconnected_cb=on_disconnect,
        reconnected_cb=on_reconnect,
        reconnect_to_server_handler=next_server,
        max_reconnect_attempts=-1,
        reconnect_time_wait=1,
        ping_interval=10,
        max_outstanding_pings=2,
        connect_timeout=2,
        skip_subject_validation=True,  # `contracts.subjects` builds them all, from validated ids
    )
    await client.open_inbox()
