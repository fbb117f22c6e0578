"""Taking a connection from uvicorn once the head of the response is written.

uvicorn keeps a parser, a request cycle, a task and what hangs on them for as long as a response lasts: 12 KB, and a
third of the CPU of each write. None of it is of use to a stream. Its version is pinned, since this reaches into its
insides; on any other server `cycle_of` finds nothing, and the stream is written through ASGI.
"""

import asyncio
from typing import cast

from litestar.types import Receive
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle


def cycle_of(receive: Receive) -> RequestResponseCycle | None:
    """Find uvicorn's request cycle, the owner of `receive`; None where the server is another one."""
    cycle = getattr(receive, "__self__", None)
    return cycle if isinstance(cycle, RequestResponseCycle) else None


def take_over(cycle: RequestResponseCycle, protocol: asyncio.Protocol) -> None:
    """Make another protocol the connection's; uvicorn takes the response for complete, and forgets the connection."""
    before = cast("HttpToolsProtocol", cycle.transport.get_protocol())
    cycle.transport.set_protocol(protocol)
    cycle.response_complete = True
    before.connections.discard(before)
    before.parser = before.cycle = None  # type: ignore[assignment] # the rings between the three would wait for the collector
