"""The rules of the house, held against every source of it. Exceptions stand here with their reason."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.architecture import rules

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 250

PYTHON = sorted(
    path
    for pattern in ("contracts/src", "eventlog/src", "services/*/src", "deploy/local")
    for folder in ROOT.glob(pattern)
    for path in folder.rglob("*.py")
)
BENCH = sorted((ROOT / "bench").rglob("*.py"))
TYPESCRIPT = sorted(
    path
    for pattern in ("web/src", "web/packages/*/src")
    for folder in ROOT.glob(pattern)
    for path in folder.rglob("*.ts*")
    if "generated" not in path.parts and ".test." not in path.name
)

COMPOSITION_ROOTS = ("__main__.py",)
"""File names: what starts a process, and reads what it was started with."""

MAY_READ_THE_ENVIRONMENT = {
    "eventlog/src/eventlog/readiness.py": "an inherited file descriptor, named by the supervisor that opened it",
    "deploy/local/prepare.py": "a command, started by path",
    "deploy/local/src/supervisor/one.py": "a command: `./justw run`",
    "deploy/local/src/supervisor/logs.py": "a command: `./justw logs`",
    "deploy/local/src/supervisor/terminal.py": "NO_COLOR, a property of the terminal",
    "deploy/local/src/supervisor/process.py": "hands its environment on to the processes that it starts",
}
MAY_CATCH_EVERYTHING = {
    "services/agents/src/agents/sdk/runner.py": "the runner of work: an error becomes an outcome",
    "services/pipeline/src/pipeline/runner.py": "the runner of facts: an error parks the fact",
    "eventlog/src/eventlog/jetstream/client.py": "one connection for all: what one subscriber raises ends no other's",
    "services/agents/src/agents/tailoring/extracting/pdf.py": "a damaged file: the other extractor may still read it",
    "services/agents/src/agents/sdk/zygote.py": "the edge of a process: errors cross it as bytes, or end the child",
}
MAY_IMPORT_BY_NAME = {
    "services/agents/src/agents/sdk/loading.py": "an agent is named on the command line",
}
MAY_PRINT = {
    "deploy/local/prepare.py": "a command, started by path",
    "deploy/local/src/supervisor/one.py": "a command: `./justw run`",
    "deploy/local/src/supervisor/logs.py": "a command: `./justw logs`",
    "services/agents/src/agents/tailoring/lexicon/derive.py": "a command: `./justw lexicon`",
    "services/agents/src/agents/tailoring/rendering/pdf/derive.py": "a command: `./justw fonts`",
}
SUBJECTS = "contracts/src/contracts/subjects.py"


def breaches(rule: Callable[[str], list[str]], *but: str, roots: bool = False) -> Mapping[str, list[str]]:
    """Apply a rule to every Python source.

    Args:
        rule: One of `rules`.
        but: Paths that it does not hold for.
        roots: Whether it does not hold for composition roots either.

    Returns:
        What breaks it, by path relative to the repository.
    """
    found = {}
    for path in PYTHON:
        name = path.relative_to(ROOT).as_posix()
        if name not in but and not (roots and path.name in COMPOSITION_ROOTS) and (said := rule(path.read_text())):
            found[name] = said
    return found


def test_the_sources_are_there() -> None:
    """The rules are held against something: every part of the house has sources."""
    parts = {path.relative_to(ROOT).parts[0] for path in (*PYTHON, *BENCH, *TYPESCRIPT)}
    assert parts == {"contracts", "eventlog", "services", "deploy", "bench", "web"}


def test_files_are_small() -> None:
    """No file outside the tests has more than 250 lines of code: one concept each."""
    sizes = {path: rules.code_lines(path.read_text()) for path in (*PYTHON, *BENCH)}
    sizes |= {path: rules.typescript_lines(path.read_text()) for path in TYPESCRIPT}
    assert {path.relative_to(ROOT).as_posix(): size for path, size in sizes.items() if size > MOST_LINES} == {}


def test_packages_export_exactly_what_they_import() -> None:
    """What a package's `__init__` imports is for others, and stands in `__all__`; nothing else does."""
    packages = [path for path in PYTHON if path.name == "__init__.py"]
    found = {path.relative_to(ROOT).as_posix(): rules.inexact_exports(path.read_text()) for path in packages}
    assert {name: said for name, said in found.items() if said} == {}


def test_only_eventlog_imports_nats() -> None:
    """There is one door to NATS, also for imports that are made at run time."""
    inside = [name for name in breaches(rules.nats_imports) if name.startswith("eventlog/src/eventlog/")]
    assert inside
    assert breaches(rules.nats_imports, *inside) == {}
    assert breaches(rules.hidden_imports, *MAY_IMPORT_BY_NAME) == {}


def test_only_composition_roots_read_the_environment() -> None:
    """Everything else is handed what it needs, and can be tested with anything."""
    assert breaches(rules.environment_reads, *MAY_READ_THE_ENVIRONMENT, roots=True) == {}


def test_only_runners_catch_everything() -> None:
    """An error that nobody expects reaches the runner; whoever cleans up for any error raises it again."""
    assert breaches(rules.swallowed_errors, *MAY_CATCH_EVERYTHING) == {}


def test_only_commands_print() -> None:
    """Services log: what they print nobody could find again."""
    assert breaches(rules.prints, *MAY_PRINT, roots=True) == {}


def test_subjects_are_built_in_one_module() -> None:
    """Whoever needs a subject asks `contracts.subjects`, which takes validated ids only."""
    assert breaches(rules.subject_strings, SUBJECTS) == {}


@pytest.mark.parametrize(
    ("rule", "exceptions"),
    [
        (rules.environment_reads, MAY_READ_THE_ENVIRONMENT),
        (rules.swallowed_errors, MAY_CATCH_EVERYTHING),
        (rules.hidden_imports, MAY_IMPORT_BY_NAME),
        (rules.prints, MAY_PRINT),
        (rules.subject_strings, {SUBJECTS: "the one module"}),
    ],
    ids=["environment", "errors", "imports", "print", "subjects"],
)
def test_exceptions_are_needed(rule: Callable[[str], list[str]], exceptions: Mapping[str, str]) -> None:
    """An exception that nothing needs any more is struck off."""
    assert [name for name in exceptions if not rule((ROOT / name).read_text())] == []
