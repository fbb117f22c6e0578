"""What of the AsyncAPI document's change would break whoever listens: a subject that moved, a message that left it."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Document: TypeAlias = Mapping[str, Any]


def channel_breaks(released: Document, current: Document) -> list[str]:
    """Compare a released AsyncAPI document with the current one.

    Returns:
        One sentence for everything that would break somebody, in the order of the released document; empty where the
        change is safe. New channels and new messages are.
    """
    return list(_breaks(released, current))


def _breaks(released: Document, current: Document) -> Iterator[str]:
    for name, channel in released["channels"].items():
        roles = _roles(name, released)
        if name not in current["channels"]:
            yield f"channel `{name}` is gone (used by {roles})"
            continue
        now = current["channels"][name]
        if channel["address"] != now["address"]:
            yield f"channel `{name}` was `{channel['address']}` and is `{now['address']}` now (used by {roles})"
        for message in channel["messages"]:
            if message not in now["messages"]:
                yield f"`{message}` is never said on `{channel['address']}` any more (used by {roles})"


def _roles(channel: str, document: Document) -> str:
    """Name the roles that have a part on a channel, in the order of the document."""
    parts = (
        tag["name"]
        for operation in document["operations"].values()
        if operation["channel"]["$ref"].rsplit("/", 1)[-1] == channel
        for tag in operation["tags"]
    )
    return ", ".join(dict.fromkeys(parts)) or "nobody"
