"""Commands over NATS: a micro service that `$SRV.INFO` finds and any language may call.

Source: NATS ADR-32. A refusal is answered with the headers `Nats-Service-Error-Code` and `Nats-Service-Error`.
"""

import asyncio
from collections.abc import Mapping
from typing import Final

import structlog
from nats.errors import Error as NatsError
from nats.micro import add_service
from nats.micro.request import Handler, Request, ServiceError
from nats.micro.service import EndpointConfig, Service, ServiceConfig

from eventlog.errors import AppError, LimitError, RequestError, TransientError
from eventlog.jetstream import api
from eventlog.jetstream.client import RawClient
from eventlog.ports import CommandHandler, Following

_CONFLICT: Final = "409"
_DRAIN_SEC: Final = 2.0
"""How long the server may take to hear that we serve no more."""

logger = structlog.get_logger(__name__)


class NatsCommands:
    """See `Commands`."""

    def __init__(self, client: RawClient) -> None:
        self._client = client

    async def serve(
        self, service: str, version: str, description: str, handlers: Mapping[str, CommandHandler]
    ) -> Following:
        """See `Commands.serve`."""
        config = ServiceConfig(name=service, version=version, description=description, queue_group=service)
        with api.translated("commands cannot be served"):
            running = await add_service(self._client, config)
            for name, handler in handlers.items():
                await running.add_endpoint(
                    EndpointConfig(name=name, subject=f"{service}.{name}", handler=_answering(handler))
                )
        return _Serving(running)


class _Serving:
    def __init__(self, service: Service) -> None:
        self._service: Service | None = service

    async def stop(self) -> None:
        service, self._service = self._service, None
        if service is None:
            return
        try:
            async with asyncio.timeout(_DRAIN_SEC):
                await service.stop()
        except (NatsError, TimeoutError, OSError) as error:
            # The server does not answer: it will notice when the connection ends, and sends us nothing until then.
            logger.warning("commands_not_drained", reason=type(error).__name__)


def _answering(handler: CommandHandler) -> Handler:
    async def answer(request: Request) -> None:
        try:
            body = await handler(request.data)
        except AppError as error:
            logger.info("command_refused", subject=request.subject, code=error.code, reason=str(error))
            raise ServiceError(_status_of(error), f"{error.code}: {error}") from error
        await request.respond(body)

    return answer


def _status_of(error: AppError) -> str:
    match error:
        case RequestError(status=status):
            return str(status)
        case LimitError():
            return "429"
        case TransientError():
            return "503"
        case _:
            return _CONFLICT
