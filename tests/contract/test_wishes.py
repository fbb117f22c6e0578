"""What answers and choices promise, on the twin and on JetStream alike."""

import asyncio

import msgspec
import pytest

from contracts.commands import GivenAnswer
from contracts.documents import AnswerSheet, Choices
from contracts.ids import JobId, new_job_id
from eventlog import (
    ConcurrencyError,
    Connection,
    JobErasedError,
    Jobs,
    NoSuchJobError,
    RequestError,
    Wishes,
    answers_by_question,
)
from eventlog.ports import StoredMessage
from tests.support.ended_job import EDIT, PATCHES, end, said, tell


async def ended(connection: Connection) -> JobId:
    """Start a job and let it end."""
    job = new_job_id()
    await Jobs(connection).start(job, {"resume_upload": b"text"}, body_hash="a", graph="tailoring-1")
    await end(connection, job)
    return job


async def sheet(connection: Connection, job: JobId) -> dict[str, str | None]:
    """Give what the newest answers say, by question."""
    content = [one["answers"] for one in await said(connection, job) if "answers" in one][-1]
    answers = msgspec.json.decode(content, type=AnswerSheet).answers
    return {answer.question.id: answer.text for answer in answers}


async def unwanted(connection: Connection, job: JobId) -> list[str]:
    """Give the ids of what the newest choices reject, sorted."""
    content = [one["choices"] for one in await said(connection, job) if "choices" in one][-1]
    return sorted(patch.id for patch in msgspec.json.decode(content, type=Choices).rejected)


async def test_answers_open_the_next_revision_once(connection: Connection) -> None:
    """One fact, however often and however many at a time say the same; the answer names the revision to come."""
    job = await ended(connection)
    given = {"q-r1": "Yes, at home.", "q-r2": None}
    standings = await asyncio.gather(*(Wishes(connection).answer(job, given) for _ in range(3)))
    assert {(one.revision, one.open) for one in standings} == {(2, True)}
    assert len(await said(connection, job)) == 1
    assert await sheet(connection, job) == given


