"""The newest positions of many subjects, from any replica in one request. Source: NATS ADR-31, "multi-subject"."""

import asyncio
from collections.abc import Sequence

import msgspec

from eventlog.errors import TransientError
from eventlog.jetstream import api
from eventlog.jetstream.client import Raw, RawClient


async def positions_of(
    client: RawClient, stream: str, subjects: Sequence[str], *, timeout_sec: float
) -> dict[str, int]:
    """Ask for the newest message of each subject, and keep its position.

    Returns:
        Subjects and positions; a subject without a message is left out.

    Raises:
        TransientError: The request was not answered to its end.
    """
    found: dict[str, int] = {}
    end: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def on_message(reply: Raw) -> None:
        if end.done():
            return
        headers = reply.headers
        match headers.get("Status"):
            case None:
                found[headers["Nats-Subject"]] = int(headers["Nats-Sequence"])
            case "204" | "404":  # the end, or nothing at all
                end.set_result(None)
            case status:
                end.set_exception(TransientError(f"the log cannot be read ({status})", code="log_unavailable"))

    with api.translated("the log did not say to the end where subjects stand"):
        inbox = client.expect(on_message)
        try:
            query = {"multi_last": subjects, "batch": len(subjects)}
            await client.publish(f"$JS.API.DIRECT.GET.{stream}", msgspec.json.encode(query), reply=inbox)
            async with asyncio.timeout(timeout_sec):
                await end
        finally:
            client.forget(inbox)
    return found
