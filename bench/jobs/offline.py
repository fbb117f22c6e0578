"""The same in a network namespace of its own, in which there is nothing but loopback.

`python -m bench.jobs.offline ARGUMENT…` is what `bench jobs --offline ARGUMENT…` becomes there.
"""

import fcntl
import os
import shutil
import socket
import struct
import sys
from typing import Final

LOOPBACK: Final = "lo"
_SIOCGIFFLAGS: Final = 0x8913
_SIOCSIFFLAGS: Final = 0x8914
_UP: Final = 0x1
_REQUEST: Final = struct.Struct("16sh22x")
"""`struct ifreq` of Linux, as far as flags go: an interface's name and its flags."""


def go_offline(arguments: list[str]) -> None:
    """Become the same program in a network namespace of its own.

    Raises:
        SystemExit: There is no `unshare` here, or the system does not let us.
    """
    unshare = shutil.which("unshare")
    if unshare is None:
        raise SystemExit("--offline needs `unshare` of util-linux, on Linux")
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    os.execv(unshare, [unshare, "--net", *as_root, sys.executable, "-m", "bench.jobs.offline", *arguments])  # noqa: S606


def raise_loopback() -> None:
    """Bring up the one interface that a new namespace has.

    Raises:
        SystemExit: There is another one: this is no namespace of our own.
    """
    others = [name for _, name in socket.if_nameindex() if name != LOOPBACK]
    if others:
        raise SystemExit(f"there is more than loopback here: {', '.join(others)}. Run `./justw bench jobs --offline`")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asked = _REQUEST.pack(LOOPBACK.encode(), 0)
        name, flags = _REQUEST.unpack(fcntl.ioctl(asking, _SIOCGIFFLAGS, asked))
        fcntl.ioctl(asking, _SIOCSIFFLAGS, _REQUEST.pack(name, flags | _UP))
    print("offline: this network has loopback and nothing else", flush=True)


if __name__ == "__main__":
    from bench.jobs.__main__ import main

    raise_loopback()
    sys.exit(main(sys.argv[1:]))
