"""What one process takes on: how many streams, for whom, and how fast. Asked before a stream starts."""

from gateway.limits.addresses import origin_of
from gateway.limits.rate import ConnectRate
from gateway.limits.streams import Ceilings, Lease, StreamLimits, Watched

__all__ = ["Ceilings", "ConnectRate", "Lease", "StreamLimits", "Watched", "origin_of"]
