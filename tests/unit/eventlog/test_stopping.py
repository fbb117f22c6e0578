"""Being told to stop: once, and again on the last steps to the end."""

import subprocess
import sys

LIFE = """
import asyncio, os, signal
from eventlog.stopping import told_by_signals

async def life():
    stop = asyncio.Event()
    with told_by_signals(stop.set):
        os.kill(os.getpid(), signal.SIGTERM)
        await stop.wait()

asyncio.run(life())
for number in (signal.SIGTERM, signal.SIGINT):
    os.kill(os.getpid(), number)
print("ended by itself", flush=True)
"""


def test_who_is_told_again_at_its_end_still_ends_by_itself() -> None:
    """The loop would put the default back when it closes, and the second SIGTERM would kill what ends in order."""
    ended = subprocess.run([sys.executable, "-c", LIFE], capture_output=True, text=True, timeout=30, check=False)
    assert (ended.returncode, ended.stdout) == (0, "ended by itself\n")
