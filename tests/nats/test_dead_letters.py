"""`./justw dead`: what an operator sees and does, against real services in this process."""

import json
from collections.abc import AsyncGenerator

import pytest

from agents.sdk import PermanentError, Told, Work, outcome
from contracts.ids import JobId, new_job_id, parse_step
from eventlog import Connection
from pipeline.dead.__main__ import arguments, main, run
from tests.support.eventually import found
from tests.support.in_process import running_agents, running_pipeline
from tests.support.jobs import assert_one_end, history, start_job, until_done
from tests.support.nats_server import NatsServer, free_port
from tests.support.tiny_agents import First, Third, agent_of

TEXT = {"text": "one two three", "script": "go"}


class Fragile:
    """The second step: it fails for good as long as it is broken."""

    def __init__(self) -> None:
        self.broken = True

    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        """Fail, or do the work."""
        if self.broken:
            raise PermanentError("The text has no words", code="no_words")
        yield outcome({"by-second": await work.read("by-first", str)})


async def dead(connection: Connection, *words: str) -> tuple[int, str]:
    """Run the command; give its exit status and what it prints."""
    return await run(arguments(words), connection)


async def _no_letters(connection: Connection) -> bool | None:
    return not await connection.letters.read() or None


async def test_an_operator_finds_out_why_and_has_it_tried_again(
    connection: Connection,
) -> None:
    """list, show, redrive: the next revision begins at the failed step, completes, and the letter is gone."""
    fragile = Fragile()
    agents = [First(), agent_of("second", fragile.handle), Third()]
    async with running_pipeline(connection), running_agents(connection, agents):
        job_id = await start_job(connection, "trial", TEXT)
        await until_done(connection, job_id)

        status, listed = await dead(connection, "list")
        assert status == 0
        assert all(word in listed for word in (job_id, "second", "failed", "no_words: The text has no words"))
        assert (await dead(connection, "list", "--step", "third"))[1] == "no letters"
        status, shown = await dead(connection, "show", job_id)
        assert status == 0
        assert "run 1.1" in shown
        assert '"step":"second","attempt":1' in shown
        assert "one two three" not in shown

        fragile.broken = False
        status, redriven = await dead(connection, "redrive", job_id)
        assert (status, redriven) == (0, f"{job_id}  revision 2")
        await until_done(connection, job_id, revision=2)
        await found(lambda: _no_letters(connection))

    assert_one_end(await history(connection, job_id), revisions=2)
    status, again = await dead(connection, "redrive", job_id, "--json")
    assert status == 1
    assert json.loads(again)[0]["refused"].startswith("nothing_to_retry")


async def test_a_whole_step_is_redriven_and_fails_again(
    connection: Connection,
) -> None:
    """`--step` takes every job with a letter of that step; what fails again has a letter of the newer attempt."""
    fragile = Fragile()
    agents = [First(), agent_of("second", fragile.handle), Third()]
    async with running_pipeline(connection), running_agents(connection, agents):
        jobs = [await start_job(connection, "trial", TEXT) for _ in range(3)]
        for job_id in jobs:
            await until_done(connection, job_id)
        status, redriven = await dead(connection, "redrive", "--step", "second", "--json")
        assert status == 0
        assert {one["job_id"] for one in json.loads(redriven)} == set(jobs)
        for job_id in jobs:
            await until_done(connection, job_id, revision=2)

        listed = json.loads((await dead(connection, "list", "--json"))[1])

    assert {one["job_id"] for one in listed} == set(jobs)
    assert {one["letter"]["item"]["attempt"] for one in listed} == {2}
    assert (await dead(connection, "drop", jobs[0]))[0] == 0
    assert (await dead(connection, "drop", jobs[0]))[0] == 1
    assert len(await connection.letters.read()) == 2


async def test_rubbish_is_shown_and_can_be_dropped(connection: Connection) -> None:
    """A letter that is none does not hide the others."""
    job_id = new_job_id()
    await connection.letters.bury(parse_step("second"), job_id, b"rubbish")
    assert "malformed_letter" in (await dead(connection, "show", job_id))[1]
    assert (await dead(connection, "drop", job_id, "--step", "second"))[1] == "dropped: 1"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "list|show|redrive|drop"),
        (["show", "nonsense"], "a job id is a UUID"),
        (["redrive"], "say which: job ids, or --step STEP, or --all"),
        (["redrive", "--all", "--step", "first"], "say which"),
        (["list", "--step", "NO"], "step"),
    ],
)
def test_what_cannot_be_read_says_so(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 2 and a sentence."""
    with pytest.raises(SystemExit) as ended:
        arguments(words)
    assert ended.value.code == 2
    assert says in capsys.readouterr().err


async def test_without_nats_it_says_where_it_looked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line that names the address, and exit status 1."""
    url = f"nats://127.0.0.1:{free_port()}"
    monkeypatch.setenv("NATS_URL", url)
    monkeypatch.setenv("NATS_PATIENCE", "1")
    assert await main(["list"]) == 1
    assert url in capsys.readouterr().err


async def test_the_command_reaches_the_server_that_it_is_told(
    server: NatsServer, connection: Connection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`NATS_URL` decides."""
    await connection.letters.bury(parse_step("second"), JobId(new_job_id()), b"{}")
    monkeypatch.setenv("NATS_URL", server.url)
    assert await main(["list"]) == 0
    assert "second" in capsys.readouterr().out
