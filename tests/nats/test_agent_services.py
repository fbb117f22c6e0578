"""What agents answer besides their work, over a real nats-server."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from typing_extensions import override

from agents.sdk import Agent, Service, Told, Work, outcome
from agents.sdk.work import Computer
from contracts.ids import new_job_id, parse_step
from eventlog import TransientError
from eventlog.jetstream import JetStreamConnection
from tests.support.backends import work_item
from tests.support.in_process import running_agents

WAIT_SEC = 10.0


class Busy(Agent):
    """Works until it is told that it was asked, and answers as long as it works."""

    step = "first"

    def __init__(self) -> None:
        self.working = asyncio.Event()
        self.answered = asyncio.Event()
        self.done = asyncio.Event()

    @override
    def service(self, computer: Computer) -> Service:
        async def measure(body: bytes) -> bytes:
            length = await computer.compute(len, body)
            self.answered.set()
            return str(length).encode()

        return Service(name="measuring", version="1.0.0", description="Measures.", handlers={"length": measure})

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        self.working.set()
        await self.answered.wait()
        self.done.set()
        yield outcome({})


async def test_an_agent_answers_while_it_works_and_no_longer(connection: JetStreamConnection) -> None:
    """Neither waits for the other; a second agent of the step shares the requests; stopped, nobody answers."""
    first, second = Busy(), Busy()
    async with running_agents(connection, [first]), asyncio.timeout(WAIT_SEC):
        await connection.queue.publish(work_item(new_job_id(), parse_step("first")))
        await first.working.wait()
        async with running_agents(connection, [second]):
            answers = [
                await connection.commands.call("measuring.length", b"x" * size, timeout_sec=WAIT_SEC)
                for size in range(20)
            ]
            assert answers == [str(size).encode() for size in range(20)]
            assert first.answered.is_set() or second.answered.is_set()
        assert await connection.commands.call("measuring.length", b"abc", timeout_sec=WAIT_SEC) == b"3"
        await first.done.wait()
    with pytest.raises(TransientError, match="nobody serves"):
        await connection.commands.call("measuring.length", b"", timeout_sec=WAIT_SEC)
