"""Runs all services together: in order up, all watched, in order down."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from supervisor.keeper import Keeper, Misconfigured
from supervisor.lifeline import Lifeline
from supervisor.logfile import LogFile
from supervisor.services import Service
from supervisor.terminal import Terminal

EXIT_CONFIGURATION = 78
EXIT_INTERRUPTED = 130
_TELL_WAITING_SEC = 2.0
_LOOK_AFTER_WATCHDOG_SEC = 1.0


async def supervise(table: Sequence[Service], logs: Path, terminal: Terminal, *, address: str, held: int) -> int:
    """Run services until a signal says stop.

    Args:
        table: The services. Those marked `first` are ready before the others start, and end after them.
        logs: Folder of their logs.
        terminal: Hears what happens.
        address: Where the page is, told once everything is ready.
        held: Descriptor of the lock on the data folder, which the watchdog is to hold too.

    Returns:
        The exit status: 0 after a signal, 78 if a service refuses its configuration.
    """
    with Lifeline(held) as lifeline:
        return await _supervise(table, logs, terminal, address, lifeline)


async def _supervise(table: Sequence[Service], logs: Path, terminal: Terminal, address: str, lifeline: Lifeline) -> int:
    told = _stop_signals(terminal, lifeline)
    watchdog = asyncio.create_task(_look_after(lifeline))
    ends: list[asyncio.Task[Any]] = [asyncio.create_task(told.wait())]
    crews = [[service for service in table if service.first], [service for service in table if not service.first]]
    try:
        async with contextlib.AsyncExitStack() as running:
            for crew in crews:
                keepers, tasks = await running.enter_async_context(_crew(crew, logs, terminal, lifeline))
                ends.extend(tasks)
                if not await _until_ready(keepers, ends, terminal):
                    break
            else:
                terminal.ready(address)
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for end in ends:
                if end.done():
                    await end  # raises what a service died of for good
            terminal.say("up", "stopping")
    except Misconfigured as refusal:
        terminal.say("up", str(refusal), "error")
        return EXIT_CONFIGURATION
    finally:
        ends[0].cancel()
        watchdog.cancel()
    terminal.say("up", "stopped")
    return 0


@contextlib.asynccontextmanager
async def _crew(
    services: Sequence[Service], logs: Path, terminal: Terminal, lifeline: Lifeline
) -> AsyncIterator[tuple[list[Keeper], list[asyncio.Task[None]]]]:
    """Keep some services running side by side while the body runs; end them after it, side by side.

    Yields:
        Their keepers, and the tasks that keep them: one that is done before its time has failed for good.
    """
    with contextlib.ExitStack() as files:
        keepers = [
            Keeper(service, files.enter_context(contextlib.closing(LogFile(log))), terminal, lifeline)
            for service in services
            for log in [logs / f"{service.name}.log"]
        ]
        tasks = [asyncio.create_task(keeper.keep()) for keeper in keepers]
        try:
            yield keepers, tasks
        finally:
            for keeper in keepers:
                keeper.stopping.set()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _until_ready(keepers: Sequence[Keeper], ends: Sequence[asyncio.Task[Any]], terminal: Terminal) -> bool:
    """Wait until all are ready, or one of `ends` comes first; say meanwhile who is waited for.

    Returns:
        Whether all are ready.
    """
    ready = asyncio.create_task(_all_ready(keepers))
    try:
        while True:
            done, _ = await asyncio.wait([ready, *ends], timeout=_TELL_WAITING_SEC, return_when=asyncio.FIRST_COMPLETED)
            if done:
                return done == {ready}
            waited_for = ", ".join(keeper.service.name for keeper in keepers if not keeper.ready.is_set())
            terminal.say("up", f"waiting for {waited_for}")
    finally:
        ready.cancel()


async def _all_ready(keepers: Sequence[Keeper]) -> None:
    for keeper in keepers:
        await keeper.ready.wait()


def _stop_signals(terminal: Terminal, lifeline: Lifeline) -> asyncio.Event:
    """Give the event that Ctrl-C, SIGTERM and a closed terminal set. A second one ends us where we stand."""
    told = asyncio.Event()

    def tell() -> None:
        if told.is_set():
            terminal.say("up", "ending at once", "warning")
            lifeline.hurry()
            os._exit(EXIT_INTERRUPTED)  # the watchdog ends the rest
        told.set()

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, tell)
    loop.add_signal_handler(signal.SIGTERM, tell)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup asks to outlive the terminal
        loop.add_signal_handler(signal.SIGHUP, told.set)
    return told


async def _look_after(lifeline: Lifeline) -> None:
    """See that there is always a watchdog."""
    while True:
        await asyncio.sleep(_LOOK_AFTER_WATCHDOG_SEC)
        lifeline.look_after()
