"""The tests themselves: every one of them runs, and belongs to a part."""

import ast
import re
from pathlib import Path

from tests.support.parts import FOLDERS, TESTS, part_of

FILES = sorted(TESTS.rglob("test_*.py"))
SKIPS = re.compile(r"pytest\.skip\b|mark\.skip|skipif|importorskip|mark\.xfail|pytest\.xfail|unittest\.skip")


def test_nothing_is_skipped_by_hand() -> None:
    """What cannot run here carries a marker and is named by the run; no test decides that for itself."""
    assert [str(path) for path in FILES if path != Path(__file__) and SKIPS.search(path.read_text())] == []


def test_every_folder_belongs_to_a_part() -> None:
    """A new folder of tests is in one of the parts, so that its seconds are counted and `test PART` finds it."""
    assert {part_of(path) for path in FILES} <= set(FOLDERS)


def test_every_test_states_its_promise() -> None:
    """A test without a docstring says what it does, but not what for."""
    silent = [
        f"{path.relative_to(TESTS)}: {node.name}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and ast.get_docstring(node) is None
    ]
    assert silent == []
