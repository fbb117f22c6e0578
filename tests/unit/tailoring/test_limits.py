"""The engine at its limits: texts as long as the door lets in, made to be slow; and the same bytes in every process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agents.tailoring.lexicon import Lexicon
from agents.tailoring.posting import read_posting
from agents.tailoring.reading import read_resume
from agents.tailoring.text import source_text

REPOSITORY = Path(__file__).parents[3]
RESUME_LIMIT = 100_000
POSTING_LIMIT = 60_000

SLOW = {
    "one letter": "A",
    "short lines": "a\n",
    "addresses": "a@b.",
    "dates": "2019 – 2020\n",
    "figures": "1 2 3-4 ",
    "cues in one line": "experience with Python and Java or Go, ",
    "headings": "Skills\nPython\n",
    "marks of Markdown": "# a\n**a** [a](b) *a `",
    "hyphens": "ab-\n",
    "spaces": "a" + " " * 999,
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("what", SLOW)
def test_the_longest_text_is_read_in_seconds(what: str) -> None:
    """Nothing grows with the square of its input: what the door lets in is read far within an attempt's time."""
    unit = SLOW[what]
    resume = source_text("resume", (unit * RESUME_LIMIT)[:RESUME_LIMIT])
    assert read_resume(resume, None, Lexicon.load()).facts is not None
    posting = source_text("posting", (unit * POSTING_LIMIT)[:POSTING_LIMIT])
    assert read_posting(posting, Lexicon.load()).zones is not None


def test_every_process_reads_the_same_bytes() -> None:
    """Hash seeds, and so the order of sets, change nothing that is read."""
    code = (
        "import msgspec; from tests.support import fictional as f; import hashlib;"
        "docs = [f.resume(name) for name in f.RESUMES] + [f.posting(name) for name in ('nurse', 'developer')];"
        "print(hashlib.sha256(msgspec.json.encode(docs)).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "random")
    }
    assert len(said) == 1
