"""Spreads work over the cores: a process each, which reads the lexicon once."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


def spread(work: Callable[[_Given], _Made], over: Sequence[_Given]) -> list[_Made]:
    """Do the same work on each; results come in the order of what was given.

    Raises:
        Exception: What the work raised; the rest is given up.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as processes:
        return list(processes.map(work, over))
