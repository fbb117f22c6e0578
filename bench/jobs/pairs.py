"""The texts that jobs are made of: real résumés, each with real postings."""

import itertools
import random
from pathlib import Path
from typing import NamedTuple


class Pair(NamedTuple):
    """The texts of a job."""

    resume: str
    posting: str


def read_pairs(folder: Path, most: int | None) -> list[Pair]:
    """Read pairs; where only some are wanted, always the same ones, drawn from all of them.

    Args:
        folder: Holds `resumes` and `jobs`, with text files in each.
        most: How many at most; None for every résumé with every posting.

    Raises:
        SystemExit: The folder does not hold such texts.
    """
    resumes, postings = (
        [path.read_text("utf-8") for path in sorted((folder / name).glob("*.txt"))] for name in ("resumes", "jobs")
    )
    if not resumes or not postings:
        raise SystemExit(f"{folder} holds no texts: --data names a folder with resumes/*.txt and jobs/*.txt")
    every = [Pair(resume, posting) for resume, posting in itertools.product(resumes, postings)]
    if most is None or most >= len(every):
        return every
    return random.Random(most).sample(every, most)
