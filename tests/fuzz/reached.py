"""Which lines of the engine strange input reaches: counted by tracing, so for a few inputs only."""

import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final, TypeAlias

_Trace: TypeAlias = Callable[[FrameType, str, Any], Any]
_ROOT: Final = f"{Path('services', 'agents', 'src', 'agents')}"


def reached(work: Callable[[], object]) -> dict[str, tuple[int, int]]:
    """Give for each module that work went through its lines that ran, and all lines of its functions that ran.

    Functions that were not entered are not counted: what a reader of dates never calls is none of its business.
    """
    ran: dict[CodeType, set[int]] = defaultdict(set)

    def local(frame: FrameType, event: str, _argument: object) -> _Trace:
        if event == "line":
            ran[frame.f_code].add(frame.f_lineno)
        return local

    def entered(frame: FrameType, _event: str, _argument: object) -> _Trace | None:
        return local if _ROOT in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        work()
    finally:
        sys.settrace(before)
    found: dict[str, tuple[int, int]] = {}
    for code, lines in ran.items():
        name = code.co_filename.partition(_ROOT)[2].lstrip("/")
        every = {line for _, _, line in code.co_lines() if line is not None and line != code.co_firstlineno}
        hit, total = found.get(name, (0, 0))
        found[name] = hit + len(lines & every), total + len(every)
    return found
