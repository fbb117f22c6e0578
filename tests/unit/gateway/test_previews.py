"""A gateway that asks others to read a file: how many at a time, how long, and what it makes of their answers."""

import asyncio

import pytest

from eventlog import AppError, TransientError, UnansweredError
from eventlog.memory import MemoryConnection
from gateway.preview import Previewer
from tests.support.eventually import eventually

ANSWER = b'{"side":"resume","origin":"txt","text":"a","words":1,"pages":null,"language":"en","warnings":[],"more":1}'


async def test_silence_is_504_and_says_what_to_do() -> None:
    """Who reads and does not answer is given up in time; a start takes the file all the same."""
    connection = MemoryConnection()

    async def say_nothing(_: bytes) -> bytes:
        await asyncio.Event().wait()
        return b""

    await connection.commands.serve("preview", "1.0.0", "test", {"resume": say_nothing})
    with pytest.raises(UnansweredError, match="start anyway"):
        await Previewer(connection.commands, patience_sec=0.02).preview("resume_file", b"a")


async def test_so_many_are_held_and_no_more() -> None:
    """One too many is refused at once and asked of nobody; with a place free again the next is read."""
    connection, go, asked = MemoryConnection(), asyncio.Event(), []

    async def read(body: bytes) -> bytes:
        asked.append(body)
        await go.wait()
        return ANSWER

    await connection.commands.serve("preview", "1.0.0", "test", {"resume": read})
    previewer = Previewer(connection.commands, at_once=2)
    held = [asyncio.create_task(previewer.preview("resume_file", b"a")) for _ in range(2)]
    await eventually(lambda: len(asked) == 2)
    with pytest.raises(TransientError) as full:
        await previewer.preview("resume_file", b"b")
    assert full.value.code == "preview_busy"
    assert b"b" not in asked
    go.set()
    await asyncio.gather(*held)
    assert (await previewer.preview("resume_file", b"b")).words == 1


@pytest.mark.parametrize(("said", "code"), [("reading_busy", "preview_busy"), ("reading_late", "preview_unavailable")])
async def test_only_who_has_enough_to_read_is_worth_asking_again(said: str, code: str) -> None:
    """Busy is told apart from every other reason for which a file cannot be read now."""
    connection = MemoryConnection()

    async def refuse(_: bytes) -> bytes:
        raise TransientError("not now", code=said)

    await connection.commands.serve("preview", "1.0.0", "test", {"resume": refuse})
    with pytest.raises(TransientError, match="start anyway") as refused:
        await Previewer(connection.commands).preview("resume_file", b"a")
    assert refused.value.code == code


@pytest.mark.parametrize("answer", [b"{}", b"<html>", b"", ANSWER.replace(b'"a"', b'"\xff"')])
async def test_what_another_version_answers_is_not_passed_on(answer: bytes) -> None:
    """An answer without what is promised is as good as none; one with more is taken."""
    connection = MemoryConnection()

    async def read(_: bytes) -> bytes:
        return answer

    await connection.commands.serve("preview", "9.0.0", "test", {"posting": read})
    with pytest.raises(AppError) as refused:
        await Previewer(connection.commands).preview("job_file", b"a")
    assert refused.value.code == "preview_unavailable"
