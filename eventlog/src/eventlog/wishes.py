"""What users say to a job that has ended: answers to its questions, and which of its changes they do not want.

Each is one fact that opens the next revision. Its document holds everything that was said so far, so that the newest
ref of a name stands for all of it, and saying the same again changes nothing.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

import msgspec
from msgspec.structs import replace

from contracts import subjects
from contracts.commands import GivenAnswer, PatchState
from contracts.control import Answers, Redrive, encode_control
from contracts.documents import Answer, AnswerSheet, Choices, OptimisedDoc, Patch, Plan, Question, same_change
from contracts.ids import JobId
from contracts.refs import ref_for
from eventlog.errors import ConcurrencyError, RequestError
from eventlog.jobs import Jobs, Standing, fact_of
from eventlog.ports import Connection, StoredMessage

ANSWER_LIMIT: Final = 2_000
"""Characters of one answer."""

ANSWERS: Final = "answers"
CHOICES: Final = "choices"
"""Names of the documents; the graph's steps declare which they read."""

_TRIES: Final = 8
_NOTHING: Final = msgspec.json.encode(Choices())
_Kind = TypeVar("_Kind")


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What stands when somebody says something: the job's end, and what was said before."""

    standing: Standing
    running: bool
    """Whether a revision is open, or about to be."""
    said: str | None
    """The ref of what was said before under the same name."""


class Wishes:
    """Takes answers and choices."""

    def __init__(self, connection: Connection) -> None:
        self._log = connection.log
        self._documents = connection.documents
        self._jobs = Jobs(connection)

    async def answer(self, job_id: JobId, given: Mapping[str, str | None]) -> Standing:
        """Answer questions of the job, by their ids; None declines. Gives the standing that the job will have.

        A question that was answered before may be answered anew.

        Raises:
            ConcurrencyError: A revision is running, or the job has asked nothing.
            JobErasedError: The job was erased.
            NoSuchJobError: There is no such job.
            RequestError: There is nothing in it, there is no such question, or an answer is empty or too long.
            TransientError: No answer; it may or may not have been taken.
        """
        _check_answers(given)

        async def revised(heard: Heard) -> AnswerSheet:
            sheet = AnswerSheet() if heard.said is None else await self._read(heard.said, AnswerSheet)
            listed = heard.standing.artifacts.get("questions")
            asked = [] if listed is None else await self._read(listed, list[Question])
            questions = {one.id: one for one in (*asked, *(answer.question for answer in sheet.answers))}
            if unknown := [name for name in given if name not in questions]:
                _refuse_running(heard)
                if not questions:
                    raise ConcurrencyError("the job has asked nothing that could be answered", code="no_questions")
                raise RequestError(f"the job has not asked {unknown[0][:100]!r}", status=422, code="no_such_question")
            said = {answer.question.id: answer for answer in sheet.answers}
            said |= {name: Answer(question=questions[name], text=text) for name, text in given.items()}
            return AnswerSheet(answers=list(said.values()))

        return await self._say(job_id, ANSWERS, revised)

    async def choose(self, job_id: JobId, states: Mapping[str, PatchState]) -> Standing:
        """Reject or restore changes of the job, by the ids of their patches. Gives the standing that it will have.

        Raises:
            ConcurrencyError: A revision is running, or the engine itself refused what shall be restored.
            JobErasedError: The job was erased.
            NoSuchJobError: There is no such job.
            RequestError: There is nothing in it, or there is no such patch.
            TransientError: No answer; it may or may not have been taken.
        """
        if not states:
            raise RequestError("name at least one patch", status=422, code="no_choices")

        async def revised(heard: Heard) -> Choices:
            held = Choices() if heard.said is None else await self._read(heard.said, Choices)
            known = await self._patches(heard.standing.artifacts)
            rejected = list(held.rejected)
            for name, state in states.items():
                patch = known.get(name)
                if patch is None:
                    _refuse_running(heard)
                    raise RequestError("the job has no such patch", status=404, code="no_such_patch")
                others = [one for one in rejected if not same_change(one, patch)]
                if state == "restored" and len(others) == len(rejected) and patch.status == "rejected":
                    _refuse_running(heard)
                    message = "the engine refused this change itself: it cannot be restored"
                    raise ConcurrencyError(message, code="refused_patch")
                made = replace(patch, status="planned", reject_reason=None)
                rejected = [*others, made] if state == "rejected" else others
            return Choices(rejected=sorted(rejected, key=lambda one: (one.path, one.op, one.before, one.after)))

        return await self._say(job_id, CHOICES, revised)

    async def _say(
        self, job_id: JobId, name: str, revised: Callable[[Heard], Awaitable[AnswerSheet | Choices]]
    ) -> Standing:
        """Put what is said now behind the last fact of control; what was said already is not said again."""
        control = subjects.control(job_id)
        for _ in range(_TRIES):
            last = await self._jobs.last_control(job_id)
            standing = await self._jobs.standing(job_id)
            facts = await self._log.read(control, at_least=last.seq)
            if facts and facts[-1].seq > last.seq:
                continue  # somebody else said something between two looks
            opening = last.seq > standing.position and isinstance(fact_of(last), Answers | Redrive)
            said = _newest(facts, name)
            heard = Heard(standing=standing, running=standing.open or opening, said=said)
            content = msgspec.json.encode(await revised(heard))
            if content == _NOTHING if said is None else ref_for(job_id, name, content) == said:
                opened = opening and not standing.open
                return replace(standing, revision=standing.revision + opened, open=heard.running)
            _refuse_running(heard)
            fact = Answers(job_id=job_id, documents={name: await self._documents.put(job_id, name, content)})
            try:
                await self._log.append(control, encode_control(fact), expected_last=last.seq)
            except ConcurrencyError:
                continue
            return replace(standing, revision=standing.revision + 1, open=True)
        raise ConcurrencyError("the job changes faster than it can be answered: ask again")

    async def _patches(self, artifacts: Mapping[str, str]) -> dict[str, Patch]:
        """Read the job's changes by id: as planned, with what became of them; and the edits of the polish."""
        planned = (await self._read(artifacts["patches"], Plan)).patches if "patches" in artifacts else []
        made = (await self._read(artifacts["result"], OptimisedDoc)).patches if "result" in artifacts else []
        known = {patch.id: patch for patch in made}
        for patch in planned:
            became = known.get(patch.id, patch)
            known[patch.id] = replace(patch, status=became.status)
        return known

    async def _read(self, ref: str, kind: type[_Kind]) -> _Kind:
        return msgspec.json.decode(await self._documents.get(ref), type=kind)


