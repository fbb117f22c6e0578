"""The verdict on a chaos run: what each viewer saw against what the log says. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

import msgspec

from contracts.events import DoneEvent
from tests.chaos.history import wrongs_of
from tests.chaos.plan import KINDS, LEAST_OF_EACH, Kind
from tests.chaos.records import FaultRecord, JobRecord, RunRecord, ViewerRecord

Pair = tuple[int, str]


class Recovery(msgspec.Struct, frozen=True, kw_only=True):
    """How long jobs that were open when a fault of a kind struck took until their next event was seen, in seconds."""

    faults: int = 0
    median_sec: float = 0.0
    worst_sec: float = 0.0


class Verdict(msgspec.Struct, kw_only=True):
    """The table."""

    jobs: int = 0
    ends: int = 0
    logged: int = 0
    seen: int = 0
    viewers: int = 0
    connections: int = 0
    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    stuck: int = 0
    unknown: int = 0
    """Events that a viewer saw and the log does not have."""
    resets: int = 0
    complaints: list[str] = []
    """Sentences on all that is wrong, numbers above included."""
    longest_silence_sec: float = 0.0
    recovery: dict[Kind, Recovery] = {}
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        """Whether there is nothing to complain of."""
        return not self.complaints


def verdict_on(run: RunRecord, *, least_of_each: int = LEAST_OF_EACH) -> Verdict:
    """Judge a run."""
    verdict = Verdict(jobs=len(run.jobs), seconds=run.seconds, complaints=list(run.unclean))
    for job in run.jobs:
        verdict.ends += sum(1 for logged in job.shown if isinstance(logged.event, DoneEvent))
        verdict.logged += len(job.shown)
        _judge_job(verdict, job)
        for viewer in job.viewers:
            _judge_viewer(verdict, viewer, [(logged.seq, logged.event.id) for logged in job.shown])
    verdict.longest_silence_sec = max((_silence_of(job) for job in run.jobs), default=0.0)
    verdict.recovery = {kind: _recovery(run, kind) for kind in KINDS}
    for kind, recovery in verdict.recovery.items():
        if recovery.faults < least_of_each:
            verdict.complaints.append(f"{kind}: only {recovery.faults} of {least_of_each} faults")
    return verdict


def _judge_job(verdict: Verdict, job: JobRecord) -> None:
    wrongs = wrongs_of(job.job_id, job.shown)
    verdict.lost += wrongs.missing
    verdict.doubled += wrongs.doubled
    stuck = not wrongs.ended or not job.settled
    verdict.stuck += stuck
    verdict.complaints += [f"{job.job_id}: {sentence}" for sentence in wrongs.sentences]
    if stuck:
        verdict.complaints.append(f"{job.job_id}: stuck ({'ended' if wrongs.ended else 'open'} in the log)")


def _judge_viewer(verdict: Verdict, viewer: ViewerRecord, logged: Sequence[Pair]) -> None:
    pairs = [(seen.seq, seen.id) for seen in viewer.seen]
    times = Counter(pairs)
    known = set(logged)
    counts = {
        "lost": sum(1 for pair in logged if pair not in times),
        "doubled": sum(count - 1 for count in times.values()),
        "out_of_order": sum(1 for before, after in pairwise(dict.fromkeys(pairs)) if after[0] <= before[0]),
        "unknown": sum(1 for pair in times if pair not in known),
        "resets": viewer.resets,
    }
    verdict.viewers += 1
    verdict.connections += viewer.connections
    verdict.seen += len(pairs)
    for name, count in counts.items():
        setattr(verdict, name, getattr(verdict, name) + count)
        if count:
            verdict.complaints.append(f"{viewer.job_id} {viewer.name}: {name.replace('_', ' ')} {count}")
    verdict.complaints += [f"{viewer.job_id} {viewer.name}: was answered {answer}" for answer in viewer.refusals]
    if not viewer.finished:
        verdict.complaints.append(f"{viewer.job_id} {viewer.name}: was never told the end")


def _first_seen(viewers: Iterable[ViewerRecord]) -> list[float]:
    """When each event of a job was seen first, by anybody, in order."""
    first: dict[int, float] = {}
    for seen in (seen for viewer in viewers for seen in viewer.seen):
        first[seen.seq] = min(seen.at, first.get(seen.seq, seen.at))
    return sorted(first.values())


def _silence_of(job: JobRecord) -> float:
    moments = _first_seen(job.viewers)
    return max((after - before for before, after in pairwise(moments)), default=0.0)


def _recovery(run: RunRecord, kind: Kind) -> Recovery:
    faults = [fault for fault in run.faults if fault.kind == kind]
    moments = [_first_seen(job.viewers) for job in run.jobs]
    took = sorted(max((_after(fault, seen) for seen in moments), default=0.0) for fault in faults)
    if not took:
        return Recovery()
    return Recovery(faults=len(took), median_sec=median(took), worst_sec=took[-1])


def _after(fault: FaultRecord, moments: Sequence[float]) -> float:
    """How long after the fault a job that was open then was heard of again; 0 if it was not."""
    if not moments or not moments[0] <= fault.at <= moments[-1]:
        return 0.0
    return next(moment for moment in moments if moment >= fault.at) - fault.at


def planted(run: RunRecord) -> RunRecord:
    """Lie about what one viewer saw, to show that a verdict can fail: one event lost, one doubled, two swapped."""
    viewer = max((viewer for job in run.jobs for viewer in job.viewers), key=lambda viewer: len(viewer.seen))
    first, second, third, _lost, *rest = viewer.seen
    viewer.seen = [first, third, second, second, *rest]
    return run
