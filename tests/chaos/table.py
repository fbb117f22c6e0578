"""The verdict as a table. Pure."""

from collections.abc import Sequence

from tests.chaos.verdict import Verdict


def table(verdict: Verdict) -> str:
    """Write a verdict as Markdown: the numbers, the faults, and all that there is to complain of."""
    numbers = {
        "jobs": str(verdict.jobs),
        "ends": str(verdict.ends),
        "viewers": str(verdict.viewers),
        "connections": str(verdict.connections),
        "events in the log": str(verdict.logged),
        "events seen": str(verdict.seen),
        "lost": str(verdict.lost),
        "doubled": str(verdict.doubled),
        "out of order": str(verdict.out_of_order),
        "stuck": str(verdict.stuck),
        "longest silence": f"{verdict.longest_silence_sec:.1f} s",
        "run": f"{verdict.seconds:.0f} s",
    }
    lines = [_row(list(numbers)), _row(["---:"] * len(numbers)), _row(list(numbers.values())), ""]
    lines += [_row(["fault", "times", "recovered in, median", "worst"]), _row(["---", "---:", "---:", "---:"])]
    for kind, recovery in verdict.recovery.items():
        cells = [kind, str(recovery.faults), f"{recovery.median_sec:.1f} s", f"{recovery.worst_sec:.1f} s"]
        lines.append(_row(cells))
    faults = sum(recovery.faults for recovery in verdict.recovery.values())
    lines += ["", f"{faults} faults: {'nothing to complain of' if verdict.good else 'FAILED'}"]
    return "\n".join([*lines, *(f"- {sentence}" for sentence in verdict.complaints)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
