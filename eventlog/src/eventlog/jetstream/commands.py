"""Commands over NATS: a micro service that `$SRV.INFO` finds and any language may call.

Source: NATS ADR-32. A refusal is answered with the headers `Nats-Service-Error-Code` and `Nats-Service-Error`.
"""

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Final

import structlog
from nats.errors import Error as NatsError
from nats.errors import MaxPayloadError, NoRespondersError
from nats.micro import add_service
from nats.micro.request import Handler, Request
from nats.micro.service import EndpointConfig, Service, ServiceConfig

from eventlog.errors import AppError, TransientError, UnansweredError
from eventlog.jetstream import api
from eventlog.jetstream.client import RawClient
from eventlog.ports import CommandHandler, Following
from eventlog.refusals import error_of, status_of

_SENTENCE: Final = "Nats-Service-Error"
_STATUS: Final = "Nats-Service-Error-Code"
_AT_ONCE: Final = 256
"""How many requests are answered at a time; others wait in nats-py's queue."""
_FLUSH_SEC: Final = 2
_DRAIN_SEC: Final = 2.0
"""How long the server may take to hear that we serve no more, and what is asked for to be answered."""

logger = structlog.get_logger(__name__)


class NatsCommands:
    """See `Commands`."""

    def __init__(self, client: RawClient) -> None:
        self._client = client

    async def serve(
        self, service: str, version: str, description: str, handlers: Mapping[str, CommandHandler]
    ) -> Following:
        """See `Commands.serve`."""
        requests = _Requests()
        config = ServiceConfig(name=service, version=version, description=description, queue_group=service)
        with api.translated("commands cannot be served"):
            running = await add_service(self._client, config)
            for name, handler in handlers.items():
                await running.add_endpoint(
                    EndpointConfig(name=name, subject=f"{service}.{name}", handler=requests.answered_by(handler))
                )
        with contextlib.suppress(NatsError, TimeoutError, OSError):  # a server that is away hears of it when it is back
            await self._client.flush(timeout=_FLUSH_SEC)  # who asks from now on finds somebody
        return _Serving(running, requests)

    async def call(self, subject: str, body: bytes, *, timeout_sec: float) -> bytes:
        """See `Commands.call`."""
        try:
            answer = await self._client.ask(subject, body, timeout_sec=timeout_sec)
        except NoRespondersError as error:
            raise TransientError(f"nobody serves {subject}") from error
        except TimeoutError as error:
            raise UnansweredError(f"{subject} was not answered within {timeout_sec:g} seconds") from error
        except MaxPayloadError as error:
            raise api.too_large(body) from error
        except (NatsError, OSError) as error:
            raise TransientError(f"{subject} cannot be asked: {type(error).__name__}") from error
        if (status := answer.headers.get(_STATUS, "")).isdecimal():
            code, _, sentence = answer.headers.get(_SENTENCE, "").partition(": ")
            raise error_of(int(status), code, sentence)
        return answer.data


class _Requests:
    """Those that are being answered.

    nats-py hands out the next one when its handler has returned: so it returns at once, and who asks does not wait for
    who asked before.
    """

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._answering: set[asyncio.Task[None]] = set()

    def answered_by(self, handler: CommandHandler) -> Handler:
        """Give what takes a request and has it answered."""

        async def take(request: Request) -> None:
            await self._places.acquire()
            answering = asyncio.create_task(_answer(request, handler))
            self._answering.add(answering)
            answering.add_done_callback(self._answered)

        return take

    async def wait(self) -> None:
        """Return when all are answered."""
        while self._answering:
            await asyncio.wait(self._answering)

    def _answered(self, answering: asyncio.Task[None]) -> None:
        self._answering.discard(answering)
        self._places.release()
        if not answering.cancelled() and (bug := answering.exception()) is not None:
            logger.error("command_failed", exc_info=bug)


async def _answer(request: Request, handler: CommandHandler) -> None:
    try:
        body = await handler(request.data)
    except AppError as error:
        logger.info("command_refused", subject=request.subject, code=error.code, reason=str(error))
        await request.respond_error(str(status_of(error)), f"{error.code}: {error}")
    except Exception:
        await request.respond_error("500", "internal: something went wrong on our side")
        raise
    else:
        await request.respond(body)


class _Serving:
    def __init__(self, service: Service, requests: _Requests) -> None:
        self._service: Service | None = service
        self._requests = requests

    async def stop(self) -> None:
        service, self._service = self._service, None
        if service is None:
            return
        try:
            async with asyncio.timeout(_DRAIN_SEC):
                await service.stop()
                await self._requests.wait()
        except (NatsError, TimeoutError, OSError) as error:
            # The server does not answer: it will notice when the connection ends, and sends us nothing until then.
            logger.warning("commands_not_drained", reason=type(error).__name__)
