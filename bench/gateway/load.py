"""Runs the load client against a contender while its publisher publishes."""

import asyncio
import os
import shutil
import subprocess
from pathlib import Path

import msgspec

from bench.gateway.servers import Contender, publish_steadily

SOURCE = Path(__file__).with_name("load.c")
LOAD_CORE = 1
_SETTLE_SEC = 1.0


class Measured(msgspec.Struct, kw_only=True):
    """What the load client saw, and what the server spent meanwhile."""

    closed: int
    deliveries: int
    bytes: int
    p50_ms: float
    p99_ms: float
    published: int = 0
    cpu_sec: float = 0.0


class LoadClient:
    """The C client, compiled into a folder."""

    def __init__(self, folder: Path) -> None:
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise SystemExit("the load client is written in C: install a C compiler (Debian: apt-get install gcc)")
        self._program = folder / "load"
        subprocess.run([compiler, "-O2", "-o", str(self._program), str(SOURCE)], check=True)

    async def run(self, server: Contender, viewers: int, rate: float, seconds: float) -> Measured:
        """Open the streams, publish at a rate for a while, and count what arrives."""
        topic = await server.new_topic()
        process = await asyncio.create_subprocess_exec(
            str(self._program),
            str(server.port),
            str(viewers),
            str(seconds + _SETTLE_SEC),
            topic.path,
            *topic.headers,
            stdout=asyncio.subprocess.PIPE,
        )
        os.sched_setaffinity(process.pid, {LOAD_CORE})
        assert process.stdout is not None
        await asyncio.wait_for(process.stdout.readline(), 60)  # all streams are open
        before = server.cpu_sec()
        published = await publish_steadily(topic, rate, seconds)
        last = await process.stdout.readline()
        cpu_sec = server.cpu_sec() - before
        await process.wait()
        measured = msgspec.json.decode(last, type=Measured)
        if measured.closed:
            raise RuntimeError(f"{server.name} cut off {measured.closed} of {viewers} viewers")
        measured.published, measured.cpu_sec = published, cpu_sec
        return measured
