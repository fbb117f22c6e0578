"""`python -m tests.support.page.sweep_ahead SECONDS`: erase the jobs whose time will be over in so many seconds."""

import asyncio
import os
import sys
from datetime import timedelta

from eventlog import LogSettings, connect
from pipeline.graphs import GRAPHS
from pipeline.runner import utc_now
from pipeline.sweeper import Sweeper


async def main(ahead_sec: float) -> None:
    """Look once, as the pipeline does now and then."""
    settings = LogSettings.from_environment(os.environ, name="sweeper")
    ahead = timedelta(seconds=ahead_sec)
    async with await connect(settings) as connection:
        await Sweeper(connection, GRAPHS, lambda: utc_now() + ahead, retention_sec=settings.retention_sec).sweep()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
