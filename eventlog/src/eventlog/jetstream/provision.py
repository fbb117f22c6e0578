"""Creating what the topology declares: idempotent, so that every service may do it at its start."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from nats.errors import Error as NatsError
from nats.js.api import ConsumerConfig, StreamConfig
from nats.js.client import JetStreamContext
from nats.js.errors import APIError

from contracts import subjects
from contracts.ids import StepName
from eventlog import topology
from eventlog.errors import ConfigurationError, TransientError
from eventlog.jetstream.api import backoff_sec
from eventlog.jetstream.client import RawClient
from eventlog.settings import LogSettings

_NAME_IN_USE: Final = 10058
_NO_ROOM: Final = 10047


class Provisioner:
    """Creates streams and consumers on one connection."""

    def __init__(self, client: RawClient, settings: LogSettings) -> None:
        self._jetstream: JetStreamContext = client.jetstream(timeout=settings.timeout_sec)
        self._settings = settings

    async def streams(self) -> None:
        """Create all streams, or bring those that exist to the declared settings.

        Raises:
            ConfigurationError: A stream exists with settings that cannot be changed into ours, or JetStream has no
                room for it.
            TransientError: The server did not answer within the patience.
        """
        for config in topology.streams(self._settings):
            await self._until_answered(partial(self._stream, config), f"the stream {config.name}")

    async def work_consumer(self, step: StepName) -> None:
        """Create the consumer that the agents of a step share.

        Raises:
            TransientError: The server did not answer within the patience.
        """
        await self._consumer(subjects.WORK, topology.work_consumer(step, self._settings))

    async def facts_consumer(self) -> None:
        """Create the pipeline's consumer.

        Raises:
            TransientError: The server did not answer within the patience.
        """
        await self._consumer(subjects.JOBS, topology.facts_consumer())

    async def _consumer(self, stream: str, config: ConsumerConfig) -> None:
        await self._until_answered(
            lambda: self._jetstream.add_consumer(stream, config), f"the consumer {config.durable_name}"
        )

    async def _until_answered(self, create: Callable[[], Awaitable[object]], what: str) -> None:
        clock = asyncio.get_running_loop().time
        give_up = clock() + self._settings.patience_sec
        attempt = 0
        while True:
            try:
                await create()
            except (NatsError, OSError, TimeoutError) as error:
                if clock() > give_up:
                    msg = f"{what} could not be created: {error}"
                    raise TransientError(msg, code="log_unavailable") from error
            else:
                return
            await asyncio.sleep(backoff_sec(attempt))
            attempt += 1

    async def _stream(self, config: StreamConfig) -> None:
        try:
            await self._jetstream.add_stream(config)
        except APIError as error:
            if error.err_code == _NO_ROOM:
                msg = (
                    f"JetStream may not store the {config.max_bytes} bytes that {config.name} reserves: give the server"
                    " more (max_file_store), or lower JOBS_MAX_BYTES and DOCUMENTS_MAX_BYTES"
                )
                raise ConfigurationError(msg) from error
            if error.err_code != _NAME_IN_USE:
                raise
            try:
                await self._jetstream.update_stream(config)
            except APIError as refused:
                msg = f"the stream {config.name} exists with settings that cannot be changed: {refused.description}"
                raise ConfigurationError(msg) from refused
