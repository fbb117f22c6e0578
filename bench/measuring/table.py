"""What was measured, as text for a terminal and as a table for the documentation."""

from collections.abc import Iterator, Sequence
from string import ascii_uppercase
from typing import Final

from bench.measuring.figures import Figure, Measured, shown

END: Final = "<!-- end of what was made -->"


def begin(bench: str) -> str:
    """Write the mark in front of the table of a benchmark."""
    return f"<!-- made by `./justw bench {bench} --save` -->"


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


def as_markdown(bench: str, about: str, all_measured: Sequence[Measured]) -> str:
    """Write all measures of a benchmark as one table, under a paragraph about it."""
    return "\n".join([begin(bench), "", about, "", *_markdown_lines(all_measured), "", END])


def _markdown_lines(all_measured: Sequence[Measured]) -> Iterator[str]:
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


def replaced(document: str, bench: str, made: str) -> str:
    """Put what was made of a benchmark between its marks.

    Raises:
        ValueError: The document has no such marks.
    """
    before, mark, rest = document.partition(begin(bench))
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"there is no place for the table: {begin(bench)} … {END}")
    return before + made + after
