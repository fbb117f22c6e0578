"""The peer: FastAPI, sse-starlette and Redis publish/subscribe, written as their documentation advises.

A subscription per connection, an async generator per connection, one dictionary per event.
"""

from collections.abc import AsyncIterator
from os import environ

from fastapi import FastAPI, Request
from redis.asyncio import Redis
from sse_starlette.sse import EventSourceResponse

app = FastAPI()
redis = Redis.from_url(
    environ["REDIS_URL"], max_connections=100_000
)  # by default 100: the 101st viewer would be cut off


@app.get("/stream/{job_id}")
async def stream(job_id: str, request: Request) -> EventSourceResponse:
    """Send everything that is published for a job."""

    async def events() -> AsyncIterator[dict[str, str]]:
        async with redis.pubsub() as subscription:
            await subscription.subscribe(job_id)
            async for message in subscription.listen():
                if await request.is_disconnected():
                    break
                if message["type"] == "message":
                    event_id, _, data = message["data"].partition(b" ")
                    yield {"id": event_id.decode(), "data": data.decode()}

    return EventSourceResponse(events())
