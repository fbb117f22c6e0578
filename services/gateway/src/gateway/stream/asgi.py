"""A stream that is written through ASGI: for servers whose transport is not ours to take. One task, one writer."""

import asyncio
from collections.abc import Callable

from gateway.stream.session import Ended, Session
from gateway.stream.wire import SlowViewerError, Wire


class AsgiStream:
    """Writes until there is a reason to end. It ends as a `DirectStream` does, in every race."""

    def __init__(self, session: Session, wire: Wire) -> None:
        self._session = session
        self._wire = wire
        self._woken = asyncio.Event()
        self._gone = False

    async def run(self, opening: bytes, paced: Callable[[Callable[[], None]], Callable[[], None]]) -> None:
        """Write the first piece, and go on to the end, at the viewer's pace."""
        ended: Ended = "failed"
        leaving = asyncio.create_task(self._wire.disconnected())
        leaving.add_done_callback(self._leave)
        self._session.reader.begin(paced(self._woken.set))
        self._session.begin(self)
        try:
            ended = await self._write(opening)
        except SlowViewerError:
            self._session.counts.slow["dropped"] += 1
            ended = "slow"
        except asyncio.CancelledError:
            ended = "left"
            raise
        finally:
            leaving.cancel()
            self._session.end(ended)

    def announce_drain(self, retry_ms: int) -> None:
        """See `OpenStream.announce_drain`."""
        self._session.reader.announce_drain(retry_ms)

    def leave(self) -> None:
        """See `OpenStream.leave`."""
        self._session.reader.leave()

    def look_at_the_clock(self) -> None:
        """See `OpenStream.look_at_the_clock`."""
        self._session.reader.look_at_the_clock()

    def abort(self) -> None:
        """See `OpenStream.abort`."""
        self._wire.abort()

    async def _write(self, opening: bytes) -> Ended:
        reader, sent = self._session.reader, 0
        await self._wire.write(opening)
        while not self._gone:
            self._woken.clear()
            data, end = reader.take()
            if data:
                self._session.wrote(data, reader.sent - sent)
                sent = reader.sent
            if end is not None:
                await self._wire.write(data, last=True)
                return end
            if data:
                await self._wire.write(data)
            else:
                await self._woken.wait()
        return "left"

    def _leave(self, leaving: asyncio.Task[None]) -> None:
        self._gone = not leaving.cancelled() and leaving.exception() is None
        self._woken.set()
