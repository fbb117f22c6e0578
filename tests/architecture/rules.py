"""The rules of the house as functions of a source text: each gives what breaks it, as `line: what`."""

import ast
import functools
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from typing import Final

_NOT_CODE: Final = frozenset(
    {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENCODING,
        tokenize.ENDMARKER,
    }
)
_SUBJECT: Final = re.compile(r"(jobs|run|live|work|dead|signals)\.\S*")
_IMPORTERS: Final = frozenset({"import_module", "__import__"})
_ENVIRONMENT: Final = frozenset({"environ", "environb", "getenv", "getenvb", "putenv"})


@functools.cache
def _tree(source: str) -> ast.Module:
    return ast.parse(source)


def code_lines(source: str) -> int:
    """Count the lines of a Python file that hold code: no blank lines, comments or docstrings."""
    docstrings = {
        line
        for node in ast.walk(_tree(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    code = {
        line
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in _NOT_CODE
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(code - docstrings)


def typescript_lines(source: str) -> int:
    """Count the lines of a TypeScript file that hold code: no blank lines and no comments."""
    bare = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    return sum(1 for line in bare.splitlines() if line.strip() and not line.strip().startswith("//"))


def inexact_exports(source: str) -> list[str]:
    """Compare what a package's `__init__` imports, the standard library apart, with what its `__all__` names."""
    tree = _tree(source)
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] not in sys.stdlib_module_names
        for alias in node.names
    }
    declared: list[str] = []
    defined: set[str] = set()
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                declared = list(ast.literal_eval(value))
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                defined.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                defined.add(name)
            case _:
                pass
    if not imported and not declared:
        return []
    said = [f"1: `{name}` is imported and not in `__all__`" for name in sorted(imported - set(declared))]
    said += [f"1: `{name}` is in `__all__` and not there" for name in sorted(set(declared) - imported - defined)]
    if len(set(declared)) < len(declared):
        said.append("1: `__all__` names something twice")
    return said


def nats_imports(source: str) -> list[str]:
    """Find imports of nats, by statement or by name at run time."""
    found = []
    for node in ast.walk(_tree(source)):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), level=0):
                modules = [module]
            case ast.Call(args=[ast.Constant(value=str(module)), *_]) if _name(node.func) in _IMPORTERS:
                modules = [module]
            case _:
                continue
        found += [f"{node.lineno}: imports {name}" for name in modules if name.split(".")[0] == "nats"]
    return found


def hidden_imports(source: str) -> list[str]:
    """Find imports whose module is not written there: nobody could say what they import."""
    return [
        f"{node.lineno}: imports what a variable names"
        for node in ast.walk(_tree(source))
        if isinstance(node, ast.Call)
        and _name(node.func) in _IMPORTERS
        and not (node.args and isinstance(node.args[0], ast.Constant))
    ]


def environment_reads(source: str) -> list[str]:
    """Find uses of the process's environment."""
    found = []
    for node in ast.walk(_tree(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="os"), attr=attr) if attr in _ENVIRONMENT:
                found.append(f"{node.lineno}: os.{attr}")
            case ast.ImportFrom(module="os", names=names):
                found += [f"{node.lineno}: os.{alias.name}" for alias in names if alias.name in _ENVIRONMENT]
            case _:
                pass
    return found


def swallowed_errors(source: str) -> list[str]:
    """Find handlers of every error that do not raise again at their end."""
    return [
        f"{node.lineno}: catches everything"
        for node in ast.walk(_tree(source))
        if isinstance(node, ast.ExceptHandler)
        and any(name in {"Exception", "BaseException", ""} for name in _caught(node))
        and not isinstance(node.body[-1], ast.Raise)
    ]


def prints(source: str) -> list[str]:
    """Find calls of `print`."""
    return [
        f"{node.lineno}: prints"
        for node in ast.walk(_tree(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]


def subject_strings(source: str) -> list[str]:
    """Find strings that are subjects of ours, or begin one; docstrings may speak of them."""
    tree = _tree(source)
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    return [
        f"{line}: builds the subject {text!r}"
        for line, text in _strings(tree, spoken | inner)
        if _SUBJECT.fullmatch(text)
    ]


def _strings(tree: ast.AST, left_out: set[int]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        match node:
            case ast.Constant(value=str(text)):
                yield node.lineno, text
            case ast.JoinedStr(values=values):
                parts = [str(part.value) if isinstance(part, ast.Constant) else "{}" for part in values]
                yield node.lineno, "".join(parts)
            case _:
                pass


def _caught(handler: ast.ExceptHandler) -> list[str]:
    if handler.type is None:
        return [""]
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [_name(kind) for kind in kinds]


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
        case _:
            return "?"
