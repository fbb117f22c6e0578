"""What the kernel says of the machine and of connections, read from its tables."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from bench.gateway.kernel import queues_of
from bench.gateway.machine import require_alone
from bench.measuring.machine import Steal

TABLE = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 0200007F:C350 01 00000A00:00000000 01:00000014 00000000     0        0 1 1 0
   1: 0100007F:1F90 0300007F:C351 01 00000010:00000000 01:00000014 00000000     0        0 2 1 0
   2: 0200007F:C350 0100007F:1F90 01 00000000:00000400 00:00000000 00000000     0        0 3 1 0
   3: 0100007F:0050 0100007F:C352 01 0000FFFF:0000FFFF 00:00000000 00000000     0        0 4 1 0
"""


def test_the_longest_queues_of_a_port_are_found() -> None:
    """At the server's end what is to be sent, at the clients' what is to be read; other ports do not count."""
    queues = queues_of(0x1F90, TABLE)
    assert (queues.to_send, queues.to_read) == (0xA00, 0x400)


def test_steal_is_a_share_of_the_time_since_then(tmp_path: Path) -> None:
    """Time that the host gave to others, as /proc/stat counts it."""
    stat = tmp_path / "stat"
    stat.write_text("cpu  100 0 100 800 0 0 0 0 0 0\n")
    steal = Steal(stat)
    stat.write_text("cpu  150 0 120 900 0 0 0 30 0 0\ncpu0 1 2 3\n")
    assert steal.share() == 30 / 200


def test_a_system_that_does_not_tell_has_no_steal(tmp_path: Path) -> None:
    """Without /proc nothing is known, and nothing fails."""
    assert Steal(tmp_path / "nowhere").share() == 0


def test_a_port_that_somebody_else_listens_on_is_found() -> None:
    """A stale server on the same port would answer a part of the viewers, and be measured with the new one."""
    with socket.socket() as listener, subprocess.Popen(["sleep", "60"]) as stranger:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        with pytest.raises(RuntimeError, match="not of process"):
            require_alone(port, os.getpid())
        listener.listen()
        require_alone(port, os.getpid())
        with pytest.raises(RuntimeError, match="not of process"):
            require_alone(port, stranger.pid)
        stranger.kill()