def answers_by_question(given: Iterable[GivenAnswer]) -> dict[str, str | None]:
    """Take answers apart, by their question; None where it was declined.

    Raises:
        RequestError: One is both or neither, or two are to the same question.
    """
    found: dict[str, str | None] = {}
    for one in given:
        if (one.answer is None) != one.declined:
            message = f"say one thing to {one.question_id!r}: an `answer`, or `declined`"
            raise RequestError(message, status=422, code="answer_or_decline")
        if one.question_id in found:
            raise RequestError(f"{one.question_id!r} is answered twice", status=422, code="answered_twice")
        found[one.question_id] = one.answer
    return found


def _check_answers(given: Mapping[str, str | None]) -> None:
    if not given:
        raise RequestError("give at least one answer", status=422, code="no_answers")
    for name, text in given.items():
        if text is not None and len(text) > ANSWER_LIMIT:
            message = f"the answer to {name[:100]!r} has {len(text)} characters; at most {ANSWER_LIMIT} are taken"
            raise RequestError(message, status=413, code="too_large")
        if text is not None and not any(character.isalnum() for character in text):
            message = f"the answer to {name[:100]!r} holds no word: leave it out, or decline"
            raise RequestError(message, status=422, code="empty_answer")


def _refuse_running(heard: Heard) -> None:
    if heard.running:
        raise ConcurrencyError("the job is running: wait for its end", code="still_running")


def _newest(control: Sequence[StoredMessage], name: str) -> str | None:
    """Find what was said last under a name."""
    refs = [
        fact.documents[name]
        for message in control
        if isinstance(fact := fact_of(message), Answers) and name in fact.documents
    ]
    return refs[-1] if refs else None
