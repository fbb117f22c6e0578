"""The rules can fail: each is fed a source that breaks it, and one that does not."""

from collections.abc import Callable

import pytest

from tests.architecture import rules

Rule = Callable[[str], list[str]]

BROKEN: dict[str, tuple[Rule, str]] = {
    "an import": (rules.nats_imports, "import nats"),
    "an import of a part": (rules.nats_imports, "from nats.js import api"),
    "an import beside others": (rules.nats_imports, "import json, nats.errors as e"),
    "an import in a function": (rules.nats_imports, "def f():\n    import nats"),
    "an import by importlib": (rules.nats_imports, "importlib.import_module('nats.aio.client')"),
    "an import by a bare name": (rules.nats_imports, "import_module('nats')"),
    "an import by __import__": (rules.nats_imports, "__import__('nats')"),
    "an import by a variable": (rules.hidden_imports, "import_module('na' + 'ts')"),
    "an import by a keyword": (rules.hidden_imports, "importlib.import_module(name=x)"),
    "os.environ": (rules.environment_reads, "import os\nx = os.environ['A']"),
    "os.getenv": (rules.environment_reads, "import os\nx = os.getenv('A')"),
    "environ by name": (rules.environment_reads, "from os import environ"),
    "getenv by another name": (rules.environment_reads, "from os import path, getenv as g"),
    "except Exception": (rules.swallowed_errors, "try:\n    f()\nexcept Exception:\n    pass"),
    "except with a name": (rules.swallowed_errors, "try:\n    f()\nexcept Exception as e:\n    log(e)"),
    "except in a tuple": (rules.swallowed_errors, "try:\n    f()\nexcept (OSError, Exception):\n    pass"),
    "except BaseException": (rules.swallowed_errors, "try:\n    f()\nexcept BaseException:\n    return"),
    "bare except": (rules.swallowed_errors, "try:\n    f()\nexcept:\n    pass"),
    "builtins.Exception": (rules.swallowed_errors, "try:\n    f()\nexcept builtins.Exception:\n    pass"),
    "print": (rules.prints, "def f():\n    print('x')"),
    "a subject": (rules.subject_strings, "x = 'jobs.*.*'"),
    "a subject with a job": (rules.subject_strings, "x = f'jobs.{job}.status'"),
    "the beginning of a subject": (rules.subject_strings, "x = 'run.' + job"),
    "a subject in a call": (rules.subject_strings, "await nc.subscribe(f'live.{job}', cb=f)"),
    "an export that is missing": (rules.inexact_exports, "from a import B, C\n__all__ = ['B']"),
    "no exports at all": (rules.inexact_exports, "from a import B"),
    "an export of nothing": (rules.inexact_exports, "from a import B\n__all__ = ['B', 'D']"),
    "an export of an old name": (rules.inexact_exports, "from a import B as C\n__all__ = ['B', 'C']"),
    "an export twice": (rules.inexact_exports, "from a import B\n__all__ = ['B', 'B']"),
}
KEPT: dict[str, tuple[Rule, str]] = {
    "another import": (rules.nats_imports, "import natsort\nfrom eventlog import nats\nimport_module('json')"),
    "a module that is written there": (rules.hidden_imports, "import_module('json')"),
    "a mapping that is handed in": (rules.environment_reads, "def f(environ):\n    return environ['A'], self.environ"),
    "a handler that raises again": (rules.swallowed_errors, "try:\n    f()\nexcept BaseException:\n    g()\n    raise"),
    "a handler of some errors": (rules.swallowed_errors, "try:\n    f()\nexcept (OSError, ValueError):\n    pass"),
    "a method of that name": (rules.prints, "self.print('x')"),
    "a docstring": (rules.subject_strings, "def f():\n    'jobs.{id}.status'"),
    "a sentence": (rules.subject_strings, "x = 'work. Then rest.'\ny = 'the jobs.x'\nz = f'{a}.jobs.x'"),
    "an empty package": (rules.inexact_exports, "'''Nothing.'''"),
    "tools of the standard library": (rules.inexact_exports, "from typing import Final\nA: Final = 1\n__all__ = ['A']"),
    "exact exports": (rules.inexact_exports, "from a import B as C\nD = 1\n__all__ = ['C', 'D']"),
}


@pytest.mark.parametrize(("rule", "source"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_found(rule: Rule, source: str) -> None:
    """What breaks a rule is named with its line."""
    [found] = rule(source)
    assert found.split(":")[0].isdecimal()


@pytest.mark.parametrize(("rule", "source"), KEPT.values(), ids=KEPT)
def test_a_rule_that_is_kept_is_quiet(rule: Rule, source: str) -> None:
    """What only looks like breaking a rule is let through."""
    assert rule(source) == []


PYTHON = '''"""A
long
docstring."""

# a comment
x = """
text
"""


def f():
    """Docstring."""
    return (
        1
    )
'''
TYPESCRIPT = """/**
 * A comment.
 */

// more
export const x = 1; // one
const y = {
  /* inside */ z: 2,
};
"""


def test_only_code_counts() -> None:
    """A file's size is its code: what explains it costs nothing, in either language."""
    assert rules.code_lines(PYTHON) == 7
    assert rules.typescript_lines(TYPESCRIPT) == 4
