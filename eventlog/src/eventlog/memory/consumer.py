"""A durable consumer in memory: hand-outs with a lease, counted, parked by a nak.

It is as unfenced as the server: whoever settles settles the message, also if somebody else holds it by now.
"""

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from eventlog.memory.store import MemoryStream, matches
from eventlog.ports import Delivery, StoredMessage
from eventlog.wholeness import Wholeness

FETCH_SEC = 2.0


@dataclass(slots=True)
class MemoryConsumer:
    """What one durable consumer knows: which messages are settled, and until when the others are held."""

    stream: MemoryStream
    filter_subject: str
    ack_wait_sec: float
    removes: bool
    _settled: set[int] = field(default_factory=set)
    _held_until: dict[int, float] = field(default_factory=dict)
    _handed_out: dict[int, int] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.stream.listeners.append(self._on_stored)

    def take(self, slots: int, wholeness: Wholeness) -> list[Delivery]:
        """Hand out what is due now, oldest first, at most `slots`."""
        now = asyncio.get_running_loop().time()
        due = [
            message
            for message in self.stream.read(self.filter_subject)
            if message.seq not in self._settled and self._held_until.get(message.seq, 0.0) <= now
        ]
        return [self._hand_out(message, now, wholeness) for message in due[:slots]]

    async def changed(self, until: float) -> None:
        """Wait until something may have become due, at most until a moment of the loop's clock."""
        loop = asyncio.get_running_loop()
        wake = min([until, *(moment for moment in self._held_until.values() if moment > loop.time())])
        self._changed.clear()
        try:
            async with asyncio.timeout_at(wake):
                await self._changed.wait()
        except TimeoutError:
            return

    def settle(self, seq: int) -> None:
        """Be done with a message."""
        self._held_until.pop(seq, None)
        self._settled.add(seq)
        if self.removes:
            self.stream.remove(seq)

    def hold(self, seq: int, seconds: float) -> None:
        """Keep a message from being handed out for a while; one that is settled stays settled."""
        if seq not in self._settled:
            self._held_until[seq] = asyncio.get_running_loop().time() + seconds
            self._changed.set()

    def _hand_out(self, message: StoredMessage, now: float, wholeness: Wholeness) -> Delivery:
        self._held_until[message.seq] = now + self.ack_wait_sec
        times = self._handed_out[message.seq] = self._handed_out.get(message.seq, 0) + 1
        since = wholeness.note(next(self._numbers), position=message.seq, first=times == 1)
        return MemoryDelivery(self, message, times, since)

    def _on_stored(self, message: StoredMessage) -> None:
        if matches(self.filter_subject, message.subject):
            self._changed.set()


@dataclass(frozen=True, slots=True)
class MemoryDelivery:
    """See `Delivery`."""

    consumer: MemoryConsumer
    message: StoredMessage
    number: int
    whole_since: int | None

    async def ack(self) -> None:
        """See `Delivery.ack`."""
        self.consumer.settle(self.message.seq)

    async def nak(self, delay_sec: float) -> None:
        """See `Delivery.nak`."""
        self.consumer.hold(self.message.seq, delay_sec)

    async def in_progress(self) -> None:
        """See `Delivery.in_progress`."""
        self.consumer.hold(self.message.seq, self.consumer.ack_wait_sec)

    async def term(self, reason: str) -> None:
        """See `Delivery.term`."""
        del reason  # only the server's advisory would tell it
        self.consumer.settle(self.message.seq)


@dataclass(slots=True)
class MemoryDeliveries:
    """See `Deliveries`."""

    consumer: MemoryConsumer
    _stopped: bool = False
    _wholeness: Wholeness = field(default_factory=Wholeness)

    async def fetch(self, slots: int) -> list[Delivery]:
        """See `Deliveries.fetch`."""
        give_up = asyncio.get_running_loop().time() + FETCH_SEC
        while not self._stopped:
            if found := self.consumer.take(slots, self._wholeness):
                return found
            if asyncio.get_running_loop().time() >= give_up:
                return []
            await self.consumer.changed(give_up)
        return []

    async def stop(self) -> None:
        """See `Deliveries.stop`."""
        self._stopped = True
