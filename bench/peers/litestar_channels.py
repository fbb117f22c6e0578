"""The peer: Litestar's `ServerSentEvent` over its channels plugin, written as its documentation advises.

A subscription per connection, an async generator per connection, one message per event. Events come by `POST`, into the
memory backend: one process needs no broker.
"""

from collections.abc import AsyncIterator
from typing import Any

from litestar import Litestar, Request, get, post
from litestar.channels import ChannelsPlugin
from litestar.channels.backends.memory import MemoryChannelsBackend
from litestar.response import ServerSentEvent, ServerSentEventMessage


@get("/stream/{job_id:str}")
async def stream(job_id: str, channels: ChannelsPlugin) -> ServerSentEvent:
    """Send everything that is published for a job."""

    async def events() -> AsyncIterator[ServerSentEventMessage]:
        async with channels.start_subscription([job_id]) as subscriber:
            async for message in subscriber.iter_events():
                event_id, _, data = message.decode().partition(" ")
                yield ServerSentEventMessage(id=event_id, data=data)

    return ServerSentEvent(events())


@post("/publish/{job_id:str}", status_code=204)
async def publish(job_id: str, request: Request[Any, Any, Any], channels: ChannelsPlugin) -> None:
    """Publish one event: its id, a space, its JSON."""
    channels.publish(await request.body(), job_id)


app = Litestar([stream, publish], plugins=[ChannelsPlugin(MemoryChannelsBackend(), arbitrary_channels_allowed=True)])
