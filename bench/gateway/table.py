"""What was measured, as text for a terminal and as a table for the documentation."""

from collections.abc import Iterator, Sequence
from string import ascii_uppercase
from typing import Final

from bench.gateway.figures import Figure, Measured, shown

BEGIN: Final = "<!-- made by `./justw bench gateway --save` -->"
END: Final = "<!-- end of what was made -->"


def spread(figure: Figure) -> str:
    """Write the least and the most of the rounds, where there were several."""
    return f"{shown(min(figure.values))} – {shown(max(figure.values))}" if len(figure.values) > 1 else ""


def with_unit(figure: Figure) -> str:
    """Write the figure that counts."""
    unit = figure.row.unit
    return shown(figure.value) + (unit if unit in {"", "×", "/s"} else f" {unit}")


def as_text(measured: Measured) -> str:
    """Write one measure's rows in columns, each figure with its bar and its verdict."""
    lines = [f"{measured.name}: {measured.about}"]
    for figure in measured.figures:
        bar = "" if figure.row.bar is None else str(figure.row.bar)
        lines.append(
            f"  {figure.row.text:<62}{with_unit(figure):>16}{bar:>10}  {figure.verdict:<8}{spread(figure)}".rstrip()
        )
    lines.append(f"  rounds: {measured.rounds}; {measured.seconds:.0f} s; steal {100 * measured.steal:.1f} %")
    return "\n".join(lines)


def as_markdown(all_measured: Sequence[Measured]) -> str:
    """Write all measures as one table, and above it the machines that they were made on."""
    return "\n".join([BEGIN, "", *_markdown_lines(all_measured), "", END])


def _markdown_lines(all_measured: Sequence[Measured]) -> Iterator[str]:
    yield "The server on one core, everything else on the other. The median of the rounds, their least and most; of"
    yield "what must never happen, the worst round. Steal: the share of time that the host gave to others."
    yield ""
    different = dict.fromkeys(measured.machine for measured in all_measured)
    machines = dict(zip(different, ascii_uppercase, strict=False))
    yield from (f"- Machine {letter}: {machine}" for machine, letter in machines.items())
    yield ""
    yield "| measure | figure | rounds' spread | bar | verdict |"
    yield "|---|---|---|---|---|"
    for measured in all_measured:
        rounds = f"{measured.rounds} round{'s' * (measured.rounds > 1)}"
        when = f"{measured.date}, {machines[measured.machine]}, {rounds}, steal {100 * measured.steal:.1f} %"
        yield f"| **{measured.name}**: {measured.about} ({when}) | | | | |"
        for figure in measured.figures:
            bar = "" if figure.row.bar is None else str(figure.row.bar)
            yield f"| {figure.row.text} | {with_unit(figure)} | {spread(figure)} | {bar} | {figure.verdict} |"


def replaced(document: str, made: str) -> str:
    """Put what was made between its marks.

    Raises:
        ValueError: The document has no such marks.
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"there is no place for the table: {BEGIN} … {END}")
    return before + made + after
