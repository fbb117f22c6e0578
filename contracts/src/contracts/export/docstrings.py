"""What the declarations say about themselves: docstrings of structs, and of their fields.

A field's docstring is the string that stands behind it. Python keeps none of these: they are read from the source.
"""

import ast
import functools
import inspect
import itertools
import re
import textwrap

import msgspec


def struct_doc(struct: type[msgspec.Struct]) -> str:
    """Give a struct's docstring, every paragraph on one line."""
    paragraphs = inspect.cleandoc(struct.__doc__ or "").split("\n\n")
    return "\n\n".join(re.sub(r"\s*\n\s*", " ", paragraph) for paragraph in paragraphs)


@functools.cache
def field_docs(struct: type[msgspec.Struct]) -> dict[str, str]:
    """Read the docstrings of a struct's fields, inherited ones included, by the field's name in Python."""
    found: dict[str, str] = {}
    for parent in reversed(struct.__mro__):
        if issubclass(parent, msgspec.Struct) and parent is not msgspec.Struct:
            found |= _own_docs(parent)
    return found


def _own_docs(struct: type[msgspec.Struct]) -> dict[str, str]:
    module = ast.parse(textwrap.dedent(inspect.getsource(struct)))
    statements = [
        statement for declared in module.body if isinstance(declared, ast.ClassDef) for statement in declared.body
    ]
    found = {}
    for field, behind in itertools.pairwise(statements):
        match field, behind:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str() as text)),
            ):
                found[name] = inspect.cleandoc(text)
            case _:
                pass
    return found
