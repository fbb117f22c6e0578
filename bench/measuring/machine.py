"""The machine: what it is, and what its host took for others."""

import os
from pathlib import Path

import psutil

_STEAL, _FIELDS = 7, 8


class Steal:
    """Which share of the machine's time went to others, from its making on."""

    def __init__(self, stat: Path = Path("/proc/stat")) -> None:
        self._stat = stat
        self._before = self._read()

    def share(self) -> float:
        """Give it, from 0 to 1; 0 where the system does not tell."""
        stolen, total = (now - before for now, before in zip(self._read(), self._before, strict=True))
        return stolen / total if total else 0.0

    def _read(self) -> tuple[int, int]:
        if not self._stat.exists():
            return 0, 0
        ticks = [int(field) for field in self._stat.read_text().split("\n", 1)[0].split()[1 : 1 + _FIELDS]]
        return ticks[_STEAL], sum(ticks)


def described() -> str:
    """Say what this machine is, in a few words."""
    model = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "CPU"
    )
    memory_gib = psutil.virtual_memory().total / 2**30
    return f"{psutil.cpu_count()} × {model}, {memory_gib:.0f} GiB, Linux {os.uname().release}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []
