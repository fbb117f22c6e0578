"""A plain subscription as something that can be stopped, and the hints that travel by one."""

from collections.abc import Callable

from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from contracts import subjects
from contracts.ids import InvalidIdError, JobId
from eventlog.jetstream import api
from eventlog.jetstream.client import RawClient
from eventlog.ports import Following


class Subscribed:
    """A live subscription on a connection."""

    def __init__(self, client: RawClient, subscription: Subscription) -> None:
        self._client = client
        self._subscription: Subscription | None = subscription

    async def stop(self) -> None:
        """See `Following.stop`."""
        subscription, self._subscription = self._subscription, None
        if subscription is not None and not self._client.is_closed:
            await subscription.unsubscribe()


class NatsSignals:
    """Hints on `signals.{job_id}`: plain messages, stored nowhere."""

    def __init__(self, client: RawClient) -> None:
        self._client = client

    async def send(self, job_id: JobId, hint: str) -> None:
        """See `Signals.send`."""
        with api.translated("the hint cannot be sent"):
            await self._client.publish(subjects.signals(job_id), hint.encode())

    async def listen(self, on_hint: Callable[[JobId, str], None]) -> Following:
        """See `Signals.listen`."""

        async def receive(message: Msg) -> None:
            try:
                job_id = subjects.job_of(message.subject)
            except InvalidIdError:
                return  # somebody else's subject under our root
            on_hint(job_id, message.data.decode("utf-8", "replace"))

        with api.translated("hints cannot be heard"):
            return Subscribed(self._client, await self._client.subscribe(subjects.ALL_SIGNALS, cb=receive))
