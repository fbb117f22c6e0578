"""The in-memory twin: the ports of the log without a server, held to the same contract suite as JetStream."""

from eventlog.memory.connection import MemoryConnection
from eventlog.memory.server import MemoryServer

__all__ = ["MemoryConnection", "MemoryServer"]
