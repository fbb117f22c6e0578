"""The real résumés and postings beside the repository, where they are."""

import json
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "dev"


@cache
def resumes() -> dict[str, str]:
    """All résumés by name, in the order of their names."""
    return {path.stem: path.read_text("utf-8") for path in sorted((DATA / "resumes").glob("*.txt"))}


@cache
def postings() -> dict[str, str]:
    """All postings by name, in the order of their names."""
    return {path.stem: path.read_text("utf-8") for path in sorted((DATA / "jobs").glob("*.txt"))}


@cache
def same_sector_pairs() -> list[tuple[str, str]]:
    """The twelve pairs of one sector: résumé and posting."""
    return [(pair["resume"], pair["job"]) for pair in json.loads((DATA / "pairs.json").read_text("utf-8"))]


def all_different_pairs() -> list[tuple[str, str]]:
    """Twenty pairs in which every résumé and every posting occurs once."""
    return list(zip(resumes(), postings(), strict=True))
