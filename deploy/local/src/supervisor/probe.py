"""Ask a service whether it is ready, over the wire that its users take."""

import asyncio
from urllib.parse import urlsplit

_ASK_SEC = 2.0
_PAUSE_SEC = 0.05
_OK = b" 200 "


async def answers(address: str) -> None:
    """Return as soon as an address answers; ask until then.

    Args:
        address: `nats://HOST:PORT`, or `http://HOST:PORT/PATH` that answers 200 when its service is ready.
    """
    while True:
        try:
            async with asyncio.timeout(_ASK_SEC):
                if await _ask(address):
                    return
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass  # not there yet
        await asyncio.sleep(_PAUSE_SEC)


async def _ask(address: str) -> bool:
    url = urlsplit(address)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    try:
        if url.scheme == "nats":  # the server speaks first: INFO {…}
            return b'"jetstream":true' in await reader.readuntil(b"\r\n")
        writer.write(f"GET {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nConnection: close\r\n\r\n".encode())
        return _OK in await reader.readuntil(b"\r\n")
    finally:
        writer.close()
