"""The model of the pipeline once more, with real processes: hypothesis kills, stops, doubles and steers.

As in `tests/unit/pipeline/test_model.py`, but that nobody can hold a call back: moments are the machine's own. The
server knows a message id for half a second, so that what comes twice comes to be decided about.
"""

import asyncio
import random
import signal
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from typing_extensions import override

from contracts import subjects
from contracts.events import decode_event
from contracts.ids import JobId, new_job_id
from contracts.visibility import Visibility
from eventlog import ConcurrencyError
from pipeline.dossier import Dossier
from pipeline.job import Job
from tests.chaos.agents import CHAOS, Script
from tests.chaos.history import wrongs_of
from tests.chaos.plan import job_of
from tests.chaos.records import Logged
from tests.chaos.world import World
from tests.support.eventually import found
from tests.support.jobs import assert_one_end

T = TypeVar("T")
JOBS_AT_ONCE = 5
JOBS = st.integers(0, JOBS_AT_ONCE - 1)
MEMBERS = st.integers(0, 3)
CHOICES = st.integers(0, 50)
PATIENCE_SEC = 100.0
"""Within which every job must have come to its end when nobody does anything to anybody any more."""


class Anything(RuleBasedStateMachine):
    """Whatever can happen to a few jobs at once, and to who works on them."""

    world: World

    @initialize(seed=st.integers(0, 10**6))
    def start(self, seed: int) -> None:
        """Somebody starts jobs whose steps take their time, fail, or fail for good."""
        chance = random.Random(seed)
        self.ids = [new_job_id() for _ in range(JOBS_AT_ONCE)]
        for job_id in self.ids:
            script = Script(steps=job_of(chance, 0.0).steps, slow_while="/never")
            documents = {"job_upload": msgspec.json.encode(script)}
            self._do(self.world.jobs.start(job_id, documents, body_hash="0" * 64, graph=CHAOS.name))

    @rule(who=MEMBERS)
    def kill(self, who: int) -> None:
        """Kill -9, wherever it stands."""
        self.world.members[who].signal(signal.SIGKILL)

    @rule(who=MEMBERS)
    def fall_asleep(self, who: int) -> None:
        """SIGSTOP until it is woken: perhaps longer than its lease."""
        self.world.members[who].signal(signal.SIGSTOP)

    @rule(who=MEMBERS)
    def wake_up(self, who: int) -> None:
        """It goes on as if nothing had happened."""
        self.world.members[who].signal(signal.SIGCONT)

    @rule(choice=CHOICES)
    def publish_work_again(self, choice: int) -> None:
        """An item that was published before, whether it is outstanding or done with."""
        if self.world.published:
            item = self.world.published[choice % len(self.world.published)]
            self._do(self.world.connection.queue.publish(item))

    @rule(which=JOBS, choice=CHOICES)
    def report_again(self, which: int, choice: int) -> None:
        """An outcome is stored once more, as if the server had never seen it."""
        self._store_again(subjects.results(self.ids[which]), choice, as_known=False)

    @rule(which=JOBS, choice=CHOICES)
    def tell_again(self, which: int, choice: int) -> None:
        """An event comes once more, under its own id, which the server may have forgotten."""
        self._store_again(subjects.events(self.ids[which]), choice, as_known=True)

    @rule(which=JOBS, whim=st.integers(0, 5))
    def steer(self, which: int, whim: int) -> None:
        """Somebody wants it tried again, or, seldom, cancels; it may be too late, or too early."""
        jobs = self.world.jobs
        try:
            self._do(jobs.retry(self.ids[which]) if whim else jobs.cancel(self.ids[which]))
        except ConcurrencyError:
            return

    @rule(seconds=st.sampled_from([0.1, 0.4, 0.4, 1.0]))
    def time_passes(self, seconds: float) -> None:
        """Everybody who is awake goes on."""
        self._do(asyncio.sleep(seconds))

    @override
    def teardown(self) -> None:
        """When everybody is awake and nobody is killed any more, each job comes to its end, and all is as promised."""
        for member in self.world.members:
            member.signal(signal.SIGCONT)
        for job_id in getattr(self, "ids", []):
            self._do(self._check(job_id))

    def _store_again(self, subject: str, choice: int, *, as_known: bool) -> None:
        log = self.world.connection.log
        if stored := self._do(log.read(subject)):
            message = stored[choice % len(stored)]
            self._do(log.append(subject, message.data, message_id=message.message_id if as_known else None))

    async def _check(self, job_id: JobId) -> None:
        async def whole() -> Job | None:
            job, told = await self._folded(job_id), await self._told(job_id)
            return job if not job.open and told == [event.id for event in job.lifecycle] else None

        job = await found(whole, within_sec=PATIENCE_SEC)
        visibility, shown = Visibility(job_id), list[Logged]()
        for message in await self.world.connection.log.read(subjects.public(job_id)):
            event = decode_event(message.data)
            if visibility.hides(subjects.channel_of(message.subject), event, message.message_id) is None:
                shown.append(Logged(message.seq, event))
        wrongs = wrongs_of(job_id, shown)
        assert (wrongs.ended, wrongs.missing, wrongs.doubled, wrongs.sentences) == (True, 0, 0, [])
        assert_one_end([logged.event for logged in shown], job.revision)
        letters = await self.world.connection.letters.read(job_id)
        buried = {subjects.step_of(letter.subject) for letter in letters}
        assert buried >= {name for name, step in job.steps.items() if step.phase == "failed"}
        assert job.status != "completed" or not buried

    async def _folded(self, job_id: JobId) -> Job:
        dossier = Dossier(job_id, self.world.connection.log, {CHAOS.name: CHAOS})
        await dossier.catch_up(0)
        return dossier.job

    async def _told(self, job_id: JobId) -> list[str]:
        told = await self.world.connection.log.read(subjects.status(job_id))
        return [decode_event(message.data).id for message in told]

    def _do(self, wanted: Coroutine[Any, Any, T]) -> T:
        return self.world.do(wanted)


@pytest.mark.timeout(600)  # a slow machine; about 25 s on two cores
def test_the_model_holds_with_real_processes(tmp_path: Path) -> None:
    """One end per revision, no second success of a step accepted, nothing of a losing run shown, no item lost."""
    with World(tmp_path) as world:
        run_state_machine_as_test(
            type("InThisWorld", (Anything,), {"world": world}),
            settings=settings(
                max_examples=2,
                stateful_step_count=25,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
