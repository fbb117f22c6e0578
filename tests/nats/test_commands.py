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
