"""A durable consumer's hand-outs, pulled for free slots only.

A pull request dies with its server or leader without a word, so each lives two seconds at most and is then asked anew.
"""

import asyncio
from collections import deque
from datetime import UTC, datetime
from typing import Final

import msgspec
from nats.errors import Error as NatsError

from contracts.events import timestamp_of
from eventlog.errors import TransientError
from eventlog.jetstream import api, direct
from eventlog.jetstream.client import Raw, RawClient
from eventlog.jetstream.following import Subscribed
from eventlog.ports import Delivery, StoredMessage
from eventlog.wholeness import Wholeness

PULL_SEC: Final = 2.0
_GRACE_SEC: Final = 0.5
_NANOSECONDS: Final = 1_000_000_000


class JetStreamDelivery:
    """A message handed out once."""

    def __init__(self, client: RawClient, message: Raw, wholeness: Wholeness) -> None:
        self._client = client
        self._reply = message.reply
        # $JS.ACK.{stream}.{consumer}.{delivered}.{stream seq}.{consumer seq}.{time}.{pending}, two more tokens
        # (domain, account) in front of the stream and a random one at the end where the server is in a domain.
        tokens = message.reply.split(".")
        facts = tokens[4:] if len(tokens) < 11 else tokens[6:]  # noqa: PLR2004 - ADR-15
        self.number = int(facts[0])
        seconds, nanoseconds = divmod(int(facts[3]), _NANOSECONDS)
        moment = datetime.fromtimestamp(seconds, UTC).replace(microsecond=nanoseconds // 1000)
        self.message = StoredMessage(
            seq=int(facts[1]),
            subject=message.subject,
            data=message.data,
            timestamp=timestamp_of(moment),
            message_id=direct.message_id_of(message.head),
        )
        self.whole_since = wholeness.note(int(facts[2]), position=self.message.seq, first=self.number == 1)

    async def ack(self) -> None:
        """See `Delivery.ack`."""
        await self._settle(b"+ACK")

    async def nak(self, delay_sec: float) -> None:
        """See `Delivery.nak`."""
        await self._settle(b'-NAK {"delay": %d}' % max(1, int(delay_sec * _NANOSECONDS)))

    async def in_progress(self) -> None:
        """See `Delivery.in_progress`."""
        await self._settle(b"+WPI")

    async def term(self, reason: str) -> None:
        """See `Delivery.term`."""
        await self._settle(b"+TERM " + reason.encode())

    async def _settle(self, word: bytes) -> None:
        try:
            await self._client.publish(self._reply, word)
        except (NatsError, OSError) as error:
            msg = "the delivery could not be settled: it will be handed out again"
            raise TransientError(msg, code="log_unavailable") from error


class JetStreamDeliveries:
    """Pulls from one durable consumer; used by one runner."""

    def __init__(self, client: RawClient, stream: str, consumer: str) -> None:
        self._client = client
        self._next = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._arrived: deque[Delivery] = deque()
        self._wake = asyncio.Event()
        self._asked = 0
        self._asked_until = 0.0
        self._rest_until = 0.0
        self._inbox = client.new_inbox()
        self._wholeness = Wholeness()
        self._subscribed: Subscribed | None = None

    async def start(self) -> None:
        """Open the inbox that deliveries arrive in."""
        with api.translated("deliveries cannot be received"):
            self._subscribed = Subscribed(self._client, await self._client.hear(self._inbox, self._receive))

    async def fetch(self, slots: int) -> list[Delivery]:
        """See `Deliveries.fetch`."""
        clock = asyncio.get_running_loop().time
        if (rest_sec := self._rest_until - clock()) > 0:
            await asyncio.sleep(rest_sec)
        if clock() >= self._asked_until:
            self._asked = 0
        wanted = slots - len(self._arrived) - self._asked
        if wanted > 0 and wanted >= 2 * self._asked:  # each request costs the server more than a message does
            await self._ask(wanted)
        if not self._arrived:
            self._wake.clear()
            try:
                async with asyncio.timeout(PULL_SEC + _GRACE_SEC):
                    await self._wake.wait()
            except TimeoutError:
                self._asked = 0
        return [self._arrived.popleft() for _ in range(min(slots, len(self._arrived)))]

    async def stop(self) -> None:
        """See `Deliveries.stop`."""
        if self._subscribed is not None:
            await self._subscribed.stop()
        while self._arrived:
            await self._arrived.popleft().nak(0)

    async def _ask(self, count: int) -> None:
        query = {"batch": count, "expires": int(PULL_SEC * _NANOSECONDS)}
        try:
            await self._client.publish(self._next, msgspec.json.encode(query), reply=self._inbox)
        except (NatsError, OSError):
            await asyncio.sleep(_GRACE_SEC)  # not connected: the next fetch asks again
            return
        self._asked += count
        self._asked_until = asyncio.get_running_loop().time() + PULL_SEC + _GRACE_SEC

    def _receive(self, message: Raw) -> None:
        if not message.reply.startswith("$JS.ACK."):
            # A request ended: at its time (408), for want of anything (404), by the server (409), or nobody is there.
            headers = message.headers
            unserved = int(headers.get("Nats-Pending-Messages", self._asked))
            self._asked = max(0, self._asked - unserved)
            if headers.get("Status") in {"409", "503"}:
                self._rest_until = asyncio.get_running_loop().time() + _GRACE_SEC
            self._wake.set()
            return
        self._asked = max(0, self._asked - 1)
        self._arrived.append(JetStreamDelivery(self._client, message, self._wholeness))
        self._wake.set()
