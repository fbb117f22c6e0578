"""A worker that ends while its siblings serve on: new callers are theirs at once, and its own viewers follow."""

import asyncio
import contextlib
from typing import Any, Final

from gateway.server import GatewayServer

_SETTLE_SEC: Final = 2.0
_LOOK_SEC: Final = 0.02


class WorkerServer(GatewayServer):
    """A server that can leave a shared port.

    Who wins the race between leaving and a caller?

        not accepted yet              a sibling: the connection waits in the queue that all accept from
        accepted, nothing asked yet   the caller, for two seconds: it is served as ever, and drained with all others
        asked, and not answered yet   the caller, likewise
        idle between two requests     leaving: the connection is closed, and the next request opens one to a sibling
        being answered                the answer; then its connection is closed
        watching                      the drain
    """

    def leave(self) -> None:
        """Take no more connections, then end gently; asked twice, end now."""
        self.end_by(self._leave)

    def drain(self) -> None:
        """End gently, and answer callers meanwhile: there is no sibling left. Nothing happens where we end already."""
        if not self.ending:
            self.stop()

    async def _leave(self) -> None:
        for server in self.servers:
            server.close()
        connections: set[Any] = self.server_state.connections
        for connection in list(connections):
            if connection.cycle is not None:
                connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_SETTLE_SEC):
                await asyncio.sleep(_LOOK_SEC)  # the loop tells of a connection a turn after it was accepted
                while any(map(_is_owed, connections)):  # noqa: ASYNC110 - uvicorn tells nobody
                    await asyncio.sleep(_LOOK_SEC)
        await self.drained()


def _is_owed(connection: Any) -> bool:  # noqa: ANN401 - one of uvicorn's protocols
    """Tell whether a caller that was let in waits for the beginning of an answer, or has not asked yet."""
    return connection.cycle is None or not connection.cycle.response_started
