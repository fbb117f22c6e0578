"""What a run says: results on a terminal and as a table, and the list of cases. Pure."""

from collections.abc import Sequence

from tests.conformance.cases import Group
from tests.conformance.knobs import option_of, options
from tests.conformance.mutants.hunt import Caught
from tests.conformance.mutants.proxy import Mutant
from tests.conformance.runner import Result


def line_of(result: Result) -> str:
    """Write one result."""
    said = f": {result.said}" if result.said else ""
    return f"{result.verdict:<10}{result.seconds:6.2f} s  {result.case.group:<15}{result.case.name}{said}"


def summary(results: Sequence[Result]) -> str:
    """Write how many cases went how."""
    counted = {
        verdict: sum(1 for one in results if one.verdict == verdict) for verdict in ("kept", "broken", "not tried")
    }
    return f"{len(results)} cases: " + ", ".join(f"{number} {verdict}" for verdict, number in counted.items())


def list_of(groups: Sequence[Group]) -> str:
    """Write all cases by group, as Markdown."""
    parts = []
    for group in groups:
        rows = [f"| `{case.name}` | {case.sentence} |" for case in group.cases]
        parts.append(
            "\n".join([f"### {group.name}: {len(rows)}", "", group.about, "", "| case | promise |", "|---|---|", *rows])
        )
    return "\n\n".join(parts)


def options_table() -> str:
    """Write what a deployment can say of itself, as Markdown."""
    rows = [f"| `{option_of(name)}` | {option.sentence} |" for name, option in options().items()]
    return "\n".join(["| option | what it says |", "|---|---|", *rows])


def table_of(groups: Sequence[Group], results: Sequence[Result]) -> str:
    """Write how each group went, as Markdown."""
    rows = []
    for group in groups:
        mine = [one for one in results if one.case.group == group.name]
        numbers = [sum(1 for one in mine if one.verdict == verdict) for verdict in ("kept", "broken", "not tried")]
        rows.append(f"| {group.name} | {len(mine)} | {' | '.join(map(str, numbers))} |")
    return "\n".join(["| group | cases | kept | broken | not tried |", "|---|---:|---:|---:|---:|", *rows])


def caught_line_of(one: Caught) -> str:
    """Write how one mutant fared."""
    how = "caught" if one.caught else "NOT CAUGHT"
    return f"{how:<12}{one.result.seconds:6.2f} s  {one.mutant.name} by {one.mutant.caught_by}: {one.result.said}"


def mutants_of(mutants: Sequence[Mutant]) -> str:
    """Write all mutants, as Markdown."""
    rows = [f"| `{mutant.name}` | {mutant.sentence} | `{mutant.caught_by}` |" for mutant in mutants]
    return "\n".join([f"{len(rows)} of them:", "", "| mutant | how it is broken | caught by |", "|---|---|---|", *rows])
