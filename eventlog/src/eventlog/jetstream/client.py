"""nats-py's client, with a short cut past its queue, task and header dictionary for what arrives.

A message costs nats-py's subscriptions about 20 µs before anybody sees it; handed over while it is parsed, under 5. The
short cut overrides `_process_msg`, which is private: nats-py is pinned, and no test passes without it.
"""

import asyncio
import itertools
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TypeAlias

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import NoRespondersError
from typing_extensions import override

_VERSION: Final = "NATS/1.0"
_NO_RESPONDERS: Final = b"NATS/1.0 503"

logger = structlog.get_logger(__name__)


class Raw(NamedTuple):
    """A message as it arrived; `head` is its header block."""

    subject: str
    reply: str
    data: bytes
    head: bytes

    @property
    def headers(self) -> dict[str, str]:
        """The header lines, and `Status` where the server gave one."""
        first, *lines = self.head.decode("utf-8", "replace").split("\r\n")
        found = {name.strip(): value.strip() for name, colon, value in (line.partition(":") for line in lines) if colon}
        if status := first.removeprefix(_VERSION).strip():
            found["Status"] = status[:3]
        return found


Hear: TypeAlias = Callable[[Raw], None]


class RawClient(Client):
    """A client that can hand messages over as they come."""

    def __init__(self) -> None:
        super().__init__()
        self._hearing: dict[int, Hear] = {}
        self._expected: dict[str, Hear] = {}
        self._tokens = itertools.count()
        self._inbox = ""

    async def hear(self, subject: str, hear: Hear) -> Subscription:
        """Subscribe: `hear` is called in the order of arrival, and must neither wait nor raise."""
        subscription = await self.subscribe(subject, cb=_nobody)
        self._hearing[subscription._id] = hear  # noqa: SLF001 - nothing was read in between: no message is lost
        return subscription

    async def ask(
        self, subject: str, payload: bytes, *, timeout_sec: float, headers: Mapping[str, str] | None = None
    ) -> Raw:
        """Send a request and wait for its answer, as `Client.request` does.

        Raises:
            NoRespondersError: Nobody is there.
            TimeoutError: No answer in time.
        """
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[Raw] = loop.create_future()

        def answer(raw: Raw) -> None:
            if answered.done():
                return
            if raw.head.startswith(_NO_RESPONDERS) and not raw.data:
                answered.set_exception(NoRespondersError())
            else:
                answered.set_result(raw)

        def give_up() -> None:
            if not answered.done():
                answered.set_exception(TimeoutError())

        inbox = self.expect(answer)
        giving_up = loop.call_later(timeout_sec, give_up)  # at a third of what `asyncio.timeout` costs
        try:
            await self.publish(subject, payload, reply=inbox, headers=dict(headers) if headers else None)
            return await answered
        finally:
            giving_up.cancel()
            self.forget(inbox)

    async def open_inbox(self) -> None:
        """Subscribe to the answers to everything that will be asked; once, when connected."""
        self._inbox = self.new_inbox()
        await self.hear(f"{self._inbox}.*", self._hear_answer)

    def expect(self, hear: Hear) -> str:
        """Give a reply subject whose messages are handed to `hear`, until it is forgotten."""
        subject = f"{self._inbox}.{next(self._tokens)}"
        self._expected[subject] = hear
        return subject

    def forget(self, inbox: str) -> None:
        """Expect nothing more on a reply subject."""
        self._expected.pop(inbox, None)

    def _hear_answer(self, raw: Raw) -> None:
        hear = self._expected.get(raw.subject)
        if hear is not None:
            hear(raw)

    @override
    async def _process_msg(self, sid: int, subject: bytes, reply: bytes, data: bytes, headers: bytes) -> None:
        hear = self._hearing.get(sid)
        if hear is None:
            await super()._process_msg(sid, subject, reply, data, headers)
            return
        try:
            hear(Raw(subject.decode(), reply.decode(), data, headers or b""))  # None without any
        except Exception:
            logger.exception("message_not_heard", subject=subject)

    @override
    def _remove_sub(self, sid: int, max_msgs: int = 0) -> None:
        self._hearing.pop(sid, None)
        super()._remove_sub(sid, max_msgs)


async def _nobody(_message: Msg) -> None:
    """Take what came before anybody heard: nothing does."""
