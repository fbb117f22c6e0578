"""What the kernel holds of connections: bytes that were written and not read yet."""

from pathlib import Path

import msgspec

_LOCAL, _QUEUES = 1, 4


class Queues(msgspec.Struct, frozen=True):
    """The most that one connection of a server's port has waiting, in bytes."""

    to_send: int
    to_read: int


def queues_of(port: int, table: str | None = None) -> Queues:
    """Look at the connections to and from a port.

    Args:
        port: The server's.
        table: `/proc/net/tcp`, unless given.

    Returns:
        The longest queue at the server's end, and the longest at the clients' end.
    """
    lines = (table or Path("/proc/net/tcp").read_text()).splitlines()[1:]
    to_send = to_read = 0
    ending = f":{port:04X}"
    for line in lines:
        fields = line.split()
        sending, reading = (int(field, 16) for field in fields[_QUEUES].split(":"))
        if fields[_LOCAL].endswith(ending):
            to_send = max(to_send, sending)
        elif fields[_LOCAL + 1].endswith(ending):
            to_read = max(to_read, reading)
    return Queues(to_send, to_read)
