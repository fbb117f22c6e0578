"""The samples that the page offers, and that the same input gives the same bytes everywhere."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from agents.tailoring.guard.conservation import source_lines
from agents.tailoring.polish import polish
from agents.tailoring.rendering import markdown
from agents.tailoring.validation import validate
from tests.support.tailored import SAMPLES, TRADES, lexicon, planned, sample, tailored

_ROOT = Path(__file__).parents[3]
_SCRIPT = """
import hashlib, sys, msgspec
sys.path.insert(0, {root!r})
from tests.support.tailored import TRADES, lexicon, planned, sample, tailored
from agents.tailoring.polish import polish
from agents.tailoring.validation import validate
digest = hashlib.sha256()
for trade in TRADES:
    made = sample(trade)
    report, plan = planned(made)
    doc = polish(tailored(made), made, lexicon()).doc
    for part in (made.resume, made.job, report, plan, doc, validate(doc, made, lexicon())):
        digest.update(msgspec.json.encode(part))
print(digest.hexdigest())
"""


def test_the_index_names_every_sample() -> None:
    """The page offers what lies there: each with an id, a title and two texts."""
    index = json.loads((SAMPLES / "index.json").read_text("utf-8"))
    assert [one["id"] for one in index] == list(TRADES)
    for one in index:
        assert one["title"]
        assert 40 <= len((SAMPLES / one["resume"]).read_text("utf-8").splitlines()) <= 70
        assert 30 <= len((SAMPLES / one["posting"]).read_text("utf-8").splitlines()) <= 50


@pytest.mark.parametrize("trade", TRADES)
def test_a_sample_shows_what_the_engine_can_do(trade: str) -> None:
    """Several kinds of changes, a score that does not fall, nothing invented, nothing lost."""
    made = sample(trade)
    doc = polish(tailored(made), made, lexicon()).doc
    applied = {patch.op for patch in doc.patches if patch.status == "applied"}
    assert len(applied) >= 5
    verdict = validate(doc, made, lexicon())
    assert verdict.match_after.value >= verdict.match_before.value
    failed = [rule.rule_id for rule in verdict.rules if rule.phase == "after" and rule.status == "fail"]
    assert not failed
    assert len(list(source_lines(made.resume))) > 15
    assert markdown(doc).count("\n- ") > 15


def test_the_same_input_gives_the_same_bytes_in_every_process() -> None:
    """Whatever the seed of hashes: no order of a set, no clock, no chance."""
    digests = set()
    for seed in ("0", "1", "random"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT.format(root=str(_ROOT))],
            env=environment, capture_output=True, text=True, check=True, timeout=100,
        )  # fmt: skip
        digests.add(done.stdout.strip())
    here = hashlib.sha256()
    for trade in TRADES:
        made = sample(trade)
        report, plan = planned(made)
        doc = polish(tailored(made), made, lexicon()).doc
        for part in (made.resume, made.job, report, plan, doc, validate(doc, made, lexicon())):
            here.update(msgspec.json.encode(part))
    assert digests == {here.hexdigest()}
