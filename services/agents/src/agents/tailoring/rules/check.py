"""Runs the rules: on the source in two steps, on the result in one."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from agents.tailoring.evidence import Index, Reader, judge
from agents.tailoring.guard import Violation
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.materials import Materials
from agents.tailoring.rules.exported import Exported
from agents.tailoring.rules.fabrication import Made
from agents.tailoring.rules.fit import Fit
from agents.tailoring.rules.registry import RULES, Case, Rule
from agents.tailoring.views import View, view_of_result, view_of_resume
from contracts.documents import OptimisedDoc, ResumeDoc, RuleResult, SourceText


def check_source(resume: ResumeDoc, source: SourceText, lexicon: Lexicon, today: date) -> list[RuleResult]:
    """Check a résumé as handed over: contact, dates, structure, form, wording (`before`, step `profiling`)."""
    case = Case(view_of_resume(resume), Reader(lexicon), today, source=source)
    return _run((rule for rule in RULES if rule.group == "profiling"), case, "before")


def check_fit(materials: Materials, lexicon: Lexicon) -> list[RuleResult]:
    """Check a résumé against its posting: keywords, credentials, instructions (`before`, step `planning`)."""
    reader = Reader(lexicon)
    view = view_of_resume(materials.resume)
    case = Case(view, reader, materials.today, fit=fit_of(view, materials, reader))
    return _run((rule for rule in RULES if rule.group == "planning"), case, "before")


def check_result(
    doc: OptimisedDoc,
    violations: Iterable[Violation],
    materials: Materials,
    lexicon: Lexicon,
    exports: Sequence[Exported] = (),
) -> list[RuleResult]:
    """Check a result by all 34 rules (`after`, step `validating`).

    Args:
        doc: The result.
        violations: What the guard objects to.
        materials: What it was made of.
        lexicon: Names and their variants.
        exports: The files of the result as they read back, where it was exported.
    """
    reader = Reader(lexicon)
    view = view_of_result(doc)
    made = Made(doc, materials.resume, tuple(violations))
    fit = fit_of(view, materials, reader)
    case = Case(view, reader, materials.today, fit=fit, made=made, exports=tuple(exports))
    return _run(RULES, case, "after")


def fit_of(view: View, materials: Materials, reader: Reader) -> Fit:
    """Hold a view against the posting."""
    index = Index(view, reader)
    found = tuple(judge(requirement, index, materials.today) for requirement in materials.job.requirements)
    return Fit(materials.job, index, found, materials.texts)


def _run(rules: Iterable[Rule], case: Case, phase: Literal["before", "after"]) -> list[RuleResult]:
    results: list[RuleResult] = []
    for rule in rules:
        verdict = rule.check(case)
        results.append(
            RuleResult(
                rule_id=rule.id,
                severity=rule.severity,
                phase=phase,
                status=verdict.status,
                message=verdict.message,
                section=verdict.section,
                spans=list(verdict.spans),
            )
        )
    return results
