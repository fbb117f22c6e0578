"""The report says which engine wrote what, and why a model's words were put aside."""

import json

from msgspec.structs import replace

from agents.tailoring.applying import Wording, apply
from agents.tailoring.rendering.report import report_json, report_markdown
from agents.tailoring.validation import validate
from contracts.documents import Usage
from tests.support.modelled import made, plan_of
from tests.support.tailored import lexicon, planned

KEPT = "Maintained weekly capacity report for 35 depots"


def test_the_report_names_the_model_and_its_reasons() -> None:
    """What was taken, what was not and why, and what it cost; nothing of it where no model was asked."""
    first, second = (patch.id for patch in plan_of(made()).patches if patch.op in {"weak_opening", "expand_acronym"})
    words = [Wording(first, "model:m", KEPT, ("f11",)), Wording(second, "model:m", why_not="timeout")]
    doc = apply(made(), plan_of(made()), lexicon(), wordings=words)
    doc = replace(doc, usage=Usage(engine="model:m", calls=3, prompt_tokens=900, completion_tokens=100, cost=0.5))
    validation = validate(doc, made(), lexicon())
    text = report_markdown(made().job, planned(made())[0], plan_of(made()), doc, validation)
    assert "Asked: model:m. Calls 3, tokens 1000, cost 0.5000." in text
    assert f"- In its words: {first}" in text
    assert f"- In the rules' words: {second}, since: timeout" in text
    told = json.loads(report_json(made().job, planned(made())[0], plan_of(made()), doc, validation))
    assert told["usage"]["writing"]["calls"] == 3
    by_rules = apply(made(), plan_of(made()), lexicon())
    plain = report_markdown(made().job, planned(made())[0], plan_of(made()), by_rules, validation)
    assert "language model" not in plain
