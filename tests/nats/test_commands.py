"""Commands over a real nats-server, as somebody who knows plain NATS sees them."""

import asyncio
import json
from pathlib import Path

from nats.aio.client import Client

from eventlog import LogSettings, RequestError, connect
from tests.support.nats_server import nats_server


async def test_a_service_is_found_and_answers(tmp_path: Path) -> None:
    """`$SRV.INFO` names the endpoints; a command is answered, a refusal says why, and stopping ends it."""

    async def echo(body: bytes) -> bytes:
        if not body:
            raise RequestError("the body is empty: send a JSON object", status=422, code="empty")
        return body.upper()

    async with nats_server(tmp_path) as server, await connect(LogSettings(url=server.url)) as connection:
        serving = await connection.commands.serve("pipeline", "1.0.0", "test", {"echo": echo})
        client = Client()
        await client.connect(server.url)

        info = json.loads((await client.request("$SRV.INFO.pipeline", b"", timeout=5)).data)
        answer = await client.request("pipeline.echo", b"hello", timeout=5)
        refusal = await client.request("pipeline.echo", b"", timeout=5)
        await serving.stop()

        assert [endpoint["subject"] for endpoint in info["endpoints"]] == ["pipeline.echo"]
        assert answer.data == b"HELLO"
        assert refusal.headers is not None
        assert refusal.headers["Nats-Service-Error-Code"] == "422"
        assert refusal.headers["Nats-Service-Error"] == "empty: the body is empty: send a JSON object"
        await client.close()


async def test_nobody_waits_for_who_asked_before(tmp_path: Path) -> None:
    """A request that takes long holds up no other, and is answered also where the service is told to stop meanwhile."""
    begun, go = asyncio.Event(), asyncio.Event()

    async def slowly(body: bytes) -> bytes:
        begun.set()
        await go.wait()
        return body

    async def echo(body: bytes) -> bytes:
        return body

    async with nats_server(tmp_path) as server, await connect(LogSettings(url=server.url)) as connection:
        serving = await connection.commands.serve("pipeline", "1.0.0", "test", {"start": slowly, "cancel": echo})
        client = Client()
        await client.connect(server.url)
        slow = [asyncio.create_task(client.request("pipeline.start", b"%d" % n, timeout=10)) for n in range(3)]
        await begun.wait()
        assert (await client.request("pipeline.cancel", b"now", timeout=5)).data == b"now"
        stopping = asyncio.create_task(serving.stop())
        go.set()
        assert [answer.data for answer in await asyncio.gather(*slow)] == [b"0", b"1", b"2"]
        await stopping
        await client.close()


async def test_a_service_stops_though_nobody_hears_it(tmp_path: Path) -> None:
    """Told to stop while NATS is away, it stops in time and without an error: the end of the connection says it all."""

    async def echo(body: bytes) -> bytes:
        return body

    async with nats_server(tmp_path) as server, await connect(LogSettings(url=server.url)) as connection:
        serving = await connection.commands.serve("pipeline", "1.0.0", "test", {"echo": echo, "again": echo})
        server.kill()
        async with asyncio.timeout(5):
            await serving.stop()
            await connection.close()
