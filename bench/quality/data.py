"""Where the real texts and their labels are."""

import json
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from agents.tailoring.lexicon import Lexicon
from agents.tailoring.posting import read_posting
from agents.tailoring.reading import read_resume
from agents.tailoring.text import source_text
from bench.quality.pool import spread
from bench.quality.tailored import Tailored, tailor
from contracts.documents import JobDoc, ResumeDoc, SourceKind, SourceText

_LABELS = Path(__file__).parent / "labels"


def _with_each(folder: Path, postings: list[str], resume: str) -> list[Tailored]:
    return [tailor(folder, resume, posting) for posting in postings]


class Data:
    """A folder of résumés, postings and gold labels, read once.

    Raises:
        FileNotFoundError: There is no such folder.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / "gold").is_dir():
            raise FileNotFoundError(f"{folder} has no labelled texts: say where they are with --data")
        self.folder = folder.resolve()
        """Where the texts are."""
        self._lexicon = Lexicon.load()
        own = _LABELS / f"{folder.name}.json"
        self.labels: dict[str, Any] = json.loads(own.read_text()) if own.is_file() else {}
        """What was labelled here, by offset: `contact`, and which postings are of the kind `tech`."""

    @cached_property
    def resumes(self) -> dict[str, tuple[SourceText, ResumeDoc]]:
        """Read the résumés that have labels: name → source and what was read."""
        found = {}
        for name in self._names("resume"):
            source = source_text("resume", self.raw("resumes", name))
            found[name] = source, read_resume(source, None, self._lexicon)
        return found

    @cached_property
    def postings(self) -> dict[str, tuple[SourceText, JobDoc]]:
        """Read the postings that have labels: name → source and what was read."""
        found = {}
        for name in self._names("job"):
            source = source_text("posting", self.raw("jobs", name))
            found[name] = source, read_posting(source, self._lexicon)
        return found

    @property
    def lexicon(self) -> Lexicon:
        """The skills that we know."""
        return self._lexicon

    @property
    def files(self) -> Path:
        """The folder of originals: PDF, DOCX."""
        return self.folder / "files"

    def has(self, folder: str, name: str) -> bool:
        """Tell whether there is a text of this name."""
        return (self.folder / folder / f"{name}.txt").is_file()

    def has_gold(self, kind: SourceKind, name: str) -> bool:
        """Tell whether a text has labels."""
        return (self.folder / "gold" / f"{'resume' if kind == 'resume' else 'job'}_{name}.json").is_file()

    @cached_property
    def tailored(self) -> list[Tailored]:
        """Take every résumé through the engine with every posting; this is the longest part of a run."""
        names = self.names("resumes")
        made = spread(partial(_with_each, self.folder, self.names("jobs")), names)
        return [one for of_one in made for one in of_one]

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """List the pairs of one sector, résumé and posting."""
        listed = json.loads((self.folder / "pairs.json").read_text(encoding="utf-8"))
        return [(pair["resume"], pair["job"]) for pair in listed]

    def names(self, folder: str) -> list[str]:
        """List the texts of a folder (`resumes`, `jobs`), with labels or without."""
        return sorted(path.stem for path in (self.folder / folder).glob("*.txt"))

    def raw(self, folder: str, name: str) -> str:
        """Read a text as it was handed over."""
        return (self.folder / folder / f"{name}.txt").read_text(encoding="utf-8")

    def gold(self, kind: SourceKind, name: str) -> dict[str, Any]:
        """Read the labels of a text."""
        prefix = "resume" if kind == "resume" else "job"
        labels: dict[str, Any] = json.loads(
            (self.folder / "gold" / f"{prefix}_{name}.json").read_text(encoding="utf-8")
        )
        return labels

    def _names(self, prefix: str) -> list[str]:
        return sorted(path.stem.removeprefix(f"{prefix}_") for path in (self.folder / "gold").glob(f"{prefix}_*.json"))