async def test_who_says_what_was_said_this_moment_is_told_of_its_revision(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the other one was heard between two looks at the log: the revision to come, not the one that ended."""
    job = await ended(connection)
    given = {"q-r1": "Yes, at home."}
    last_control = Jobs.last_control
    others = [Wishes(connection)]

    async def overtaken(jobs: Jobs, job_id: JobId) -> StoredMessage:
        known = await last_control(jobs, job_id)
        while others:
            await others.pop().answer(job, given)
        return known

    monkeypatch.setattr(Jobs, "last_control", overtaken)
    standing = await Wishes(connection).answer(job, given)
    assert (standing.revision, standing.open) == (2, True)
    assert len(await said(connection, job)) == 1


async def test_answers_of_several_rounds_add_up(connection: Connection) -> None:
    """The newest document holds all of them; a question answered anew has its new answer."""
    job = await ended(connection)
    await Wishes(connection).answer(job, {"q-r1": "Yes, at home."})
    await end(connection, job, revision=2)
    assert (await Wishes(connection).answer(job, {"q-r1": "No", "q-r2": "Daily"})).revision == 3
    assert await sheet(connection, job) == {"q-r1": "No", "q-r2": "Daily"}
    await end(connection, job, revision=3)
    assert (await Wishes(connection).answer(job, {"q-r2": "Daily"})).revision == 3
    assert len(await said(connection, job)) == 2


async def test_while_a_revision_runs_nothing_is_said(connection: Connection) -> None:
    """A conflict, also between an accepted wish and the pipeline's first word of its revision."""
    job = new_job_id()
    wishes = Wishes(connection)
    await Jobs(connection).start(job, {"resume_upload": b"text"}, body_hash="a", graph="tailoring-1")
    with pytest.raises(ConcurrencyError, match="is running"):
        await wishes.answer(job, {"q-r1": "Yes"})
    await end(connection, job)
    await wishes.answer(job, {"q-r1": "Yes"})
    for _ in range(2):
        with pytest.raises(ConcurrencyError, match="is running"):
            await wishes.answer(job, {"q-r2": "Yes"})
        with pytest.raises(ConcurrencyError, match="is running"):
            await wishes.choose(job, {"p1": "rejected"})
        with pytest.raises(ConcurrencyError, match="is running"):
            await wishes.choose(job, {"p99": "rejected"})
        assert (await wishes.answer(job, {"q-r1": "Yes"})).revision == 2
        await tell(connection, job, 2, "running", None)
    assert len(await said(connection, job)) == 1


async def test_two_different_answers_at_once_are_one_and_a_conflict(connection: Connection) -> None:
    """One opens the revision, the other is told that it runs: nothing is accepted and lost."""
    job = await ended(connection)
    wishes = Wishes(connection)
    outcomes = await asyncio.gather(
        wishes.answer(job, {"q-r1": "Yes"}), wishes.answer(job, {"q-r2": "Yes"}), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["ConcurrencyError", "Standing"]
    assert len(await said(connection, job)) == 1


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({}, 422, "no_answers"),
        ({"q-r9": "Yes"}, 422, "no_such_question"),
        ({"q-r1": " \n…"}, 422, "empty_answer"),
        ({"q-r1": "x" * 2001}, 413, "too_large"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    connection: Connection, given: dict[str, str | None], status: int, code: str
) -> None:
    """By a code, before anything is written."""
    job = await ended(connection)
    with pytest.raises(RequestError) as refused:
        await Wishes(connection).answer(job, given)
    assert (refused.value.status, refused.value.code) == (status, code)
    assert await said(connection, job) == []


async def test_a_job_that_asked_nothing_is_not_answered(connection: Connection) -> None:
    """Where it failed before its questions, there is nothing to say; nor to a job that is gone or never was."""
    job = new_job_id()
    await Jobs(connection).start(job, {"resume_upload": b"text"}, body_hash="a", graph="tailoring-1")
    await tell(connection, job, 1, "failed", {})
    with pytest.raises(ConcurrencyError, match="asked nothing"):
        await Wishes(connection).answer(job, {"q-r1": "Yes"})
    with pytest.raises(RequestError, match="no such patch"):
        await Wishes(connection).choose(job, {"p1": "rejected"})
    await Jobs(connection).erase(job)
    for command in (Wishes(connection).answer(job, {"q-r1": "x"}), Wishes(connection).choose(job, {"p1": "rejected"})):
        with pytest.raises(JobErasedError):
            await command
    with pytest.raises(NoSuchJobError):
        await Wishes(connection).answer(new_job_id(), {"q-r1": "Yes"})


def test_an_answer_is_one_thing_to_one_question() -> None:
    """An answer or a declining, not both, not neither; no question twice."""
    for given in (
        [GivenAnswer(question_id="q", answer="Yes", declined=True)],
        [GivenAnswer(question_id="q")],
        [GivenAnswer(question_id="q", answer="Yes"), GivenAnswer(question_id="q", declined=True)],
    ):
        with pytest.raises(RequestError):
            answers_by_question(given)


async def test_changes_are_rejected_and_restored(connection: Connection) -> None:
    """Each is a revision; what is rejected is kept with what it does; repeated, as once; all restored, none is left."""
    job = await ended(connection)
    wishes = Wishes(connection)
    assert (await wishes.choose(job, {"p1": "rejected", EDIT.id: "rejected"})).revision == 2
    assert (await wishes.choose(job, {"p1": "rejected"})).revision == 2
    content = (await said(connection, job))[-1]["choices"]
    assert PATCHES[0] in msgspec.json.decode(content, type=Choices).rejected
    await end(connection, job, revision=2)
    await wishes.choose(job, {"p1": "restored", "p2": "rejected"})
    assert await unwanted(connection, job) == ["p2", EDIT.id]
    await end(connection, job, revision=3)
    await wishes.choose(job, {"p2": "restored", EDIT.id: "restored"})
    assert await unwanted(connection, job) == []
    assert len(await said(connection, job)) == 3


async def test_the_order_of_choices_leaves_no_trace(connection: Connection) -> None:
    """The same changes rejected in another order are the same document."""
    documents = []
    for order in (("p1", "p2"), ("p2", "p1")):
        job = await ended(connection)
        for revision, name in enumerate(order, start=2):
            await Wishes(connection).choose(job, {name: "rejected"})
            await end(connection, job, revision=revision)
        documents.append((await said(connection, job))[-1]["choices"])
    assert documents[0] == documents[1]


async def test_what_the_engine_refused_is_not_restored(connection: Connection) -> None:
    """Nobody overrules the guard; a change that is wanted anyhow may be restored without effect."""
    job = await ended(connection)
    with pytest.raises(ConcurrencyError, match="refused this change itself"):
        await Wishes(connection).choose(job, {"p3": "restored"})
    assert (await Wishes(connection).choose(job, {"p1": "restored"})).revision == 1
    with pytest.raises(RequestError) as refused:
        await Wishes(connection).choose(job, {})
    assert refused.value.code == "no_choices"
    assert await said(connection, job) == []
